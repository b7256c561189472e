//! Posts go along as roles do.

use kernel::{
    Act, Reorganisation, Result,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use uuid::Uuid;

use super::{
    Heirs, among,
    event::{OfPerson, PostCarried, Went},
    link::{self, Kind, Link},
};
use crate::{
    Post,
    post::{
        PostReworded,
        store::{self, New},
    },
};

#[derive(FromQueryResult)]
pub(super) struct Served {
    pub id: Uuid,
    pub person: Uuid,
    pub agency: Uuid,
    pub title: String,
    pub unit: String,
    pub main: bool,
    pub valid_from: String,
    pub valid_to: Option<String>,
}

const SELECT: &str = "SELECT id, person, agency, title, unit, main, valid_from, valid_to FROM identity_post";

pub(super) async fn find(act: &Act, id: Uuid) -> Result<Option<Served>> {
    act.one(&format!("{SELECT} WHERE id = $1"), vec![id.into()]).await
}

pub(super) async fn carry_all(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &Heirs,
    agencies: &[Uuid],
) -> Result<()> {
    let (list, values) = among(agencies, change.on);
    let sql =
        format!("{SELECT} WHERE (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) ORDER BY id");
    let rows: Vec<Served> = act.all(&sql, values).await?;
    for row in rows {
        let heir = heirs.get(&row.agency).copied().flatten();
        carry(act, change, &row, heir).await?;
    }
    Ok(())
}

pub(super) async fn carry(
    act: &mut Act,
    change: &Reorganisation,
    row: &Served,
    heir: Option<Uuid>,
) -> Result<()> {
    let new = match heir {
        Some(heir) if !held_there(act, change, row, heir).await? => {
            Some(insert(act, change, row, heir).await?)
        }
        _ => None,
    };
    let link = Link {
        plan: change.id,
        old_id: row.id,
        new_id: new,
        valid_to: row.valid_to.clone(),
        agency: row.agency,
        heir,
        day: change.on.iso(),
    };
    link::end(act, change, Kind::Post, &link).await?;
    let of = OfPerson { person: row.person, agency: row.agency };
    let went = Went { plan: change.id, to: heir };
    act.record(&of, &PostCarried { post: row.id, went }).await
}

/// Whether the person has that post at the heir already: one of two agencies that become one is enough.
async fn held_there(act: &Act, change: &Reorganisation, row: &Served, heir: Uuid) -> Result<bool> {
    let sql = "SELECT count(*) FROM identity_post WHERE person = $1 AND agency = $2 AND title = $3 \
               AND (valid_to IS NULL OR valid_to >= $4)";
    let values = vec![row.person.into(), heir.into(), row.title.clone().into(), change.on.iso().into()];
    Ok(act.scalar::<i64>(sql, values).await?.unwrap_or(0) > 0)
}

async fn insert(act: &Act, change: &Reorganisation, row: &Served, heir: Uuid) -> Result<Uuid> {
    let id = new_id::<Post>();
    let new = New {
        id,
        person: row.person.into(),
        agency: heir,
        title: &row.title,
        unit: &row.unit,
        main: row.main,
        from: std::cmp::max(row.valid_from.clone(), change.on.iso()),
        to: row.valid_to.clone(),
    };
    store::insert_rows(act, &[new]).await?;
    Ok(id.uuid())
}

/// Corrects the unit.
pub(super) async fn reword(act: &mut Act, row: &Served, unit: &str) -> Result<()> {
    let sql = "UPDATE identity_post SET unit = $2, version = version + 1 WHERE id = $1 AND unit <> $2";
    if act.run(sql, vec![row.id.into(), unit.into()]).await? == 0 {
        return Ok(());
    }
    let of = OfPerson { person: row.person, agency: row.agency };
    act.record(&of, &PostReworded { post: row.id.into() }).await
}
