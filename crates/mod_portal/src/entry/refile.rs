use kernel::{Act, Event, Result, Subject, db::Queries as _};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use crate::site::Site;

/// The name or the address of their site changed: what the search says of its entries is made anew.
#[derive(Serialize)]
struct Refiled {
    ids: Vec<Uuid>,
}

impl Event for Refiled {
    const NAME: &'static str = "portal.entry.refiled";
}

/// The entries of one site, as the journal names them together.
struct Shelf(Uuid, Uuid);

impl Subject for Shelf {
    const KIND: &'static str = "entry";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

/// Has the search documents of a site's published entries made anew.
///
/// # Errors
/// The database's.
pub async fn refile(act: &mut Act, site: &Site) -> Result<()> {
    #[derive(kernel::db::FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let sql = "SELECT id FROM portal_entry WHERE site_id = $1 AND published_revision IS NOT NULL";
    let rows: Vec<Row> = act.all(sql, vec![site.id.uuid().into()]).await?;
    if rows.is_empty() {
        return Ok(());
    }
    act.touch(super::entries_key(site.id));
    let refiled = Refiled { ids: rows.into_iter().map(|row| row.id).collect() };
    act.record(&Shelf(site.id.uuid(), site.agency_id), &refiled).await
}
