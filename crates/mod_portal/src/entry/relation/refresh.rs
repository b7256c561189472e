//! Fields that are worked out, as lists are narrowed by them: again whenever what they follow from changes, and on the
//! day from which they have to be.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use base::{Id, LocalDate};
use kernel::{
    Act, App, Ctx, Event, JobKind, Result, Task,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Lang;

use super::{
    Own,
    cited::{Effect, Relation},
    note::turn,
    resolve::marks,
};
use crate::{
    entry::{
        content::Content,
        entries_key,
        field::{Field, Fields, Known, Shape, Work, Worked},
        kind::Kind,
        model::{Entry, Subject},
        store,
    },
    policy::ENTRY_PUBLISH,
};

/// What is kept for a field that no day changes: later than any.
const NEVER: &str = "9999-12-31";
/// Entries worked out again in one act of the job, and looked for in one statement.
const BATCH: usize = 200;

/// The word of the field of a kind that is worked out, for people.
pub fn word(lang: Lang, kind: &'static Kind, word: Option<&str>) -> &'static str {
    let (Some((field, _)), Some(word)) = (field(kind), word) else { return "" };
    ui::known(lang, &field.word_key(kind.name, word)).unwrap_or_default()
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

/// The field of a kind that is worked out.
pub(super) fn field(kind: &'static Kind) -> Option<(&'static Field, Work)> {
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
    let root = |entry: &Entry| entry.original.unwrap_or(entry.id).uuid();
    let worked = entries.iter().filter(|entry| field(entry.content.kind).is_some());
    let effects = effects(db, &worked.map(|entry| root(entry)).collect::<Vec<_>>()).await?;
    let none = Vec::new();
    let row = |entry: &&Entry| -> Option<Values> {
        let content = &entry.content;
        let effects = effects.get(&root(entry)).unwrap_or(&none);
        let (name, worked) = derived(content.kind, &content.fields, effects, today)?;
        let mut row = store::facet(entry, name, worked.word);
        row.push(until(worked).into());
        Some(row)
    };
    Ok(entries.iter().filter_map(row).collect())
}

/// What an entry says with the field that is worked out, where it does not say it yet: from itself, and from what others do
/// to it where it is `own`.
pub async fn worked_out<'a>(
    ctx: &Ctx,
    own: Option<Own<'_>>,
    content: &'a Content,
) -> Result<Cow<'a, Content>> {
    if field(content.kind).is_none_or(|(field, _)| !content.fields.is_empty(field.name)) {
        return Ok(Cow::Borrowed(content));
    }
    let effects = match own {
        Some(own) => effects(ctx.read(), &[own.root()]).await?.remove(&own.root()).unwrap_or_default(),
        None => Vec::new(),
    };
    let mut known = content.clone();
    if let Some((name, worked)) = derived(content.kind, &content.fields, &effects, ctx.today()) {
        known.fields.set(name, worked.word);
    }
    Ok(Cow::Owned(known))
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

/// What public documents with power over them do to these originals.
async fn effects<C: Queries>(db: &C, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Effect>>> {
    #[derive(FromQueryResult)]
    struct Row {
        target_id: Uuid,
        relation: String,
        is_whole: bool,
        from_day: Option<String>,
    }
    let mut effects: HashMap<Uuid, Vec<Effect>> = HashMap::new();
    for some in ids.chunks(BATCH) {
        let sql = format!(
            "SELECT r.target_id, r.relation, r.is_whole, r.from_day FROM portal_entry_relation r \
             JOIN portal_entry a ON a.id = r.entry_id AND a.published_revision IS NOT NULL \
             WHERE r.is_binding AND r.target_id IN ({})",
            marks(1, some.len())
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

/// Works out again what follows for these entries and their translations, as far as they are public; the pages that show
/// them are made anew. Says whether anything was recorded.
///
/// # Errors
/// The database's.
pub async fn refresh(act: &mut Act, ids: &BTreeSet<Uuid>) -> Result<bool> {
    let mut followed = false;
    for some in ids.iter().copied().collect::<Vec<_>>().chunks(BATCH) {
        followed |= refresh_some(act, some).await?;
    }
    Ok(followed)
}

async fn refresh_some(act: &mut Act, ids: &[Uuid]) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        root: Uuid,
        site_id: Uuid,
        agency_id: Uuid,
        kind: String,
        fields: String,
        word: Option<String>,
        until: Option<String>,
    }
    let these = marks(1, ids.len());
    let sql = format!(
        "SELECT a.id, COALESCE(a.original_id, a.id) AS root, a.site_id, s.agency_id, a.kind, r.fields, \
         d.value AS word, d.until FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
         JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
         LEFT JOIN portal_entry_facet d ON d.entry_id = a.id AND d.until IS NOT NULL \
         WHERE a.id IN (SELECT id FROM portal_entry WHERE id IN ({these}) \
         UNION SELECT id FROM portal_entry WHERE original_id IN ({these}))"
    );
    let rows: Vec<Row> = act.all(&sql, ids.iter().map(|&id| id.into()).collect()).await?;
    let effects = effects(act, &rows.iter().map(|row| row.root).collect::<Vec<_>>()).await?;
    let today = act.now().local_date();
    let mut followed = false;
    for row in rows {
        act.touch(format!("entry:{}", row.id));
        let none = Vec::new();
        let fields = Fields::parse(&row.fields)?;
        let kind = store::kind(&row.kind)?;
        let effects = effects.get(&row.root).unwrap_or(&none);
        let Some((field, worked)) = derived(kind, &fields, effects, today) else { continue };
        if row.word.as_deref() == Some(worked.word) && row.until == Some(until(worked)) {
            continue;
        }
        act.touch(entries_key(Id::from_uuid(row.site_id)));
        let sql = "DELETE FROM portal_entry_facet WHERE entry_id = $1 AND until IS NOT NULL";
        act.run(sql, vec![row.id.into()]).await?;
        // One taken off since it was read has none.
        let sql = "INSERT INTO portal_entry_facet (entry_id, name, value, until, site_id, kind, lang, place) \
                   SELECT id, $2, $3, $4, site_id, kind, lang, place FROM portal_entry \
                   WHERE id = $1 AND published_revision IS NOT NULL";
        act.run(sql, vec![row.id.into(), field.into(), worked.word.into(), until(worked).into()]).await?;
        let subject = Subject { id: row.id, agency: row.agency_id };
        act.record(&subject, &Followed { field, word: worked.word }).await?;
        followed = true;
    }
    Ok(followed)
}

/// Works out again, every minute, what follows from the day for entries whose day has come.
pub const JOB: JobKind = JobKind { name: "portal.follow_days", run, every: Some(Duration::from_secs(60)) };

fn run(app: App, _payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let ctx = Ctx::system(&app, JOB.name);
        loop {
            let sql = format!(
                "SELECT d.entry_id FROM portal_entry_facet d JOIN portal_entry a ON a.id = d.entry_id \
                 WHERE d.until <= $1 AND a.published_revision IS NOT NULL LIMIT {BATCH}"
            );
            let due: Vec<Uuid> = ctx.read().column(&sql, vec![ctx.today().iso().into()]).await?;
            if due.is_empty() {
                return Ok(());
            }
            let mut act = ctx.act(ENTRY_PUBLISH).await?;
            turn(&act).await?;
            // Somebody else worked them out, or took them off, meanwhile.
            if !refresh(&mut act, &due.into_iter().collect()).await? {
                return Ok(());
            }
            act.commit().await?;
        }
    })
}
