//! The revisions of an entry: who saved which, what differs, and going back.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::Id;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::Page;

use super::{
    WORK,
    compare::{Change, Difference, compare},
    desk,
    model::Entry,
    relation,
    store::{self, work},
    view::{EntryView, words},
};
use crate::{policy::ENTRY_WRITE, site};

struct Line {
    label: String,
    href: String,
    who: String,
    when: (String, String),
    is_public: bool,
    is_current: bool,
    is_shown: bool,
}

#[derive(Template)]
#[template(path = "entry/templates/work_revisions.html")]
struct RevisionsPage {
    page: Page,
    path: String,
    lines: Vec<Line>,
    number: i64,
    /// What it is compared with, in words.
    heading: String,
    /// Whether there is an earlier one.
    compared: bool,
    restore: String,
    whole: String,
    differences: Vec<Difference>,
    /// What going back sends: the version; empty where that is not possible.
    version: String,
    view: EntryView,
}

#[derive(Deserialize)]
pub(super) struct RevisionsQuery {
    /// The revision shown; the latest where it does not say.
    ban: Option<i64>,
    /// The one it is compared with; the one before where it does not say.
    voi: Option<i64>,
}

pub(super) async fn index(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Query(query): Query<RevisionsQuery>,
) -> Result<Response> {
    let entry = store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)?;
    let revisions = work::revisions(ctx.read(), id).await?;
    let number = query.ban.unwrap_or(entry.revision);
    let against = query.voi.unwrap_or(number - 1);
    let after = work::revision(ctx.read(), id, number).await?.ok_or(Error::NotFound)?;
    let before = work::revision(ctx.read(), id, against).await?;
    let page = ctx.page(ui::t(ctx.lang(), "portal.entry.revisions.title"));
    let list = page.t("portal.entry.work.title").to_owned();
    let here = page.title.clone();
    let page =
        page.crumb(list, Some(WORK)).crumb(&entry.content.title, Some(&desk::path(id))).crumb(here, None);
    let family = site::sites(ctx.app())?;
    let own = family.by_id(entry.site).map(|site| relation::Own::at(site, &entry, number));
    let view = EntryView::load(&ctx, &page, own, &after).await?.inside();
    let editors: Vec<_> = revisions.iter().filter_map(|revision| revision.editor_id).collect();
    let names = work::names(ctx.read(), &editors).await?;
    let path = page.href(&desk::path(id));
    let line = |revision: &work::Revision| Line {
        label: page.fill("portal.entry.revisions.one", &[("number", &revision.number)]),
        href: format!("{path}/revisions?ban={}", revision.number),
        who: revision.editor_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        when: words(base::Timestamp(revision.at)),
        is_public: entry.published_revision == Some(revision.number),
        is_current: entry.revision == revision.number,
        is_shown: revision.number == number,
    };
    let may = ctx.may(ENTRY_WRITE, Some(entry.deciding_path(ctx.today()))) && entry.is_editable();
    let shown = RevisionsPage {
        lines: revisions.iter().map(line).collect(),
        number,
        heading: match &before {
            Some(_) => {
                page.fill("portal.entry.revisions.differences", &[("number", &number), ("against", &against)])
            }
            None => page.fill("portal.entry.revisions.first", &[("number", &number)]),
        },
        compared: before.is_some(),
        restore: page.fill("portal.entry.revisions.restore", &[("number", &number)]),
        whole: page.fill("portal.entry.revisions.whole", &[("number", &number)]),
        differences: before.map(|before| compare(page.lang, &before, &after)).unwrap_or_default(),
        version: if may && after != entry.content { entry.version.to_string() } else { String::new() },
        view,
        path,
        page,
    };
    ctx.html(&shown)
}

pub(super) async fn create_restoration(
    ctx: Ctx,
    Path((id, number)): Path<(Id<Entry>, i64)>,
    Form(form): Form,
) -> Result<Response> {
    super::restore(&ctx, id, form.version(), number).await?;
    Ok(ctx.redirect_saying(&format!("{}?sua=1", desk::path(id)), "portal.entry.said.restored"))
}
