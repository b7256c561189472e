//! Lists of what readers see. They are read along an index from one row to the next: nothing is counted and nothing
//! skipped, so that the last page of forty thousand entries takes no longer than the first.

use base::{Id, LocalDate};
use kernel::{
    Error, Result,
    db::{FromQueryResult, Queries, Values, like_prefix},
};
use sea_orm::prelude::Uuid;
use ui::Turn;

use super::public::{SHOWN_COLUMNS, Shown, ShownRow};
use crate::{
    entry::{
        kind::{Kind, Order},
        tongue::Tongue,
    },
    site::Site,
};

/// Whose entries of a kind a list shows.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The site.
    pub site: Id<Site>,
    /// What they are.
    pub kind: &'static Kind,
    /// The language they are written in.
    pub lang: Tongue,
    /// Only those that say this in fields by which lists are narrowed.
    pub facets: Vec<(&'static str, String)>,
    /// Of a kind whose lists begin with what is to come: only what is not over at this local time, the nearest first;
    /// or only what is, the latest first.
    pub coming: Option<(String, bool)>,
    /// Only what says all these words in its title, its lead or its number.
    pub words: String,
    /// Of a kind in the order of a day it names: only from this day on, and only until that one.
    pub between: (Option<LocalDate>, Option<LocalDate>),
}

/// A page of a list.
#[derive(Debug, Default)]
pub struct Leaf {
    /// What stands on it.
    pub rows: Vec<Shown>,
    /// Whether there is something before it.
    pub before: bool,
    /// Whether there is something after it.
    pub after: bool,
    /// The languages in which the site has published something of the kind.
    pub tongues: Vec<Tongue>,
}

/// A row, and the languages as [`tongues`] says them.
#[derive(FromQueryResult)]
struct Scanned {
    #[sea_orm(nested)]
    shown: ShownRow,
    tongues: String,
}

/// A row's place in its list.
#[derive(FromQueryResult)]
struct Place {
    place: String,
    id: Uuid,
}

impl Shelf {
    /// All of a kind on a site, in a language.
    pub fn of(site: Id<Site>, kind: &'static Kind, lang: Tongue) -> Self {
        let (facets, words, between) = Default::default();
        Self { site, kind, lang, facets, coming: None, words, between }
    }

    /// Whether the list begins with what sorts first.
    fn ascending(&self) -> bool {
        matches!(self.coming, Some((_, true))) || matches!(self.kind.order, Order::Rank(_))
    }

    /// The statement's tables and conditions, the name of the table by which it is ordered, and that of its identifiers.
    /// A list narrowed by a field is read along that field's values.
    fn tables(&self, values: &mut Values) -> (String, &'static str, &'static str) {
        values.extend::<[kernel::db::Value; 3]>([
            self.site.uuid().into(),
            self.kind.name.into(),
            self.lang.code().into(),
        ]);
        let revision = "JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
                        LEFT JOIN portal_entry_facet d ON d.entry_id = a.id AND d.until IS NOT NULL";
        let mut facets = self.facets.iter();
        let (mut sql, table, id) = match facets.next() {
            None => (
                format!(
                    "FROM portal_entry a {revision} WHERE a.published_revision IS NOT NULL AND a.site_id = $1 \
                     AND a.kind = $2 AND a.lang = $3"
                ),
                "a",
                "id",
            ),
            Some((name, value)) => {
                values.extend::<[kernel::db::Value; 2]>([(*name).into(), value.clone().into()]);
                (
                    format!(
                        "FROM portal_entry_facet f JOIN portal_entry a ON a.id = f.entry_id {revision} \
                         WHERE f.site_id = $1 AND f.kind = $2 AND f.lang = $3 AND f.name = $4 AND f.value = $5"
                    ),
                    "f",
                    "entry_id",
                )
            }
        };
        for (name, value) in facets {
            values.extend::<[kernel::db::Value; 2]>([(*name).into(), value.clone().into()]);
            let n = values.len();
            sql.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM portal_entry_facet g WHERE g.entry_id = f.entry_id AND g.name = ${} \
                 AND g.value = ${n})",
                n - 1
            ));
        }
        if let Some((now, to_come)) = &self.coming {
            values.push(now.clone().into());
            let than = if *to_come { ">=" } else { "<" };
            sql.push_str(&format!(" AND {table}.place {than} ${}", values.len()));
        }
        for (day, than) in [(self.between.0, ">="), (self.between.1, "<=")] {
            let Some(day) = day else { continue };
            values.push(day.iso().into());
            sql.push_str(&format!(" AND {table}.place {than} ${}", values.len()));
        }
        for word in base::text::fold(&self.words).split_whitespace() {
            values.push(format!("%{}", like_prefix(word)).into());
            sql.push_str(&format!(" AND r.folded LIKE ${} ESCAPE '\\'", values.len()));
        }
        (sql, table, id)
    }

    /// So many rows from a place on, or from the end; backwards the nearest first. With them the languages, if asked for
    /// and if there is a row.
    async fn scan<C: Queries>(
        &self,
        db: &C,
        from: Option<Place>,
        backwards: bool,
        limit: u64,
        tongues: &str,
    ) -> Result<(Vec<Shown>, String)> {
        let mut values = Values::new();
        let (mut sql, table, id) = self.tables(&mut values);
        let ascending = self.ascending() != backwards;
        if let Some(from) = from {
            values.extend::<[kernel::db::Value; 2]>([from.place.into(), from.id.into()]);
            let (than, n) = (if ascending { ">" } else { "<" }, values.len());
            sql.push_str(&format!(" AND ({table}.place, {table}.{id}) {than} (${}, ${n})", n - 1));
        }
        let way = if ascending { "" } else { " DESC" };
        let sql = format!(
            "SELECT {SHOWN_COLUMNS}, {tongues} AS tongues {sql} ORDER BY {table}.place{way}, {table}.{id}{way} LIMIT {limit}"
        );
        let rows: Vec<Scanned> = db.all(&sql, values).await?;
        let said = rows.first().map(|row| row.tongues.clone()).unwrap_or_default();
        let rows: Result<_> = rows.into_iter().map(|row| row.shown.try_into()).collect();
        Ok((rows?, said))
    }

    /// The place of an entry by the end of its address; one that was withdrawn since keeps its place.
    async fn place<C: Queries>(&self, db: &C, short: &str) -> Result<Place> {
        let sql = "SELECT place, id FROM portal_entry WHERE short = $1 AND site_id = $2 AND kind = $3 \
                   AND published_at IS NOT NULL";
        let values: Values = vec![short.into(), self.site.uuid().into(), self.kind.name.into()];
        db.one(sql, values).await?.ok_or(Error::NotFound)
    }
}

/// No languages.
const NONE: &str = "''";

/// In a statement whose first values are a site and a kind: the languages in which the one has published something of the
/// other. One step into the index for each, whatever the statement reads besides.
fn tongues() -> String {
    let tongue = |tongue: Tongue| {
        format!(
            "CASE WHEN EXISTS (SELECT 1 FROM portal_entry t WHERE t.site_id = $1 AND t.kind = $2 AND t.lang = '{0}' \
             AND t.published_revision IS NOT NULL) THEN '{0} ' ELSE '' END",
            tongue.code()
        )
    };
    Tongue::ALL.map(tongue).join(" || ")
}

/// Whether there is anything.
pub async fn any<C: Queries>(db: &C, shelf: &Shelf) -> Result<bool> {
    Ok(!list(db, shelf, 1).await?.is_empty())
}

/// The first so many, in the order of their kind.
pub async fn list<C: Queries>(db: &C, shelf: &Shelf, limit: u64) -> Result<Vec<Shown>> {
    Ok(shelf.scan(db, None, false, limit, NONE).await?.0)
}

/// A page of so many, and the languages there are besides.
///
/// # Errors
/// [`Error::NotFound`] when it is to begin at what was never in the list; the database's.
pub async fn leaf<C: Queries>(db: &C, shelf: &Shelf, turn: &Turn, size: usize) -> Result<Leaf> {
    let tongues = tongues();
    let (leaf, mut said) = turned(db, shelf, turn, size, &tongues).await?;
    if leaf.rows.is_empty() {
        let values: Values = vec![shelf.site.uuid().into(), shelf.kind.name.into()];
        said = db.scalar(&format!("SELECT {tongues}"), values).await?.unwrap_or_default();
    }
    Ok(Leaf { tongues: said.split_whitespace().filter_map(Tongue::parse).collect(), ..leaf })
}

async fn turned<C: Queries>(
    db: &C,
    shelf: &Shelf,
    turn: &Turn,
    size: usize,
    tongues: &str,
) -> Result<(Leaf, String)> {
    let (from, backwards) = match turn {
        Turn::First => (None, false),
        Turn::Last => (None, true),
        Turn::After(short) => (Some(shelf.place(db, short).await?), false),
        Turn::Before(short) => (Some(shelf.place(db, short).await?), true),
    };
    // One more says whether there is more.
    let (mut rows, said) = shelf.scan(db, from, backwards, size as u64 + 1, tongues).await?;
    let more = rows.len() > size;
    if backwards && !more && matches!(turn, Turn::Before(_)) {
        // The beginning is a whole page, whatever it was come to from.
        let (mut rows, said) = shelf.scan(db, None, false, size as u64 + 1, tongues).await?;
        let after = rows.len() > size;
        rows.truncate(size);
        return Ok((Leaf { rows, after, ..Leaf::default() }, said));
    }
    rows.truncate(size);
    if backwards {
        rows.reverse();
    }
    let (before, after) = match turn {
        Turn::First => (false, more),
        Turn::Last => (more, false),
        Turn::After(_) => (true, more),
        Turn::Before(_) => (more, true),
    };
    Ok((Leaf { rows, before, after, ..Leaf::default() }, said))
}

/// Others of the same shelf.
pub async fn related<C: Queries>(db: &C, shelf: &Shelf, but: Uuid, limit: u64) -> Result<Vec<Shown>> {
    let found = list(db, shelf, limit + 1).await?;
    Ok(found.into_iter().filter(|other| other.id != but).take(limit as usize).collect())
}
