//! Sites when agencies are reorganised. Every agency has its site from its first day and keeps what it published after
//! its last; what goes along on the day is work that is not finished, and, where the same body carries on under another
//! name, what its site says about itself.

use base::{Id, LocalDate};
use kernel::{
    Act, App, Ctx, Event, Follows, Named, Passing, Reorganisation, Reorganise, Result,
    db::{FromQueryResult, Queries as _, Value},
    snapshot,
};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{ALL, Leader, Site, Sites, build_family, leader, sites, store};
use crate::{entry, policy, question};

/// This crate's part in reorganisations.
pub struct Portal;

/// Sites asked about in one statement.
const CHUNK: usize = 400;

/// A site took over from a former one what it says about itself.
#[derive(Serialize)]
struct Inherited {
    from: Uuid,
}
impl Event for Inherited {
    const NAME: &'static str = "portal.site.inherited";
}

#[derive(FromQueryResult)]
struct Count {
    agency_id: Uuid,
    open: i64,
    published: i64,
}

#[async_trait::async_trait]
impl Reorganise for Portal {
    async fn foresee(&self, app: &App, change: &Reorganisation) -> Result<Vec<Follows>> {
        let family = sites(app)?;
        let from: Vec<Uuid> = change.passings.iter().map(|p| p.from).collect();
        let one = |from, what, count, undivided| Follows { from, what, count, undivided };
        let with_site = from.iter().filter(|id| family.by_agency(**id).is_some());
        let mut follows: Vec<Follows> =
            with_site.map(|&id| one(id, "portal.reorganise.sites", 1, false)).collect();
        for some in from.chunks(CHUNK) {
            let numbers: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
            let sql = format!(
                "SELECT s.agency_id, \
                 count(CASE WHEN a.published_at IS NULL THEN 1 END) AS open, \
                 count(CASE WHEN a.published_revision IS NOT NULL THEN 1 END) AS published \
                 FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
                 WHERE s.agency_id IN ({}) GROUP BY s.agency_id",
                numbers.join(", ")
            );
            let values: Vec<Value> = some.iter().map(|&id| id.into()).collect();
            let rows: Vec<Count> = app.db().read().all(&sql, values).await?;
            for row in rows {
                follows.push(one(row.agency_id, "portal.reorganise.open", row.open.unsigned_abs(), true));
                let kept = row.published.unsigned_abs();
                follows.push(one(row.agency_id, "portal.reorganise.kept", kept, false));
            }
        }
        Ok(follows)
    }

    async fn name(&self, ctx: &Ctx, from: Uuid, _on: LocalDate, limit: i64) -> Result<Vec<Named>> {
        let sql = "SELECT r.title FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
                   JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision \
                   WHERE s.agency_id = $1 AND a.published_at IS NULL ORDER BY a.updated_at DESC LIMIT $2";
        let titles: Vec<String> = ctx.read().column(sql, vec![from.into(), limit.into()]).await?;
        let entry = |name| Named { kind: "org.reorganisation.named.entries", name, detail: String::new() };
        Ok(titles.into_iter().map(entry).collect())
    }

    async fn begin(&self, app: &App, change: &Reorganisation) -> Result<()> {
        let ctx = Ctx::system(app, "portal.reorganise");
        snapshot::reload::<svc_org::Tree>(app, &[]).await?;
        build_family(&ctx).await?;
        let family = sites(app)?;
        for passing in &change.passings {
            let Some(heir) = passing.heir.and_then(|id| family.by_agency(id)) else { continue };
            let Some(former) = family.by_agency(passing.from) else { continue };
            entry::hand_over(&ctx, former, heir).await?;
            question::hand_over(&ctx, former, heir).await?;
            if passing.same {
                inherit(&ctx, passing, former, heir).await?;
            }
        }
        Ok(())
    }
}

/// Copies what a former site said of itself onto its successor's, unless that has said something already.
async fn inherit(ctx: &Ctx, passing: &Passing, former: &Site, heir: &Site) -> Result<()> {
    let leaders = leader::of_site(ctx.read(), former.id).await?;
    let silent =
        heir.intro.is_empty() && heir.responsible.is_empty() && heir.own == super::Contact::default();
    let nothing = former.intro.is_empty()
        && former.responsible.is_empty()
        && former.own == super::Contact::default()
        && leaders.is_empty();
    if !silent || nothing || !leader::of_site(ctx.read(), heir.id).await?.is_empty() {
        return Ok(());
    }
    let mut act = ctx.act(policy::SITE_EDIT).await?;
    let mut site = store::find(&act, heir.id).await?;
    copy(former, &mut site);
    write(&mut act, &mut site, &leaders).await?;
    act.record(&site, &Inherited { from: Id::<Site>::uuid(former.id) }).await?;
    tracing::debug!(from = %passing.from, "a site says what the former one said");
    snapshot::commit::<Sites>(act).await
}

fn copy(former: &Site, site: &mut Site) {
    site.own = super::Contact { name_en: String::new(), ..former.own.clone() };
    site.kicker.clone_from(&former.kicker);
    site.kicker_en.clone_from(&former.kicker_en);
    site.responsible.clone_from(&former.responsible);
    site.intro.clone_from(&former.intro);
    site.intro_en.clone_from(&former.intro_en);
    site.invented = former.invented;
    site.settle();
}

async fn write(act: &mut Act, site: &mut Site, leaders: &[Leader]) -> Result<()> {
    store::save(act, site).await?;
    leader::replace(act, site.id, leaders).await?;
    act.touch(ALL);
    Ok(())
}
