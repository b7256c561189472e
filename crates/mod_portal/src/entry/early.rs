//! A link by which somebody without an account reads an entry before it is public: a leader who is asked, an expert who
//! checks. It opens one revision for a week, is told to nobody by the program, and its making is on record.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::{Id, Timestamp};
use kernel::{Ctx, Error, Event, Result, http::Form};
use serde::Serialize;
use ui::Page;

use super::{
    desk,
    model::Entry,
    relation,
    store::{self, work},
    view::EntryView,
};
use crate::{policy::ENTRY_WRITE, site};

/// How long a link opens, in days.
const DAYS: i64 = 7;
const PURPOSE: &str = "entry read early";

#[derive(Serialize)]
struct ShownEarly {
    revision: i64,
    until: Timestamp,
}

impl Event for ShownEarly {
    const NAME: &'static str = "portal.entry.shown_early";
}

/// Makes the link to the revision being worked on.
///
/// # Errors
/// [`Error::NotFound`] for an entry of another site.
pub async fn show_early(ctx: &Ctx, id: Id<Entry>) -> Result<String> {
    let mut act = ctx.act(ENTRY_WRITE).await?;
    let entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    let until = act.now().plus_seconds(DAYS * 86_400);
    act.record(&entry, &ShownEarly { revision: entry.revision, until }).await?;
    act.commit().await?;
    let said = format!("{id}.{}.{}", entry.revision, until.0);
    Ok(format!("/xem-truoc/{said}.{}", ctx.app().secret().sign(PURPOSE, &said)))
}

/// The entry, revision and end a link names, if it is one of ours.
fn read(ctx: &Ctx, link: &str) -> Option<(Id<Entry>, i64, Timestamp)> {
    let (said, signature) = link.rsplit_once('.')?;
    if !ctx.app().secret().verify(PURPOSE, said, signature) {
        return None;
    }
    let mut parts = said.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, Timestamp(parts.next()?.parse().ok()?)))
}

#[derive(Template)]
#[template(path = "entry/templates/early.html")]
struct EarlyPage {
    page: Page,
    told: String,
    view: EntryView,
}

#[derive(Template)]
#[template(path = "entry/templates/early_over.html")]
struct OverPage {
    page: Page,
}

pub(super) async fn show(ctx: Ctx, Path(link): Path<String>) -> Result<Response> {
    let (id, revision, until) = read(&ctx, &link).ok_or(Error::NotFound)?;
    let mut page = ctx.page("");
    page.noindex = true;
    // What was taken off the site is not read by the back door.
    let made = until.plus_seconds(-DAYS * 86_400);
    let over = ctx.now() > until || work::withdrawn_since(ctx.read(), id, made).await?;
    let Some(placed) = work::placed(ctx.read(), id).await?.filter(|_| !over) else {
        page.title = page.t("portal.entry.early.over").to_owned();
        return ctx.html_with(http::StatusCode::GONE, &OverPage { page });
    };
    let content = work::revision(ctx.read(), id, revision).await?.ok_or(Error::NotFound)?;
    let home =
        site::sites(ctx.app())?.by_id(Id::from_uuid(placed.site_id)).cloned().ok_or(Error::NotFound)?;
    let name = home.name_in(page.lang).to_owned();
    page.title.clone_from(&content.title);
    let told = page.fill("portal.entry.early.told", &[("site", &name), ("until", &until.local().vn())]);
    let own = relation::Own {
        site: &home,
        id: id.uuid(),
        original: placed.original_id,
        is_public: placed.published_revision == Some(revision),
    };
    let view = EntryView::load(&ctx, &page, Some(own), &content).await?;
    ctx.html(&EarlyPage { page, told, view })
}

pub(super) async fn create(ctx: Ctx, Path(id): Path<Id<Entry>>, Form(_): Form) -> Result<Response> {
    let link = show_early(&ctx, id).await?;
    Ok(ctx.redirect(&format!("{}?xem-truoc={link}", desk::path(id))))
}
