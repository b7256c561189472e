//! Fields that are worked out, as lists are narrowed by them: again whenever what they follow from changes, and on the
//! day from which they have to be.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use base::{Id, LocalDate};
use kernel::{
    Act, App, Ctx, Event, JobKind, Result, Subject, Task,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Lang;

use super::cited::{Effect, Relation};
use crate::{
    entry::{
        content::Content,
        entries_key,
        field::{Field, Fields, Known, Shape, Work, Worked},
        kind::{ALL, Kind},
        model::Entry,
        store,
    },
    policy::ENTRY_PUBLISH,
};

/// What is kept for a field that no day changes: later than any.
const NEVER: &str = "9999-12-31";
/// Entries worked out again in one act.
const BATCH: u64 = 200;

/// The word of a field that is worked out, for people.
pub fn word(lang: Lang, name: Option<&str>, word: Option<&str>) -> &'static str {
    let (Some(name), Some(word)) = (name, word) else { return "" };
    let kind = ALL.iter().find(|kind| field(kind).is_some_and(|(field, _)| field.name == name));
    kind.and_then(|kind| ui::known(lang, &field(kind)?.0.word_key(kind.name, word))).unwrap_or_default()
}

/// What follows for an entry from the day, or from what another says, changed.
#[derive(Serialize)]
struct Followed {
    field: &'static str,
    word: &'static str,
}

impl Event for Followed {
    const NAME: &'static str = "portal.entry.followed";
}

/// An entry in the journal.
struct One(Uuid, Uuid);

impl Subject for One {
    const KIND: &'static str = "entry";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

/// The field of a kind that is worked out.
fn field(kind: &'static Kind) -> Option<(&'static Field, Work)> {
    kind.fields.iter().find_map(|field| match field.shape {
        Shape::Derived(_, work) => Some((field, work)),
        _ => None,
    })
}

/// The field of a kind that is worked out, with what follows on this day from what an entry says and from what others do
/// to it; nothing for kinds without one.
pub fn derived(
    kind: &'static Kind,
    fields: &Fields,
    effects: &[Effect],
    today: LocalDate,
) -> Option<(&'static str, Worked)> {
    field(kind).map(|(field, work)| (field.name, work(&Known { fields, effects, today })))
}

/// The rows of the field by which lists are narrowed: name, word, and the day from which it is worked out again.
pub async fn rows<C: Queries>(db: &C, entries: &[&Entry], today: LocalDate) -> Result<Vec<Values>> {
    let worked = entries.iter().filter(|entry| field(entry.content.kind).is_some());
    let effects = effects(db, &worked.map(|entry| entry.id.uuid()).collect::<Vec<_>>()).await?;
    let none = Vec::new();
    let row = |entry: &&Entry| -> Option<Values> {
        let (id, content) = (entry.id.uuid(), &entry.content);
        let effects = effects.get(&id).unwrap_or(&none);
        let (name, worked) = derived(content.kind, &content.fields, effects, today)?;
        let mut row = store::facet(entry, name, worked.word);
        row.push(until(worked).into());
        Some(row)
    };
    Ok(entries.iter().filter_map(row).collect())
}

/// What an entry says with the field that is worked out, as far as it follows from itself: for one that is not public.
pub fn worked_out(content: &Content, today: LocalDate) -> Cow<'_, Content> {
    match derived(content.kind, &content.fields, &[], today) {
        Some((name, worked)) if content.fields.is_empty(name) => {
            let fields = content.fields.clone().with(name, worked.word);
            Cow::Owned(Content { fields, ..content.clone() })
        }
        _ => Cow::Borrowed(content),
    }
}

/// The fields of a public entry with the one that was worked out.
pub fn known(kind: &'static Kind, mut fields: Fields, word: Option<String>) -> Fields {
    if let (Some((field, _)), Some(word)) = (field(kind), word) {
        fields.set(field.name, word);
    }
    fields
}

fn until(worked: Worked) -> String {
    worked.until.map_or_else(|| NEVER.to_owned(), LocalDate::iso)
}

/// What public documents with power over them do to these.
async fn effects<C: Queries>(db: &C, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Effect>>> {
    #[derive(FromQueryResult)]
    struct Row {
        target_id: Uuid,
        relation: String,
        is_whole: bool,
        from_day: Option<String>,
    }
    let mut effects: HashMap<Uuid, Vec<Effect>> = HashMap::new();
    for some in ids.chunks(200) {
        let numbers: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT r.target_id, r.relation, r.is_whole, r.from_day FROM portal_entry_relation r \
             JOIN portal_entry a ON a.id = r.entry_id AND a.published_revision IS NOT NULL \
             WHERE r.is_binding AND r.target_id IN ({})",
            numbers.join(", ")
        );
        let rows: Vec<Row> = db.all(&sql, some.iter().map(|&id| id.into()).collect()).await?;
        for row in rows {
            let from = row.from_day.as_deref().and_then(|day| LocalDate::parse(day).ok());
            if let (Some(relation), Some(from)) = (Relation::parse(&row.relation), from) {
                let effect = Effect { relation, whole: row.is_whole, from };
                effects.entry(row.target_id).or_default().push(effect);
            }
        }
    }
    Ok(effects)
}

/// Works out again what follows for these public entries; the pages that show them are made anew.
///
/// # Errors
/// The database's.
pub async fn refresh(act: &mut Act, ids: &BTreeSet<Uuid>) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        site_id: Uuid,
        agency_id: Uuid,
        kind: String,
        fields: String,
        word: Option<String>,
        until: Option<String>,
    }
    if ids.is_empty() {
        return Ok(());
    }
    let numbers: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT a.id, a.site_id, s.agency_id, a.kind, r.fields, d.value AS word, d.until FROM portal_entry a \
         JOIN portal_site s ON s.id = a.site_id \
         JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
         LEFT JOIN portal_entry_facet d ON d.entry_id = a.id AND d.until IS NOT NULL WHERE a.id IN ({})",
        numbers.join(", ")
    );
    let rows: Vec<Row> = act.all(&sql, ids.iter().map(|&id| id.into()).collect()).await?;
    let effects = effects(act, &ids.iter().copied().collect::<Vec<_>>()).await?;
    let today = act.now().local_date();
    for row in rows {
        act.touch(format!("entry:{}", row.id));
        let none = Vec::new();
        let fields = Fields::parse(&row.fields)?;
        let kind = store::kind(&row.kind)?;
        let effects = effects.get(&row.id).unwrap_or(&none);
        let Some((field, worked)) = derived(kind, &fields, effects, today) else { continue };
        if row.word.as_deref() == Some(worked.word) && row.until == Some(until(worked)) {
            continue;
        }
        act.touch(entries_key(Id::from_uuid(row.site_id)));
        let sql = "DELETE FROM portal_entry_facet WHERE entry_id = $1 AND until IS NOT NULL";
        act.run(sql, vec![row.id.into()]).await?;
        let sql = "INSERT INTO portal_entry_facet (entry_id, name, value, until, site_id, kind, lang, place) \
                   SELECT id, $2, $3, $4, site_id, kind, lang, place FROM portal_entry WHERE id = $1";
        act.run(sql, vec![row.id.into(), field.into(), worked.word.into(), until(worked).into()]).await?;
        act.record(&One(row.id, row.agency_id), &Followed { field, word: worked.word }).await?;
    }
    Ok(())
}

/// Works out again, every minute, what follows from the day for entries whose day has come.
pub const JOB: JobKind = JobKind { name: "portal.follow_days", run, every: Some(Duration::from_secs(60)) };

fn run(app: App, _payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let ctx = Ctx::system(&app, JOB.name);
        loop {
            let sql = format!("SELECT entry_id FROM portal_entry_facet WHERE until <= $1 LIMIT {BATCH}");
            let due: Vec<Uuid> = ctx.read().column(&sql, vec![ctx.today().iso().into()]).await?;
            if due.is_empty() {
                return Ok(());
            }
            let mut act = ctx.act(ENTRY_PUBLISH).await?;
            refresh(&mut act, &due.into_iter().collect()).await?;
            act.commit().await?;
        }
    })
}
