use askama::Template;
use axum::{extract::Query, response::Response};
use http::StatusCode;
use kernel::{Ctx, Entry, Result};
use ui::{Choice, FormState, Page};

use super::{
    PATH,
    filter::Asked,
    store,
    view::{Line, lines},
};
use crate::{
    newest::Cursor,
    record::{
        JOURNAL, Journal,
        known::{kinds, label},
    },
};

/// Rows on a page of the list.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "access/templates/index.html")]
struct IndexPage {
    page: Page,
    form: FormState,
    entries: Vec<Choice>,
    kinds: Vec<Choice>,
    narrow: bool,
    rows: Vec<Line>,
    older: Option<String>,
    newest: Option<String>,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let mut form = asked.form();
    let search = asked.read(&ctx, &mut form).await?;
    let below = Cursor::parse(&asked.truoc);
    let mut found = Vec::new();
    if form.is_ok() {
        found = store::page(&ctx, &search, below, PER_PAGE as u64 + 1).await?;
    }
    ctx.log_view(&Journal, "audit.view.access").await;
    let more = found.len() > PER_PAGE;
    found.truncate(PER_PAGE);
    let next = found.last().filter(|_| more).map(|last| Cursor { at: last.at, id: last.id });
    let frame = ctx.page(ui::t(ctx.lang(), "audit.access.title"));
    let journal = frame.t("audit.journal.title").to_owned();
    let title = frame.title.clone();
    let mut page = frame.crumb(journal, Some(JOURNAL)).crumb(title, None);
    page.noindex = true;
    let here = page.href(PATH);
    let known = kinds(&ctx);
    let status = if form.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = IndexPage {
        entries: Entry::ALL.map(|entry| Choice::new(entry.as_str(), page.t(words(entry)))).into(),
        kinds: known.iter().map(|k| Choice::new(k.kind, label(&known, page.lang, k.kind))).collect(),
        narrow: !search.reach.is_whole(),
        rows: lines(&ctx, &page, &found).await?,
        older: next.map(|cursor| asked.href(&here, Some(&cursor.text()))),
        newest: below.map(|_| asked.href(&here, None)),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

const fn words(entry: Entry) -> &'static str {
    match entry {
        Entry::View => "audit.entry.view",
        Entry::Refusal => "audit.entry.refusal",
        Entry::Note => "audit.entry.note",
    }
}
