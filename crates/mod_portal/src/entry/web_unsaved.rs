//! What the writing screen asks while somebody types.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::{Id, Timestamp};
use kernel::{
    Ctx, Error, Result,
    http::{Form, FormKey},
};
use ui::{FormState, Page};

use super::{WORK, desk, form, hints, model::Entry, store, unsaved, web_work::kind};

#[derive(Template)]
#[template(path = "entry/templates/_unsaved.html")]
struct Fragment {
    page: Page,
    /// When what is typed was kept, if there was something new.
    kept: String,
    /// Who else writes.
    others: Vec<String>,
    /// Somebody saved since the form was opened.
    outdated: bool,
    hints: Vec<String>,
}

/// Keeps what is typed, and answers who else writes and what would make the text easier to read.
pub(super) async fn create(ctx: Ctx, Path(id): Path<Id<Entry>>, Form(typed): Form) -> Result<Response> {
    let entry = reachable(&ctx, id, &typed).await?;
    let changed = typed.value("changed") == "1";
    if changed {
        unsaved::keep(&ctx, id, &typed).await?;
    } else {
        unsaved::note(&ctx, id).await?;
    }
    let page = ctx.page("");
    let others = unsaved::others(&ctx, id).await?.into_iter().map(|other| {
        let name = match other.display_name.as_str() {
            "" => page.t("portal.entry.unsaved.somebody"),
            name => name,
        };
        match other.typed_at {
            Some(at) => {
                let when = Timestamp(at).local().vn();
                page.fill("portal.entry.unsaved.types", &[("name", &name), ("when", &when)])
            }
            None => page.fill("portal.entry.unsaved.reads", &[("name", &name)]),
        }
    });
    let others = others.collect();
    let mut read = typed.clone();
    let content = form::content(&mut read, kind(&typed));
    let fragment = Fragment {
        kept: if changed {
            page.fill("portal.entry.unsaved.kept", &[("when", &clock_time(&ctx))])
        } else {
            String::new()
        },
        others,
        outdated: entry.is_some_and(|entry| entry.version != typed.version()),
        hints: hints::of(&content).iter().map(|hint| hint.text(page.lang)).collect(),
        page,
    };
    ctx.html(&fragment)
}

/// The entry, if it exists and whoever asks may write it; nothing for one that its form has begun.
async fn reachable(ctx: &Ctx, id: Id<Entry>, typed: &FormState) -> Result<Option<Entry>> {
    if let Some(entry) = store::find(ctx.read(), ctx.actor(), id).await? {
        return Ok(Some(entry));
    }
    // Somebody else's entry exists too: then the key was not given to this account for it.
    if FormKey::read::<Entry>(ctx, typed) == id { Ok(None) } else { Err(Error::NotFound) }
}

/// The present time in Viet Nam, `09:05`.
fn clock_time(ctx: &Ctx) -> String {
    let time = ctx.now().local().time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Lets go of what was typed.
pub(super) async fn create_removal(ctx: Ctx, Path(id): Path<Id<Entry>>, Form(_): Form) -> Result<Response> {
    let exists = store::find(ctx.read(), ctx.actor(), id).await?.is_some();
    if !exists && unsaved::own(&ctx, id).await?.is_none() {
        return Err(Error::NotFound);
    }
    unsaved::forget(&ctx, id).await?;
    let to = if exists { desk::path(id) } else { WORK.to_owned() };
    Ok(ctx.redirect_saying(&to, "portal.entry.said.let_go"))
}
