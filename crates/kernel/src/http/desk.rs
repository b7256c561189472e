use std::borrow::Borrow;

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use ui::{Link, Page};

use crate::{Ctx, Errand, Result, Urgency, Waiting, ctx::DESK};

/// What the list shows at most: more than anybody does in a day.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "http/templates/desk.html")]
struct DeskPage {
    page: Page,
    tiles: Vec<Tile>,
    rows: Vec<Errand>,
    /// How many wait that the list has no room for.
    more: u64,
    begin: Vec<Link>,
}

impl DeskPage {
    /// The urgency that begins with this row: where its tile leads.
    fn first_of(&self, row: impl Borrow<usize>) -> Option<&'static str> {
        let row = *row.borrow();
        let urgency = self.rows[row].urgency;
        let begins = row == 0 || self.rows[row - 1].urgency != urgency;
        begins.then_some(urgency.as_str())
    }
}

/// How much waits that is equally pressing.
struct Tile {
    urgency: Urgency,
    count: u64,
    words: String,
    href: String,
}

/// The first screen after signing in: what waits for this person, nearest first, and what they can begin.
pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    let mut rows = Vec::new();
    for queue in ctx.app().modules().iter().filter_map(|m| m.queue) {
        rows.extend(queue(ctx.clone(), MOST as u64).await?);
    }
    rows.sort_by_key(|row| (row.urgency, row.at));
    rows.truncate(MOST);
    let mut page = ctx.page(ui::t(ctx.lang(), "kernel.desk.title"));
    page.noindex = true;
    let all: u64 = ctx.waiting().iter().map(|w| w.count).sum();
    let begin = ctx.beginnings().into_iter();
    let begin = begin.map(|item| Link { label: page.t(item.label).to_owned(), href: page.href(item.href) });
    ctx.html(&DeskPage {
        tiles: tiles(&page, ctx.waiting()),
        more: all.saturating_sub(rows.len() as u64),
        rows,
        begin: begin.collect(),
        page,
    })
}

/// One tile for each urgency. Where only one kind of work has it, the tile speaks of that kind and leads to its list.
fn tiles(page: &Page, waiting: &[Waiting]) -> Vec<Tile> {
    let tile = |urgency: Urgency| {
        let kinds: Vec<&Waiting> = waiting.iter().filter(|w| w.urgency == urgency && w.count > 0).collect();
        let (words, href) = match kinds.as_slice() {
            [] => return None,
            [only] => (only.words.clone(), page.href(only.href)),
            _ => {
                let key = format!("kernel.desk.{}", urgency.as_str());
                (page.t(&key).to_owned(), format!("{}#{}", page.href(DESK), urgency.as_str()))
            }
        };
        Some(Tile { urgency, count: kinds.iter().map(|w| w.count).sum(), words, href })
    };
    Urgency::ALL.into_iter().filter_map(tile).collect()
}

/// Nothing but a sign that somebody still works here: the session goes on.
pub(super) async fn stay() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
