use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use base::Id;
use kernel::{
    App, Result, Snapshot, Task,
    db::{FromQueryResult, Queries, placeholders},
};
use sea_orm::prelude::Uuid;

use super::{
    Face, Part, home_key, key,
    store::{self, ShownRow},
};
use crate::{entry, media::Media, menu::Item, site::Site};

/// The faces of all sites that have one of their own, as readers see them.
#[derive(Debug, Default)]
pub struct Faces {
    by_site: HashMap<Id<Site>, Arc<Face>>,
    usual: Arc<Face>,
    /// Entries and pictures they name: when something becomes of one, the faces are read anew.
    named: HashSet<Uuid>,
}

impl Faces {
    /// That of a site; of one that has said nothing, an empty one.
    pub fn of(&self, site: Id<Site>) -> Arc<Face> {
        Arc::clone(self.by_site.get(&site).unwrap_or(&self.usual))
    }

    /// Whether a face names this entry or picture.
    pub(super) fn names(&self, id: Uuid) -> bool {
        self.named.contains(&id)
    }
}

impl Snapshot for Faces {
    const SUBJECTS: &'static [&'static str] = &["face"];

    fn load(app: &App) -> Task<'_, Self> {
        Box::pin(async move { load(app).await })
    }

    fn changed(&self, newer: &Self) -> Vec<String> {
        let sites: HashSet<_> = self.by_site.keys().chain(newer.by_site.keys()).copied().collect();
        let mut keys = Vec::new();
        for site in sites {
            let (old, new) = (self.of(site), newer.of(site));
            if old.home != new.home {
                keys.push(home_key(site));
            }
            // Everything but the home page stands on every page of the site.
            if *old != (Face { home: old.home.clone(), ..Face::clone(&new) }) {
                keys.push(key(site));
            }
        }
        keys
    }
}

/// A text nobody can read any more is as none: the site shows the usual, and its editors are not locked out.
fn read<T: serde::de::DeserializeOwned>(row: &ShownRow) -> Option<T> {
    serde_json::from_str(&row.shown)
        .inspect_err(
            |error| tracing::error!(site = %row.site_id, part = row.part, %error, "a face cannot be read"),
        )
        .ok()
}

async fn load(app: &App) -> Result<Faces> {
    let db = app.db().read();
    let mut faces: HashMap<Id<Site>, Face> = HashMap::new();
    for row in store::shown(db).await? {
        let face = faces.entry(Id::from_uuid(row.site_id)).or_default();
        match Part::parse(&row.part) {
            Some(Part::Home) => face.home = read(&row),
            Some(Part::Menu) => face.menu = read(&row),
            Some(Part::Look) => face.look = read(&row).unwrap_or_default(),
            None => {}
        }
    }
    let entries: Vec<Uuid> =
        faces.values().flat_map(|face| face.menu.iter().flatten()).flat_map(Item::entries).collect();
    let shown = published(db, &entries).await?;
    let pictures = faces.values().flat_map(|face| [&face.look.photograph, &face.look.emblem]);
    let pictures: Vec<_> = pictures.filter_map(|id| id.parse().ok()).collect();
    let media = Media::read(db, crate::media::items(db, &pictures).await?).await?;
    let mut named: HashSet<Uuid> = entries.into_iter().collect();
    named.extend(pictures.iter().map(|id| id.uuid()));
    for (site, face) in &mut faces {
        let own = face.menu.iter().flatten().flat_map(Item::entries);
        face.entries = own
            .filter_map(|id| {
                let (of, path) = shown.get(&id)?;
                (*of == site.uuid()).then(|| (id, path.clone()))
            })
            .collect::<BTreeMap<_, _>>();
        let pictures = face.look.pictured(&media);
        (face.photograph, face.emblem) = (pictures.photograph, pictures.emblem);
    }
    let by_site = faces.into_iter().map(|(site, face)| (site, Arc::new(face))).collect();
    Ok(Faces { by_site, usual: Arc::default(), named })
}

/// Which of these entries the public sees: whose they are and their address within that site.
pub(crate) async fn published<C: Queries>(db: &C, entries: &[Uuid]) -> Result<HashMap<Uuid, (Uuid, String)>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        site_id: Uuid,
        kind: String,
        short: String,
        slug: String,
    }
    let mut found = HashMap::new();
    for some in entries.chunks(200) {
        let sql = format!(
            "SELECT a.id, a.site_id, a.kind, a.short, r.slug FROM portal_entry a JOIN portal_entry_revision r \
             ON r.entry_id = a.id AND r.number = a.published_revision WHERE a.id IN {}",
            placeholders(1, some.len())
        );
        let rows: Vec<Row> = db.all(&sql, some.iter().map(|&id| id.into()).collect()).await?;
        for row in rows {
            let Some(kind) = entry::Kind::by_name(&row.kind) else { continue };
            let path = format!("/{}/{}-{}", kind.section, row.slug, row.short);
            found.insert(row.id, (row.site_id, path));
        }
    }
    Ok(found)
}
