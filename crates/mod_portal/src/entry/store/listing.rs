//! The work list: what may be worked on, nearest work first. It is read along an index from one row to the next, and
//! numbers end where nobody counts on: a province has half a million entries.

use std::cmp::Ordering;

use base::{Actor, Id};
use kernel::{
    Error, Result,
    db::{FromQueryResult, Queries, Values, like_prefix},
};
use sea_orm::prelude::Uuid;
use ui::Turn;

use super::visible_to;
use crate::{entry::model::Status, site::Site};

/// Numbers beyond this are told as "more than".
pub const COUNTED: u64 = 999;
/// Of each status so many of the latest are looked through for words, where somebody sees more.
const LOOKED_THROUGH: u64 = 600;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those in this status.
    pub status: Option<Status>,
    /// Only those of this site.
    pub site: Option<Id<Site>>,
    /// Only those whose title or lead contains this, accents or not.
    pub words: String,
    /// Whether whoever asks sees much of the family: then the list is read by the last change and what is not theirs left
    /// out; else site by site. It changes nothing but the way.
    pub broad: bool,
}

/// A row of the list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    /// Its identifier.
    pub id: Uuid,
    /// Its site.
    pub site_id: Uuid,
    /// Its status's word.
    pub status: String,
    /// The revision the public sees.
    pub published_revision: Option<i64>,
    /// When it is to appear.
    pub publish_at: Option<i64>,
    /// Counts changes.
    pub version: i64,
    /// Last change.
    pub updated_at: i64,
    /// The account that began it.
    pub writer_id: Option<Uuid>,
    /// Its title as worked on.
    pub title: String,
}

impl Listed {
    /// Its status.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::Draft)
    }

    /// When it last changed.
    pub const fn at(&self) -> base::Timestamp {
        base::Timestamp(self.updated_at)
    }

    /// Nearest work first: what waits for a decision, longest waiting first; then the other statuses, latest first.
    fn order(&self, other: &Self) -> Ordering {
        let rank = |row: &Self| Status::ALL.iter().position(|status| *status == row.status());
        let within = (self.updated_at, self.id).cmp(&(other.updated_at, other.id));
        rank(self).cmp(&rank(other)).then(if oldest_first(self.status()) { within } else { within.reverse() })
    }
}

fn oldest_first(status: Status) -> bool {
    status == Status::InReview
}

/// A page of the list.
#[derive(Debug, Default)]
pub struct Leaf {
    /// What stands on it.
    pub rows: Vec<Listed>,
    /// Whether there is something before it.
    pub before: bool,
    /// Whether there is something after it.
    pub after: bool,
}

/// The statement that reads entries in one status: what comes before its own conditions, and those.
struct Reading {
    with: &'static str,
    reach: String,
    from: String,
}

impl Reading {
    fn of(actor: &Actor, filter: &Filter, by_change: bool, values: &mut Values) -> Self {
        let mut visible = visible_to(actor, values);
        if let Some(site) = filter.site {
            values.push(site.uuid().into());
            visible.push_str(&format!(" AND s.id = ${}", values.len()));
        }
        if by_change {
            // Asked of each row by itself, so that neither database begins with the agencies and sorts everything.
            let from = format!(
                "portal_entry a WHERE (SELECT {visible} FROM portal_site s JOIN org_agency o ON o.id = s.agency_id \
                 WHERE s.id = a.site_id)"
            );
            return Self { with: "", reach: String::new(), from };
        }
        let reach = format!(
            "reach (id) AS MATERIALIZED (SELECT s.id FROM portal_site s JOIN org_agency o ON o.id = s.agency_id \
             WHERE {visible})"
        );
        let from = "reach CROSS JOIN portal_entry a WHERE a.site_id = reach.id".to_owned();
        Self { with: "WITH ", reach, from }
    }

    fn head(&self) -> String {
        format!("{}{} ", self.with, self.reach)
    }
}

/// How many there are of each status, whatever status is asked for, up to one more than [`COUNTED`]; of what is found by
/// words nobody counts.
pub async fn counts<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<Vec<(Status, u64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        status: String,
        n: i64,
    }
    let mut values = Values::new();
    // Site by site: counting stops early, and what is theirs stands together.
    let reading = Reading::of(actor, filter, false, &mut values);
    let one = |status: &Status| {
        format!(
            "SELECT '{0}' AS status, count(*) AS n FROM (SELECT a.id FROM {1} AND a.status = '{0}' LIMIT {2}) c",
            status.code(),
            reading.from,
            COUNTED + 1
        )
    };
    let all: Vec<String> = Status::ALL.iter().map(one).collect();
    let found: Vec<Count> = db.all(&format!("{}{}", reading.head(), all.join(" UNION ALL ")), values).await?;
    let of =
        |status: Status| found.iter().find(|c| c.status == status.code()).map_or(0, |c| c.n.unsigned_abs());
    Ok(Status::ALL.into_iter().map(|status| (status, of(status))).collect())
}

/// Where a page begins.
#[derive(FromQueryResult)]
struct Place {
    id: Uuid,
    status: String,
    updated_at: i64,
}

/// A page of so many.
///
/// # Errors
/// [`Error::NotFound`] when it is to begin at what is not there; the database's.
pub async fn leaf<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    turn: &Turn,
    size: usize,
) -> Result<Leaf> {
    let (from, backwards) = match turn {
        Turn::First => (None, false),
        Turn::Last => (None, true),
        Turn::After(id) => (Some(place(db, id).await?), false),
        Turn::Before(id) => (Some(place(db, id).await?), true),
    };
    let mut rows = scan(db, actor, filter, from, backwards, size as u64 + 1).await?;
    if backwards && rows.len() <= size && matches!(turn, Turn::Before(_)) {
        return Box::pin(leaf(db, actor, filter, &Turn::First, size)).await;
    }
    let more = rows.len() > size;
    if backwards {
        rows.drain(..rows.len().saturating_sub(size));
    } else {
        rows.truncate(size);
    }
    Ok(match turn {
        Turn::First => Leaf { rows, before: false, after: more },
        Turn::Last => Leaf { rows, before: more, after: false },
        Turn::After(_) => Leaf { rows, before: true, after: more },
        Turn::Before(_) => Leaf { rows, before: more, after: true },
    })
}

async fn place<C: Queries>(db: &C, id: &str) -> Result<Place> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let sql = "SELECT id, status, updated_at FROM portal_entry WHERE id = $1";
    db.one(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// So many rows from a place on, in the order of the list; backwards the last so many before it.
async fn scan<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    from: Option<Place>,
    backwards: bool,
    limit: u64,
) -> Result<Vec<Listed>> {
    let mut values = Values::new();
    let broad = filter.broad && filter.site.is_none();
    let reading = Reading::of(actor, filter, broad, &mut values);
    let words = base::text::fold(&filter.words);
    let folded = (!words.is_empty()).then(|| {
        values.push(format!("%{}", like_prefix(&words)).into());
        format!("r.folded LIKE ${} ESCAPE '\\'", values.len())
    });
    let rank = |code: &str| Status::ALL.iter().position(|status| status.code() == code);
    let key = from.map(|from| {
        values.extend::<[kernel::db::Value; 2]>([from.updated_at.into(), from.id.into()]);
        let n = values.len();
        (rank(&from.status), format!("(${}, ${n})", n - 1))
    });
    let mut parts = Vec::new();
    for status in Status::ALL {
        if filter.status.is_some_and(|only| only != status) {
            continue;
        }
        let ascending = oldest_first(status) != backwards;
        let (than, way) = if ascending { (">", "") } else { ("<", " DESC") };
        let mut sql = format!("SELECT a.id FROM {} AND a.status = '{}'", reading.from, status.code());
        // In the statuses on the way the whole, in those behind nothing.
        if let Some((at, key)) = &key {
            match rank(status.code()).cmp(at) {
                Ordering::Equal => sql.push_str(&format!(" AND (a.updated_at, a.id) {than} {key}")),
                Ordering::Less if !backwards => continue,
                Ordering::Greater if backwards => continue,
                _ => {}
            }
        }
        let order = format!("ORDER BY a.updated_at{way}, a.id{way}");
        parts.push(match &folded {
            None => format!("SELECT * FROM ({sql} {order} LIMIT {limit}) p{}", parts.len()),
            Some(folded) => {
                let looked = if broad { format!(" LIMIT {LOOKED_THROUGH}") } else { String::new() };
                format!(
                    "SELECT * FROM (SELECT a.id FROM ({sql} {order}{looked}) q JOIN portal_entry a ON a.id = q.id \
                     JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision WHERE {folded} \
                     {order} LIMIT {limit}) p{}",
                    parts.len()
                )
            }
        });
    }
    let sql = format!(
        "{}SELECT a.id, a.site_id, a.status, a.published_revision, a.publish_at, a.version, a.updated_at, a.writer_id, \
         r.title FROM ({}) u JOIN portal_entry a ON a.id = u.id \
         JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision",
        reading.head(),
        parts.join(" UNION ALL ")
    );
    let mut rows: Vec<Listed> = db.all(&sql, values).await?;
    rows.sort_by(Listed::order);
    if backwards {
        rows.drain(..rows.len().saturating_sub(limit as usize));
    } else {
        rows.truncate(limit as usize);
    }
    Ok(rows)
}
