//! The story of one thing: everything that was done to it, and who saw it.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use kernel::{Ctx, Error, Result, Task, Viewed, journal::Record};
use ui::{Page, TimelineEvent};
use uuid::Uuid;

use super::{
    JOURNAL,
    filter::{Asked, address},
    known::{Known, label},
    store,
    view::event,
};
use crate::{RECORD_READ, access, newest::Cursor, reach::Reach};

/// Entries on a page of a timeline.
const PER_PAGE: usize = 50;

/// A page of what was done to a thing, newest first.
#[derive(Debug, Default)]
pub struct Timeline {
    /// In words, for the component `list::timeline`.
    pub events: Vec<TimelineEvent>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// What was done to a thing, in words. Whoever calls has decided that the reader may see the thing; the rights of the
/// journal's own screens are not asked.
///
/// # Errors
/// The database's.
pub async fn timeline(
    ctx: &Ctx,
    page: &Page,
    kind: &str,
    id: Uuid,
    below: Option<Cursor>,
) -> Result<Timeline> {
    let records = store::of_thing(ctx, None, (kind, id), below, PER_PAGE as u64 + 1).await?;
    tell(ctx, page, records).await
}

async fn tell(ctx: &Ctx, page: &Page, mut records: Vec<Record>) -> Result<Timeline> {
    let next = next(&mut records, PER_PAGE);
    let known = Known::of(ctx, &records).await?;
    Ok(Timeline { events: records.iter().map(|record| event(page, record, &known)).collect(), next })
}

/// Cuts off what is no longer on the page and says where the next one begins.
pub(crate) fn next(records: &mut Vec<Record>, per_page: usize) -> Option<Cursor> {
    let more = records.len() > per_page;
    records.truncate(per_page);
    records.last().filter(|_| more).map(|last| Cursor { at: last.at, id: last.id })
}

#[derive(Template)]
#[template(path = "record/templates/story.html")]
struct StoryPage {
    page: Page,
    kind: String,
    /// The thing's work screen, if the reader may open it.
    open: Option<String>,
    events: Vec<TimelineEvent>,
    older: Option<String>,
    newest: Option<String>,
    views: Vec<access::Line>,
    all_views: String,
}

/// Where the story of a thing is, for those to whom [`show`] shows some of it.
pub(crate) fn href(ctx: Ctx, kind: &'static str, id: Uuid) -> Task<'static, Option<String>> {
    Box::pin(async move {
        if !ctx.may(RECORD_READ, None) {
            return Ok(None);
        }
        let reach = Reach::of(&ctx)?;
        let some = !store::of_thing(&ctx, Some(&reach), (kind, id), None, 1).await?.is_empty();
        Ok(some.then(|| format!("{JOURNAL}/ve/{kind}/{id}")))
    })
}

/// Shown to those who reach every record of the thing, or as much of it as they reach: nothing reached is no page.
pub(super) async fn show(
    ctx: Ctx,
    Path((kind, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let reach = Reach::of(&ctx)?;
    let below = Cursor::parse(&asked.truoc);
    let records = store::of_thing(&ctx, Some(&reach), (&kind, id), below, PER_PAGE as u64 + 1).await?;
    let views = access::of_thing(&ctx, &reach, &kind, id).await?;
    if records.is_empty() && views.is_empty() && below.is_none() {
        return Err(Error::NotFound);
    }
    let agency = records.first().and_then(|record| record.agency_id);
    ctx.log_view(Viewed { kind: &kind, id, agency }, "audit.view.story").await;
    let frame = ctx.page("");
    let known = Known::look_up(&ctx, [].into(), [(kind.clone(), id)].into()).await?;
    let titled = known.thing(&kind, id);
    let words = label(&super::known::kinds(&ctx), ctx.lang(), &kind);
    let title = titled.map_or_else(|| super::known::tail(id), |t| t.title.clone());
    let journal = frame.t("audit.journal.title").to_owned();
    let mut page = frame.crumb(journal, Some(JOURNAL)).crumb(title.clone(), None);
    page.title = title;
    page.noindex = true;
    let told = tell(&ctx, &page, records).await?;
    let here = page.href(&format!("{JOURNAL}/ve/{kind}/{id}"));
    let id = id.to_string();
    let shown = StoryPage {
        kind: words,
        open: titled.and_then(|t| t.href.as_ref()).map(|href| page.href(href)),
        events: told.events,
        older: told.next.map(|cursor| address(&here, &[], Some(&cursor.text()))),
        newest: below.map(|_| here),
        views: access::lines(&ctx, &page, &views).await?,
        all_views: address(&page.href(access::PATH), &[("loai", &kind), ("doi-tuong", &id)], None),
        page,
    };
    ctx.html(&shown)
}
