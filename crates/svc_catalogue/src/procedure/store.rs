//! Every query on the catalogue.

use std::collections::HashMap;

use base::{Id, LocalDate, Timestamp};
use kernel::{
    App, Result,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    filter::Filter,
    layers::Layers,
    model::{Channel, Fee, Level, Procedure, Term, TermUnit, sort_key},
    place,
};

/// A line of a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    /// Identifier.
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Word of the level.
    pub level: String,
    /// Sector.
    pub sector: String,
    /// Agency; may be empty.
    pub agency: String,
    term_hundredths: Option<i64>,
    term_unit: Option<String>,
    fee_kind: String,
    fee: Option<i64>,
    /// Note on the fee; may be empty.
    pub fee_note: String,
    channels: String,
    /// What one gets; may be empty.
    pub result: String,
    valid_to: Option<String>,
}

const LINE: &str = "id, code, name, level, sector, agency, term_hundredths, term_unit, fee_kind, fee, fee_note, channels, \
                    result, valid_to";

impl Line {
    /// How long it takes.
    pub fn term(&self) -> Option<Term> {
        let unit = TermUnit::parse(self.term_unit.as_deref()?)?;
        Some(Term { hundredths: self.term_hundredths?, unit })
    }

    /// What it costs.
    pub fn fee(&self) -> Fee {
        Fee::of(&self.fee_kind, self.fee)
    }

    /// How it may be handed in.
    pub fn channels(&self) -> Vec<Channel> {
        Channel::of_letters(&self.channels).unwrap_or_default()
    }

    /// Its level.
    pub fn level(&self) -> Option<Level> {
        Level::parse(&self.level)
    }

    /// The other province whose procedure it is.
    pub fn elsewhere(&self) -> Option<&'static str> {
        place::elsewhere(&self.agency, &self.name)
    }

    /// Its last day, if it has one.
    pub fn valid_to(&self) -> Option<LocalDate> {
        LocalDate::parse(self.valid_to.as_deref()?).ok()
    }
}

#[derive(FromQueryResult)]
struct Whole {
    id: Uuid,
    code: String,
    listed: Option<String>,
    condensed: Option<String>,
    detail: Option<String>,
    as_of: String,
    updated_at: i64,
    version: i64,
}

const WHOLE: &str = "id, code, listed, condensed, detail, as_of, updated_at, version";

impl Whole {
    fn procedure(self) -> Result<Option<Procedure>> {
        fn layer<T: serde::de::DeserializeOwned>(text: Option<String>) -> Result<Option<T>> {
            Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
        }
        let layers = Layers {
            listed: layer(self.listed)?,
            condensed: layer(self.condensed)?,
            detail: layer(self.detail)?,
        };
        Ok(layers.facts().map(|facts| Procedure {
            id: Id::from_uuid(self.id),
            code: self.code,
            layers,
            facts,
            as_of: self.as_of,
            updated_at: Timestamp(self.updated_at),
            version: self.version,
        }))
    }
}

/// The procedure with this code.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Procedure>> {
    let sql = format!("SELECT {WHOLE} FROM catalogue_procedure WHERE code = $1");
    match db.one::<Whole>(&sql, vec![code.into()]).await? {
        Some(row) => row.procedure(),
        None => Ok(None),
    }
}

/// What the procedure with this code is called.
pub async fn name(db: &impl ConnectionTrait, code: &str) -> Result<Option<String>> {
    db.scalar("SELECT name FROM catalogue_procedure WHERE code = $1", vec![code.into()]).await
}

/// Which procedures there are.
pub async fn ids(app: &App) -> Result<Vec<Uuid>> {
    app.db().read().column("SELECT id FROM catalogue_procedure", vec![]).await
}

/// The procedures named, some hundreds at most.
pub async fn load(app: &App, ids: &[Uuid]) -> Result<Vec<Procedure>> {
    let sql = format!("SELECT {WHOLE} FROM catalogue_procedure WHERE id IN {}", placeholders(1, ids.len()));
    let rows: Vec<Whole> = app.db().read().all(&sql, ids.iter().map(|id| (*id).into()).collect()).await?;
    rows.into_iter().filter_map(|row| row.procedure().transpose()).collect()
}

/// What is known of these codes already.
pub async fn known(db: &impl ConnectionTrait, codes: &[&str]) -> Result<HashMap<String, Procedure>> {
    let mut known = HashMap::new();
    for part in codes.chunks(500) {
        let sql =
            format!("SELECT {WHOLE} FROM catalogue_procedure WHERE code IN {}", placeholders(1, part.len()));
        for row in db.all::<Whole>(&sql, part.iter().map(|code| (*code).into()).collect()).await? {
            if let Some(procedure) = row.procedure()? {
                known.insert(procedure.code.clone(), procedure);
            }
        }
    }
    Ok(known)
}

const COLUMNS: [&str; 23] = [
    "id",
    "code",
    "name",
    "sort_key",
    "level",
    "sector",
    "agency",
    "term_hundredths",
    "term_unit",
    "fee_kind",
    "fee",
    "fee_note",
    "channels",
    "result",
    "weight",
    "valid_from",
    "valid_to",
    "listed",
    "condensed",
    "detail",
    "as_of",
    "updated_at",
    "version",
];

/// Writes procedures, many in one statement; those with a known code are replaced and their version counted up.
pub async fn save(db: &impl ConnectionTrait, procedures: &[&Procedure]) -> Result<()> {
    let kept = ["id", "code", "version"];
    let updates: Vec<String> =
        COLUMNS.iter().filter(|c| !kept.contains(c)).map(|c| format!("{c} = excluded.{c}")).collect();
    for part in procedures.chunks(250) {
        let sql = format!(
            "INSERT INTO catalogue_procedure ({}) VALUES {} ON CONFLICT (code) DO UPDATE SET {}, \
             version = catalogue_procedure.version + 1",
            COLUMNS.join(", "),
            placeholders(part.len(), COLUMNS.len()),
            updates.join(", ")
        );
        let mut values = Vec::with_capacity(part.len() * COLUMNS.len());
        for procedure in part {
            values.extend(values_of(procedure)?);
        }
        db.run(&sql, values).await?;
    }
    Ok(())
}

fn values_of(procedure: &Procedure) -> Result<[Value; 23]> {
    fn json<T: serde::Serialize>(layer: Option<&T>) -> Result<Value> {
        Ok(layer.map(serde_json::to_string).transpose()?.into())
    }
    let (facts, layers) = (&procedure.facts, &procedure.layers);
    let letters: String = facts.channels.iter().map(|c| c.letter()).collect();
    Ok([
        procedure.id.uuid().into(),
        procedure.code.clone().into(),
        facts.name.clone().into(),
        sort_key(&facts.name).into(),
        facts.level.key().into(),
        facts.sector.clone().into(),
        facts.agency.clone().into(),
        facts.term.map(|t| t.hundredths).into(),
        facts.term.map(|t| t.unit.key().to_owned()).into(),
        facts.fee.key().into(),
        facts.fee.amount().map(|a| a.0).into(),
        facts.fee_note.clone().into(),
        letters.into(),
        facts.result.clone().into(),
        procedure.weight().into(),
        facts.valid_from.map(LocalDate::iso).into(),
        facts.valid_to.map(LocalDate::iso).into(),
        json(layers.listed.as_ref())?,
        json(layers.condensed.as_ref())?,
        json(layers.detail.as_ref())?,
        procedure.as_of.clone().into(),
        procedure.updated_at.0.into(),
        procedure.version.into(),
    ])
}

/// How many procedures there are.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    let n: Option<i64> = db.scalar("SELECT COUNT(*) FROM catalogue_procedure", vec![]).await?;
    Ok(n.unwrap_or_default().unsigned_abs())
}

/// Every code, in order.
pub async fn codes(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    db.column("SELECT code FROM catalogue_procedure ORDER BY code", vec![]).await
}

/// The condition of a filter without its words.
fn condition(filter: &Filter, values: &mut Values) -> String {
    let mut tests = vec!["1 = 1".to_owned()];
    let mut equal = |column: &str, value: &str| {
        values.push(value.to_owned().into());
        tests.push(format!("{column} = ${}", values.len()));
    };
    if let Some(level) = filter.level {
        equal("level", level.key());
    }
    if !filter.sector.is_empty() {
        equal("sector", &filter.sector);
    }
    if !filter.agency.is_empty() {
        equal("agency", &filter.agency);
    }
    if let Some(channel) = filter.channel {
        values.push(format!("%{}%", channel.letter()).into());
        tests.push(format!("channels LIKE ${}", values.len()));
    }
    tests.join(" AND ")
}

/// How many procedures a filter leaves.
pub async fn count_filtered(db: &impl ConnectionTrait, filter: &Filter) -> Result<u64> {
    let mut values = Values::new();
    let sql = format!("SELECT COUNT(*) FROM catalogue_procedure WHERE {}", condition(filter, &mut values));
    let n: Option<i64> = db.scalar(&sql, values).await?;
    Ok(n.unwrap_or_default().unsigned_abs())
}

/// A page of the procedures a filter leaves: the weightier first unless the filter asks for names, then by name.
pub async fn list(db: &impl ConnectionTrait, filter: &Filter, offset: u64, limit: u64) -> Result<Vec<Line>> {
    let mut values = Values::new();
    let condition = condition(filter, &mut values);
    let first = if filter.by_name { "" } else { "weight DESC, " };
    let sql = format!(
        "SELECT {LINE} FROM catalogue_procedure WHERE {condition} ORDER BY {first}sort_key, code LIMIT {limit} \
         OFFSET {offset}"
    );
    db.all(&sql, values).await
}

/// These procedures, in the order asked for.
pub async fn lines(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {LINE} FROM catalogue_procedure WHERE id IN {}", placeholders(1, ids.len()));
    let found: Vec<Line> = db.all(&sql, ids.iter().map(|id| (*id).into()).collect()).await?;
    Ok(ids.iter().filter_map(|id| found.iter().find(|line| line.id == *id).cloned()).collect())
}

/// The procedures most people come for.
pub async fn popular(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT {LINE} FROM catalogue_procedure WHERE weight = 2 AND level = 'xa' ORDER BY sort_key, code LIMIT {limit}"
    );
    db.all(&sql, vec![]).await
}

/// What a column of the list may be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Level.
    Level,
    /// Sector.
    Sector,
    /// Agency.
    Agency,
}

#[derive(FromQueryResult)]
struct Tally {
    value: String,
    n: i64,
}

/// The values of a column among what a filter leaves, the most frequent first. Empty values are left out.
pub async fn tally(db: &impl ConnectionTrait, filter: &Filter, column: Column) -> Result<Vec<(String, u64)>> {
    let column = match column {
        Column::Level => "level",
        Column::Sector => "sector",
        Column::Agency => "agency",
    };
    let mut values = Values::new();
    let condition = condition(filter, &mut values);
    let sql = format!(
        "SELECT {column} AS value, COUNT(*) AS n FROM catalogue_procedure WHERE {condition} AND {column} <> '' \
         GROUP BY {column} ORDER BY n DESC"
    );
    let rows: Vec<Tally> = db.all(&sql, values).await?;
    let mut counts: Vec<_> = rows.into_iter().map(|t| (t.value, t.n.unsigned_abs())).collect();
    counts.sort_by_cached_key(|(value, n)| (std::cmp::Reverse(*n), base::text::sort_key(value)));
    Ok(counts)
}

/// How many procedures a filter leaves for each channel.
pub async fn tally_channels(db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<(String, u64)>> {
    let mut counts = Vec::new();
    for channel in Channel::ALL {
        let narrowed = Filter { channel: Some(channel), ..filter.clone() };
        counts.push((channel.key().to_owned(), count_filtered(db, &narrowed).await?));
    }
    Ok(counts)
}

/// Other procedures of the same sector and level, the weightier first.
pub async fn of_sector(db: &impl ConnectionTrait, procedure: &Procedure, limit: u64) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT {LINE} FROM catalogue_procedure WHERE sector = $1 AND level = $2 AND id <> $3 \
         ORDER BY weight DESC, sort_key, code LIMIT {limit}"
    );
    let facts = &procedure.facts;
    db.all(&sql, vec![facts.sector.clone().into(), facts.level.key().into(), procedure.id.uuid().into()])
        .await
}
