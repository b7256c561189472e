//! Ratings of the model province's pages: invented sums.

use base::{LocalDate, Timestamp};
use kernel::{
    Ctx, Event, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{
    model::{Grade, Rated, Rating, Reason},
    store,
};
use crate::{entry::Kind, policy};

/// Of so many pages one is rated.
const EVERY: usize = 4;
/// Pages rated at most: of a portal enlarged to be measured not all.
const MOST: usize = 20_000;
/// Days over which ratings came.
const DAYS: i64 = 150;

#[derive(Serialize)]
struct Imported {}

impl Event for Imported {
    const NAME: &'static str = "portal.rating.imported";
}

#[derive(FromQueryResult)]
struct Page {
    id: Uuid,
    kind: String,
    site_id: Uuid,
    agency_id: Uuid,
    published_at: i64,
}

/// Gives some published pages ratings, none of which anybody gave, and says how many pages. A second run adds nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] without the right over every site; the database's.
pub async fn load_model_ratings(ctx: &Ctx) -> Result<usize> {
    let known: Option<i64> = ctx.read().scalar("SELECT n FROM portal_rating LIMIT 1", vec![]).await?;
    if known.is_some() {
        return Ok(0);
    }
    let sql = "SELECT a.id, a.kind, a.site_id, s.agency_id, a.published_at FROM portal_entry a \
               JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id \
               WHERE a.published_revision IS NOT NULL AND o.valid_to IS NULL \
               AND a.kind IN ('article', 'page', 'guide', 'document', 'budget', 'draft') ORDER BY a.id";
    let pages: Vec<Page> = ctx.read().all(sql, vec![]).await?;
    let mut act = None;
    let mut all = 0;
    for (at, page) in pages.iter().enumerate().filter(|(at, _)| at % EVERY == 0).take(MOST) {
        let Some(kind) = Kind::by_name(&page.kind) else { continue };
        let act = match &mut act {
            Some(act) => act,
            none => none.insert(ctx.act(policy::ENTRY_PUBLISH).await?),
        };
        let rated =
            Rated { site: page.site_id, agency: page.agency_id, section: kind.section, entry: Some(page.id) };
        for (day, rating, times) in said(at, Timestamp(page.published_at).local_date(), ctx.today()) {
            store::add(act, &rated, &rating, day, times).await?;
        }
        act.record(&rated, &Imported {}).await?;
        all += 1;
    }
    if let Some(act) = act {
        act.commit().await?;
    }
    Ok(all)
}

/// What was said of one page: most help, a few do not, and those by the same reason again and again.
fn said(at: usize, published: LocalDate, today: LocalDate) -> Vec<(LocalDate, Rating, i64)> {
    let first = published.max(today.plus_days(-DAYS));
    let poor = at.is_multiple_of(EVERY * 7);
    let reason = Reason::ALL[at / EVERY % Reason::ALL.len()];
    let mut said = Vec::new();
    for step in 0..5 {
        let day = first.plus_days((step * 29 + at as i64 * 3) % DAYS);
        if day > today {
            continue;
        }
        let times = 1 + (at as i64 + step * 5) % 7;
        let grade = match (poor, step) {
            (true, 0 | 2 | 3) => Grade::Useless,
            (true, 4) | (false, 1) => Grade::Partly,
            _ => Grade::Useful,
        };
        said.push((day, Rating::new(grade, &[reason]), times));
    }
    said
}
