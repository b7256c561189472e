//! Posts that go along with their agency.

use kernel::{
    Act, Event, Reorganisation, Result, Subject,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use serde::Serialize;
use uuid::Uuid;

use super::{CarriedRow, Gone, Heirs, among, end, last_day, restore};

const TABLE: &str = "identity_post";

/// A post went along with its agency, or ended with it.
#[derive(Serialize)]
struct Carried {
    post: Uuid,
    plan: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Uuid>,
}
impl Event for Carried {
    const NAME: &'static str = "identity.post.carried";
}

/// It came back: the reorganisation was undone.
#[derive(Serialize)]
struct CarriedBack {
    post: Uuid,
    plan: Uuid,
}
impl Event for CarriedBack {
    const NAME: &'static str = "identity.post.carried_back";
}

/// Posts stand in the history of the person who holds them.
struct Holder {
    person: Uuid,
    agency: Uuid,
}
impl Subject for Holder {
    const KIND: &'static str = "person";
    fn subject_id(&self) -> Uuid {
        self.person
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    person: Uuid,
    agency: Uuid,
    title: String,
    unit: String,
    main: bool,
    valid_from: String,
    valid_to: Option<String>,
}

/// Posts held when the day comes end the day before and begin anew at the heir; those that begin later move there.
pub(super) async fn carry(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &Heirs,
    agencies: &[Uuid],
) -> Result<bool> {
    let (list, values) = among(agencies, change.on);
    let sql = format!(
        "SELECT id, person, agency, title, unit, main, valid_from, valid_to FROM identity_post \
         WHERE (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) ORDER BY id"
    );
    let rows: Vec<Row> = act.all(&sql, values).await?;
    let some = !rows.is_empty();
    for row in rows {
        let heir = heirs.get(&row.agency).copied().flatten();
        let new = match heir {
            Some(heir) => begin_anew(act, change, &row, heir).await?,
            None => None,
        };
        let holder = Holder { person: row.person, agency: row.agency };
        let gone =
            Gone { kind: "post", table: TABLE, id: row.id, new, agency: row.agency, valid_to: row.valid_to };
        end(act, change, gone).await?;
        act.record(&holder, &Carried { post: row.id, plan: change.id, to: heir }).await?;
    }
    Ok(some)
}

/// Nobody holds the same post at the heir twice, though they held it at several agencies that become one.
async fn begin_anew(act: &Act, change: &Reorganisation, row: &Row, heir: Uuid) -> Result<Option<Uuid>> {
    let from = std::cmp::max(row.valid_from.clone(), change.on.iso());
    let held = "SELECT id FROM identity_post WHERE person = $1 AND agency = $2 AND title = $3 AND valid_from <= $4 \
                AND (valid_to IS NULL OR valid_to >= $5) LIMIT 1";
    let values = vec![
        row.person.into(),
        heir.into(),
        row.title.clone().into(),
        from.clone().into(),
        last_day(row.valid_to.as_deref()),
    ];
    if act.scalar::<Uuid>(held, values).await?.is_some() {
        return Ok(None);
    }
    let id = new_id::<()>().uuid();
    let sql = "INSERT INTO identity_post \
               (id, person, agency, title, unit, main, valid_from, valid_to, created_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    let values = vec![
        id.into(),
        row.person.into(),
        heir.into(),
        row.title.clone().into(),
        row.unit.clone().into(),
        row.main.into(),
        from.into(),
        row.valid_to.clone().into(),
        act.now().0.into(),
    ];
    act.run(sql, values).await?;
    Ok(Some(id))
}

pub(super) async fn give_back(act: &mut Act, change: &Reorganisation, row: &CarriedRow) -> Result<()> {
    restore(act, change, TABLE, row).await?;
    let person: Option<Uuid> =
        act.scalar("SELECT person FROM identity_post WHERE id = $1", vec![row.old_id.into()]).await?;
    if let Some(person) = person {
        let event = CarriedBack { post: row.old_id, plan: change.id };
        act.record(&Holder { person, agency: row.agency }, &event).await?;
    }
    Ok(())
}
