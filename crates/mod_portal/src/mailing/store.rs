//! Every statement on mailings.

use base::{Actor, Id, LocalDate, Timestamp};
use kernel::{
    App, Result, RowScope,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
};
use sea_orm::prelude::Uuid;
use ui::Lang;

use super::model::{Mailing, Pace, Topic};
use crate::{entry::Kind, policy::READERS_SEE, site::Site};

const COLUMNS: &str = "m.id, m.site_id, s.agency_id, m.topic, m.pace, m.digest, m.confirmed_at \
                       FROM portal_mailing m JOIN portal_site s ON s.id = m.site_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    site_id: Uuid,
    agency_id: Uuid,
    topic: String,
    pace: String,
    digest: String,
    confirmed_at: Option<i64>,
}

impl Row {
    /// Nothing where the topic is none any more: a kind or category that was taken out.
    fn mailing(self) -> Option<Mailing> {
        Some(Mailing {
            id: Id::from_uuid(self.id),
            site: Id::from_uuid(self.site_id),
            agency: self.agency_id,
            topic: Topic::parse(&self.topic)?,
            pace: Pace::parse(&self.pace)?,
            digest: self.digest,
            confirmed_at: self.confirmed_at.map(Timestamp),
        })
    }
}

/// A mailing by its identifier.
pub async fn find<C: Queries>(db: &C, id: Id<Mailing>) -> Result<Option<Mailing>> {
    let row: Option<Row> =
        db.one(&format!("SELECT {COLUMNS} WHERE m.id = $1"), vec![id.uuid().into()]).await?;
    Ok(row.and_then(Row::mailing))
}

/// That of an address on a topic.
pub async fn of<C: Queries>(db: &C, site: Id<Site>, topic: &Topic, digest: &str) -> Result<Option<Mailing>> {
    let sql = format!("SELECT {COLUMNS} WHERE m.site_id = $1 AND m.topic = $2 AND m.digest = $3");
    let row: Option<Row> = db.one(&sql, vec![site.uuid().into(), topic.code().into(), digest.into()]).await?;
    Ok(row.and_then(Row::mailing))
}

/// The confirmed ones of an address.
pub async fn of_address<C: Queries>(db: &C, digest: &str) -> Result<Vec<Mailing>> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE m.digest = $1 AND m.confirmed_at IS NOT NULL ORDER BY m.asked_at, m.id"
    );
    let rows: Vec<Row> = db.all(&sql, vec![digest.into()]).await?;
    Ok(rows.into_iter().filter_map(Row::mailing).collect())
}

/// Keeps one that waits for confirmation; false if the form, or the address on this topic, was there before.
pub async fn insert<C: Queries>(
    db: &C,
    mailing: &Mailing,
    lang: Lang,
    hidden: Vec<u8>,
    now: Timestamp,
) -> Result<bool> {
    let sql = "INSERT INTO portal_mailing (id, site_id, topic, lang, pace, digest, address, asked_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    let values: Values = vec![
        mailing.id.uuid().into(),
        mailing.site.uuid().into(),
        mailing.topic.code().into(),
        lang.code().into(),
        mailing.pace.code().into(),
        mailing.digest.clone().into(),
        hidden.into(),
        now.0.into(),
    ];
    Ok(db.run(sql, values).await? == 1)
}

/// Counts one more letter that asks a mailbox on a day; false once it had enough. The database counts, so that many who
/// ask at once get no more between them.
pub async fn count_letter<C: Queries>(db: &C, mailbox: &str, day: LocalDate, most: i64) -> Result<bool> {
    let sql = "INSERT INTO portal_mailing_letter (mailbox, day, n) VALUES ($1, $2, 1) \
               ON CONFLICT (mailbox, day) DO UPDATE SET n = portal_mailing_letter.n + 1 \
               WHERE portal_mailing_letter.n < $3";
    Ok(db.run(sql, vec![mailbox.into(), day.iso().into(), most.into()]).await? == 1)
}

/// Its reader said that the address is theirs. When they did so first is kept.
pub async fn confirm<C: Queries>(db: &C, id: Id<Mailing>, pace: Pace, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE portal_mailing SET confirmed_at = COALESCE(confirmed_at, $2), pace = $3 WHERE id = $1";
    Ok(db.run(sql, vec![id.uuid().into(), now.0.into(), pace.code().into()]).await? == 1)
}

/// Deletes one, address and all.
pub async fn remove<C: Queries>(db: &C, id: Id<Mailing>) -> Result<bool> {
    Ok(db.run("DELETE FROM portal_mailing WHERE id = $1", vec![id.uuid().into()]).await? == 1)
}

/// Somebody to be told.
#[derive(Debug, FromQueryResult)]
pub struct Reader {
    /// The mailing.
    pub id: Uuid,
    /// The digest of the address.
    pub digest: String,
    /// The address, hidden.
    pub address: Vec<u8>,
    /// The language they asked in.
    pub lang: String,
    /// How soon.
    pub pace: String,
}

/// Whether anybody wants to be told anything of a site.
pub async fn has_readers<C: Queries>(db: &C, site: Id<Site>) -> Result<bool> {
    let sql = "SELECT id FROM portal_mailing WHERE site_id = $1 AND confirmed_at IS NOT NULL LIMIT 1";
    Ok(db.scalar::<Uuid>(sql, vec![site.uuid().into()]).await?.is_some())
}

/// Those who want to be told of any of these topics in any of these languages, by identifier, after one of them.
pub async fn readers<C: Queries>(
    db: &C,
    site: Id<Site>,
    topics: &[Topic],
    langs: &[Lang],
    after: Uuid,
    limit: u64,
) -> Result<Vec<Reader>> {
    let mut values: Values = vec![site.uuid().into(), after.into()];
    let mut list = |words: Vec<Value>| {
        let first = values.len() + 1;
        let names: Vec<String> = (first..first + words.len()).map(|n| format!("${n}")).collect();
        values.extend(words);
        names.join(", ")
    };
    let topics = list(topics.iter().map(|topic| topic.code().into()).collect());
    let langs = list(langs.iter().map(|lang| lang.code().into()).collect());
    let sql = format!(
        "SELECT id, digest, address, lang, pace FROM portal_mailing WHERE site_id = $1 AND id > $2 \
         AND confirmed_at IS NOT NULL AND topic IN ({topics}) AND lang IN ({langs}) ORDER BY id LIMIT {limit}"
    );
    db.all(&sql, values).await
}

/// Notes that an address is to be told of an entry, or was; false if it is noted already.
pub async fn note<C: Queries>(
    db: &C,
    reader: &Reader,
    (entry, revision): (Uuid, i64),
    now: Timestamp,
    told: bool,
) -> Result<bool> {
    let sql = "INSERT INTO portal_mailing_due (digest, entry_id, revision, mailing_id, due_at, told_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let values: Values = vec![
        reader.digest.clone().into(),
        entry.into(),
        revision.into(),
        reader.id.into(),
        now.0.into(),
        told.then_some(now.0).into(),
    ];
    Ok(db.run(sql, values).await? == 1)
}

/// An entry as a letter tells of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Told {
    /// Its site.
    pub site_id: Uuid,
    /// That site's agency.
    pub agency_id: Uuid,
    /// The word of its kind.
    pub kind: String,
    /// The end of its address.
    pub short: String,
    /// The revision the public sees.
    pub published_revision: i64,
    /// Its title.
    pub title: String,
    /// Its title in the address.
    pub slug: String,
    /// Its lead.
    pub summary: String,
    /// Its language.
    pub lang: String,
    /// Its category, or whatever its lists are narrowed by first.
    pub category: Option<String>,
}

const TOLD: &str =
    "a.site_id, s.agency_id, a.kind, a.short, a.published_revision, r.title, r.slug, r.summary, r.lang";
const PUBLIC: &str = "JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
                      JOIN portal_site s ON s.id = a.site_id";

/// A public entry; nothing once it is withdrawn.
pub async fn told<C: Queries>(db: &C, entry: Uuid) -> Result<Option<Told>> {
    let sql =
        format!("SELECT {TOLD}, CAST(NULL AS TEXT) AS category FROM portal_entry a {PUBLIC} WHERE a.id = $1");
    let Some(mut told) = db.one::<Told>(&sql, vec![entry.into()]).await? else { return Ok(None) };
    if let Some(field) = Kind::by_name(&told.kind).and_then(|kind| kind.facets().next()) {
        let sql = "SELECT value FROM portal_entry_facet WHERE entry_id = $1 AND name = $2";
        told.category = db.scalar(sql, vec![entry.into(), field.name.into()]).await?;
    }
    Ok(Some(told))
}

/// Whether a site has published anything of a kind in a language.
pub async fn speaks<C: Queries>(db: &C, site: Uuid, kind: &str, lang: Lang) -> Result<bool> {
    let sql = "SELECT id FROM portal_entry WHERE site_id = $1 AND kind = $2 AND lang = $3 \
               AND published_revision IS NOT NULL LIMIT 1";
    Ok(db.scalar::<Uuid>(sql, vec![site.into(), kind.into(), lang.code().into()]).await?.is_some())
}

/// Addresses, by their digests, that wait for their letter of the morning.
pub async fn waiting<C: Queries>(db: &C, until: Timestamp, limit: u64) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT DISTINCT digest FROM portal_mailing_due WHERE told_at IS NULL AND due_at <= $1 \
         ORDER BY digest LIMIT {limit}"
    );
    db.column(&sql, vec![until.0.into()]).await
}

/// The mailings behind what waits for an address, each once.
pub async fn waiting_of<C: Queries>(db: &C, digest: &str, until: Timestamp) -> Result<Vec<Reader>> {
    let sql = "SELECT m.id, m.digest, m.address, m.lang, m.pace FROM portal_mailing m WHERE m.id IN \
               (SELECT mailing_id FROM portal_mailing_due WHERE digest = $1 AND told_at IS NULL AND due_at <= $2) \
               ORDER BY m.id";
    db.all(sql, vec![digest.into(), until.0.into()]).await
}

/// What waits for an address and is still public, the earliest first.
pub async fn list<C: Queries>(db: &C, digest: &str, until: Timestamp) -> Result<Vec<Told>> {
    let sql = format!(
        "SELECT {TOLD}, CAST(NULL AS TEXT) AS category FROM portal_mailing_due d \
         JOIN portal_entry a ON a.id = d.entry_id {PUBLIC} \
         WHERE d.digest = $1 AND d.told_at IS NULL AND d.due_at <= $2 ORDER BY d.due_at, a.id"
    );
    db.all(&sql, vec![digest.into(), until.0.into()]).await
}

/// Notes that all of it was told.
pub async fn mark_told<C: Queries>(db: &C, digest: &str, until: Timestamp, now: Timestamp) -> Result<u64> {
    let sql =
        "UPDATE portal_mailing_due SET told_at = $3 WHERE digest = $1 AND told_at IS NULL AND due_at <= $2";
    db.run(sql, vec![digest.into(), until.0.into(), now.0.into()]).await
}

/// Forgets addresses nobody confirmed, those told by sites whose agency ended, and what was counted and told long ago.
pub async fn sweep(
    app: &App,
    asked: Timestamp,
    told: Timestamp,
    day: LocalDate,
    ended: LocalDate,
) -> Result<()> {
    app.keep_house(
        "DELETE FROM portal_mailing WHERE confirmed_at IS NULL AND asked_at < $1",
        vec![asked.0.into()],
    )
    .await?;
    app.keep_house(
        "DELETE FROM portal_mailing WHERE site_id IN (SELECT s.id FROM portal_site s \
         JOIN org_agency o ON o.id = s.agency_id WHERE o.valid_to < $1)",
        vec![ended.iso().into()],
    )
    .await?;
    app.keep_house("DELETE FROM portal_mailing_due WHERE told_at < $1", vec![told.0.into()]).await?;
    app.keep_house("DELETE FROM portal_mailing_letter WHERE day < $1", vec![day.iso().into()]).await?;
    Ok(())
}

/// How many addresses are told of a topic. Who they are is on no screen.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Counted {
    /// The site.
    pub site_id: Uuid,
    /// What of.
    pub topic: String,
    /// How many want a letter for each.
    pub each: i64,
    /// How many want one letter a day.
    pub daily: i64,
    /// How many have not confirmed yet.
    pub unconfirmed: i64,
}

/// The topics of the sites an actor may see, most wanted first.
pub async fn counts<C: Queries>(db: &C, actor: &Actor, limit: u64) -> Result<Vec<Counted>> {
    let mut values = Values::new();
    let scope = RowScope::of(actor, READERS_SEE).condition("o.path", &mut values);
    let count = |condition: &str, name: &str| {
        format!("CAST(sum(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT) AS {name}")
    };
    let sql = format!(
        "SELECT p.* FROM (SELECT m.site_id, m.topic, {}, {}, {} FROM portal_mailing m \
         JOIN portal_site s ON s.id = m.site_id JOIN org_agency o ON o.id = s.agency_id WHERE {scope} \
         GROUP BY m.site_id, m.topic) p ORDER BY p.each + p.daily DESC, p.site_id, p.topic LIMIT {limit}",
        count("m.confirmed_at IS NOT NULL AND m.pace = 'each'", "each"),
        count("m.confirmed_at IS NOT NULL AND m.pace = 'daily'", "daily"),
        count("m.confirmed_at IS NULL", "unconfirmed"),
    );
    db.all(&sql, values).await
}

/// What entries are called.
pub async fn titles<C: Queries>(db: &C, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        title: String,
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.id, r.title FROM portal_entry a JOIN portal_entry_revision r \
         ON r.entry_id = a.id AND r.number = a.published_revision WHERE a.id IN {}",
        placeholders(1, ids.len())
    );
    let rows: Vec<Row> = db.all(&sql, ids.iter().map(|&id| id.into()).collect()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title)).collect())
}
