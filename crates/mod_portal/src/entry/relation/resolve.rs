use std::collections::HashMap;

use base::Id;
use kernel::{
    Result,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;
use svc_org::Tree;

use super::cited::Cited;
use crate::site::Site;

/// A document of the portal that another cites.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Target {
    pub id: Uuid,
    pub site_id: Uuid,
    pub agency_id: Uuid,
    /// The path of its site's agency.
    pub path: String,
    /// By what it was found.
    pub found_by: String,
    pub short: String,
    /// What the public sees of it; nothing where it sees none.
    pub slug: Option<String>,
    pub title: Option<String>,
}

const COLUMNS: &str = "a.id, a.site_id, s.agency_id, o.path, a.short, r.slug, r.title";
const JOINED: &str = "JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id \
     LEFT JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision";

impl Target {
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

/// The documents of the portal that these words of a document mean, in their order. `home` is the path of the agency on
/// whose site it stands, `own` itself, which it never means.
pub async fn targets<C: Queries>(
    db: &C,
    home: &str,
    own: Option<Uuid>,
    cited: &[Cited],
) -> Result<Vec<Option<Target>>> {
    let keys = |named: bool| -> Vec<String> {
        let keys = cited.iter().filter(|cited| cited.short.is_empty() != named).map(Cited::key);
        keys.filter(|key| !key.is_empty()).collect()
    };
    let mut by_key: HashMap<String, Target> = HashMap::new();
    let by_number = format!(
        "SELECT {COLUMNS}, n.key AS found_by FROM portal_entry_number n JOIN portal_entry a ON a.id = n.entry_id \
         {JOINED} WHERE n.key IN "
    );
    for target in found(db, &by_number, keys(false)).await? {
        let nearer = |known: &Target| (known.path.len(), known.id) < (target.path.len(), target.id);
        let is_above = home.starts_with(&target.path) && Some(target.id) != own;
        if is_above && by_key.get(&target.found_by).is_none_or(nearer) {
            by_key.insert(target.found_by.clone(), target);
        }
    }
    let by_address = format!(
        "SELECT {COLUMNS}, a.short AS found_by FROM portal_entry a {JOINED} WHERE a.kind = 'document' AND a.short IN "
    );
    let named = found(db, &by_address, keys(true)).await?;
    by_key.extend(named.into_iter().filter(|t| Some(t.id) != own).map(|t| (t.found_by.clone(), t)));
    Ok(cited.iter().map(|cited| by_key.get(&cited.key()).cloned()).collect())
}

async fn found<C: Queries>(db: &C, sql: &str, keys: Vec<String>) -> Result<Vec<Target>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<String> = (1..=keys.len()).map(|n| format!("${n}")).collect();
    let values: Values = keys.into_iter().map(Into::into).collect();
    db.all(&format!("{sql} ({})", numbers.join(", ")), values).await
}

/// Whether documents of one agency have power over those of another: its own, of one below it, or of one it came after.
pub fn has_power(tree: &Tree, agency: Uuid, path: &str, over: Uuid, over_path: &str) -> bool {
    over_path.starts_with(path) || came_after(tree, agency, over)
}

/// Whether an agency carries on what another did, through however many reorganisations. Successions go from earlier to
/// later days, so that the way ends.
fn came_after(tree: &Tree, later: Uuid, earlier: Uuid) -> bool {
    let mut open = vec![earlier];
    let mut seen = Vec::new();
    while let Some(agency) = open.pop() {
        if seen.contains(&agency) {
            continue;
        }
        seen.push(agency);
        let became: Vec<Uuid> =
            tree.became(Id::from_uuid(agency)).iter().map(|step| step.agency.id.uuid()).collect();
        if became.contains(&later) {
            return true;
        }
        open.extend(became);
    }
    false
}
