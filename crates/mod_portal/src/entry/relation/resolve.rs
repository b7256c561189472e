use std::collections::HashMap;

use base::{Id, LocalDate};
use kernel::{
    Result,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;
use svc_org::{Tree, agency::Extent};

use super::cited::Cited;
use crate::site::Site;

/// A document of the portal, as others name it. It is an original: translations are meant with it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Document {
    pub id: Uuid,
    pub site_id: Uuid,
    pub short: String,
    /// What the public sees of it; nothing where it sees none.
    pub slug: Option<String>,
    pub title: Option<String>,
}

impl Document {
    /// Its address within its site; nothing where the public does not see it.
    pub fn path_in_site(&self) -> Option<String> {
        let section = crate::entry::kind::Kind::by_name("document")?.section;
        Some(format!("/{section}/{}-{}", self.slug.as_ref()?, self.short))
    }

    /// The site it stands on.
    pub fn site(&self) -> Id<Site> {
        Id::from_uuid(self.site_id)
    }
}

/// What [`Document`] reads, of `a` and its public revision `r`.
pub const DOCUMENT: &str = "a.id, a.site_id, a.short, r.slug, r.title";

/// A document that another cites.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Target {
    #[sea_orm(nested)]
    pub document: Document,
    pub agency_id: Uuid,
    /// The path of its site's agency.
    pub path: String,
    /// By what it was found.
    found_by: String,
}

const JOINED: &str = "JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id \
     LEFT JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision";

/// The documents of the portal that these words of a document mean, in their order. `home` is the path of the agency on
/// whose site it stands, `own` itself, which it never means.
pub async fn targets<C: Queries>(
    db: &C,
    home: &str,
    own: Option<Uuid>,
    cited: &[Cited],
) -> Result<Vec<Option<Target>>> {
    let mut by_key: HashMap<String, Target> = HashMap::new();
    let by_number = |n: usize| {
        let (keys, sites) = (marks(1, n), marks(n + 1, above(home).len()));
        format!(
            "SELECT {DOCUMENT}, s.agency_id, o.path, n.key AS found_by FROM portal_entry_number n \
             JOIN portal_entry a ON a.id = n.entry_id {JOINED} WHERE n.key IN ({keys}) AND n.site_id IN \
             (SELECT h.id FROM portal_site h JOIN org_agency p ON p.id = h.agency_id WHERE p.path IN ({sites}))"
        )
    };
    for target in found(db, by_number, keys(cited, false), above(home)).await? {
        let nearer =
            |known: &Target| (known.path.len(), known.document.id) < (target.path.len(), target.document.id);
        if Some(target.document.id) != own && by_key.get(&target.found_by).is_none_or(nearer) {
            by_key.insert(target.found_by.clone(), target);
        }
    }
    let by_address = |n: usize| {
        format!(
            "SELECT {DOCUMENT}, s.agency_id, o.path, m.short AS found_by FROM portal_entry m \
             JOIN portal_entry a ON a.id = COALESCE(m.original_id, m.id) {JOINED} \
             WHERE m.kind = 'document' AND m.short IN ({})",
            marks(1, n)
        )
    };
    let named = found(db, by_address, keys(cited, true), Vec::new()).await?;
    by_key.extend(named.into_iter().filter(|t| Some(t.document.id) != own).map(|t| (t.found_by.clone(), t)));
    Ok(cited.iter().map(|cited| by_key.get(&cited.key()).cloned()).collect())
}

/// By what these are found: those named by their addresses, or those named by their numbers alone.
fn keys(cited: &[Cited], named: bool) -> Vec<String> {
    let keys = cited.iter().filter(|cited| cited.short.is_empty() != named).map(Cited::key);
    keys.filter(|key| !key.is_empty()).collect()
}

async fn found<C: Queries>(
    db: &C,
    sql: impl Fn(usize) -> String,
    keys: Vec<String>,
    sites: Vec<String>,
) -> Result<Vec<Target>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = sql(keys.len());
    let values: Values = keys.into_iter().chain(sites).map(Into::into).collect();
    db.all(&sql, values).await
}

/// `n` parameters from the one of this number on.
pub fn marks(first: usize, n: usize) -> String {
    (first..first + n).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// The path of an agency, and those of the ones above it.
pub fn above(path: &str) -> Vec<String> {
    path.match_indices('/').skip(1).map(|(end, _)| path[..=end].to_owned()).collect()
}

/// How much of the documents of one agency another has power over on this day: its own, those of one below it, and those
/// of one it came after, where it took over all of that or a part.
pub fn power(
    tree: &Tree,
    today: LocalDate,
    agency: Uuid,
    path: &str,
    over: Uuid,
    over_path: &str,
) -> Option<Extent> {
    if over_path.starts_with(path) { Some(Extent::Whole) } else { came_after(tree, today, agency, over) }
}

/// How much of what an agency was another carries on by this day, through however many reorganisations: all of it where
/// all of it passed on each time.
fn came_after(tree: &Tree, today: LocalDate, later: Uuid, earlier: Uuid) -> Option<Extent> {
    let mut open = vec![(earlier, Extent::Whole)];
    let mut seen = Vec::new();
    let mut most = None;
    while let Some(state) = open.pop() {
        if seen.contains(&state) {
            continue;
        }
        seen.push(state);
        let (agency, so_far) = state;
        for step in tree.became(Id::from_uuid(agency)).iter().filter(|step| step.on <= today) {
            let extent = if so_far == Extent::Whole { step.extent } else { Extent::Part };
            let became = step.agency.id.uuid();
            if became == later && extent == Extent::Whole {
                return Some(extent);
            }
            if became == later {
                most = Some(extent);
            }
            open.push((became, extent));
        }
    }
    most
}
