//! The same act on many entries: each is done or refused for itself, by the same rules as one alone, and the answer says
//! which.

use askama::Template;
use axum::response::Response;
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{FormState, Page};

use super::{
    WORK, desk, form,
    model::{Entry, Span},
    store,
};

/// Most entries at once: two pages of the list.
const MOST: usize = 50;

struct Outcome {
    title: String,
    href: String,
    /// Why not, if it was not done.
    refused: String,
}

#[derive(Template)]
#[template(path = "entry/templates/work_bulk.html")]
struct BulkPage {
    page: Page,
    done: String,
    outcomes: Vec<Outcome>,
    back: String,
    /// What has to be said first, with the form that says it.
    form: FormState,
    action: String,
    chosen: Vec<String>,
}

/// The entries a form names, each as `identifier:version`.
fn chosen(form: &FormState) -> Vec<(Id<Entry>, i64)> {
    let read = |text: &str| {
        let (id, version) = text.split_once(':')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    form.values("entry").filter_map(read).take(MOST).collect()
}

/// Hands over those chosen.
pub(super) async fn create_submissions(ctx: Ctx, Form(form): Form) -> Result<Response> {
    let mut outcomes = Vec::new();
    for (id, version) in chosen(&form) {
        let done = super::submit(&ctx, id, version).await;
        outcomes.push(outcome(&ctx, id, done).await?);
    }
    show(&ctx, "portal.entry.bulk.submitted", outcomes)
}

/// Approves those chosen.
pub(super) async fn create_publications(ctx: Ctx, Form(form): Form) -> Result<Response> {
    let mut outcomes = Vec::new();
    for (id, version) in chosen(&form) {
        let done = super::publish(&ctx, id, version, Span::default()).await;
        outcomes.push(outcome(&ctx, id, done).await?);
    }
    show(&ctx, "portal.entry.bulk.published", outcomes)
}

/// Takes those chosen off the site, for one reason, which is asked for first.
pub(super) async fn create_withdrawals(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let asked = form.values("withdraw_reason").next().is_some();
    let reason = if asked {
        form::reason(&mut form, "withdraw_reason", "portal.entry.wrong.withdraw_reason")
    } else {
        String::new()
    };
    let chosen = chosen(&form);
    if reason.is_empty() || !form.is_ok() {
        if chosen.is_empty() {
            return show(&ctx, "portal.entry.bulk.withdrawn", Vec::new());
        }
        return ask_reason(&ctx, form, chosen).await;
    }
    let mut outcomes = Vec::new();
    for (id, version) in chosen {
        let done = super::withdraw(&ctx, id, version, &reason).await;
        outcomes.push(outcome(&ctx, id, done).await?);
    }
    show(&ctx, "portal.entry.bulk.withdrawn", outcomes)
}

/// What became of one. Only what the program itself failed at ends the whole.
async fn outcome(ctx: &Ctx, id: Id<Entry>, done: Result<Entry>) -> Result<Outcome> {
    let refused = match done {
        Ok(_) => String::new(),
        Err(Error::Conflict(message)) => message.text(ctx.lang()),
        Err(Error::Invalid(form)) => {
            form.errors().iter().map(|error| error.message.text(ctx.lang())).collect::<Vec<_>>().join("; ")
        }
        Err(Error::NotFound) => ui::t(ctx.lang(), "portal.entry.bulk.gone").to_owned(),
        Err(Error::Forbidden) => ui::t(ctx.lang(), "portal.entry.bulk.forbidden").to_owned(),
        Err(other) => return Err(other),
    };
    let entry = store::find(ctx.read(), ctx.actor(), id).await?;
    let page = ctx.page("");
    Ok(Outcome {
        title: entry.as_ref().map_or_else(|| id.to_string(), |entry| entry.content.title.clone()),
        href: entry.map(|_| page.href(&desk::path(id))).unwrap_or_default(),
        refused,
    })
}

fn frame(ctx: &Ctx, title: &'static str) -> Page {
    let t = |key| ui::t(ctx.lang(), key);
    ctx.page(t(title)).crumb(t("portal.entry.work.title"), Some(WORK)).crumb(t(title), None)
}

fn show(ctx: &Ctx, title: &'static str, outcomes: Vec<Outcome>) -> Result<Response> {
    let page = frame(ctx, title);
    let done = outcomes.iter().filter(|outcome| outcome.refused.is_empty()).count();
    let done = page.fill("portal.entry.bulk.done", &[("done", &done), ("all", &outcomes.len())]);
    let back = page.href(WORK);
    let (form, action, chosen) = Default::default();
    ctx.html(&BulkPage { page, done, outcomes, back, form, action, chosen })
}

async fn ask_reason(ctx: &Ctx, form: FormState, chosen: Vec<(Id<Entry>, i64)>) -> Result<Response> {
    let page = frame(ctx, "portal.entry.bulk.withdraw");
    let status = if form.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut outcomes = Vec::new();
    for (id, _) in &chosen {
        if let Some(entry) = store::find(ctx.read(), ctx.actor(), *id).await? {
            let (title, href) = (entry.content.title, page.href(&desk::path(*id)));
            outcomes.push(Outcome { title, href, refused: String::new() });
        }
    }
    let shown = BulkPage {
        done: String::new(),
        outcomes,
        back: page.href(WORK),
        form,
        action: page.href("/quan-tri/noi-dung/withdrawals"),
        chosen: chosen.iter().map(|(id, version)| format!("{id}:{version}")).collect(),
        page,
    };
    ctx.html_with(status, &shown)
}
