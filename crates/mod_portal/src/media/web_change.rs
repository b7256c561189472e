//! The screen of one item: what it shows, what is said about it, where it stands.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, Sent},
};
use ui::{Choice, FormState, Page};

use super::{
    LIBRARY, PURPOSE,
    add::ALT_MISSING,
    form,
    model::Item,
    replace::OTHER_SORT,
    shown::Media,
    store::{self, Use},
    web::{Card, FILE, focuses, intake, path},
};
use crate::{
    policy::{ENTRY_WRITE, SITE_COMPOSE},
    site,
};

/// Entries named on an item's screen.
const MOST_USES: u64 = 100;

struct Place {
    title: String,
    href: Option<String>,
    site: String,
    is_public: bool,
}

#[derive(Template)]
#[template(path = "media/templates/show.html")]
struct ShowPage {
    page: Page,
    path: String,
    card: Card,
    /// Where the file is opened.
    href: String,
    caption: String,
    credit: String,
    may_change: bool,
    accept: String,
    form: FormState,
    focuses: Vec<Choice>,
    uses: Vec<Place>,
}

async fn load(ctx: &Ctx, id: Id<Item>) -> Result<Item> {
    store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Item>>) -> Result<Response> {
    let item = load(&ctx, id).await?;
    let form = form::filled(&item.details).with("version", item.version);
    screen(&ctx, StatusCode::OK, item, form).await
}

async fn screen(ctx: &Ctx, status: StatusCode, item: Item, form: FormState) -> Result<Response> {
    let title = item.details.title.clone();
    let page = ctx
        .page(title.clone())
        .crumb(ui::t(ctx.lang(), "portal.media.title"), Some(LIBRARY))
        .crumb(title, None);
    let family = site::sites(ctx.app())?;
    let media = Media::read(ctx.read(), vec![item.clone()]).await?;
    let shown = media.get(item.id).ok_or(Error::NotFound)?;
    let uses = store::uses(ctx.read(), item.id, MOST_USES).await?;
    let place = |entry: Use| Place {
        title: match entry.entry_id {
            Some(_) => entry.title,
            None => page.t("portal.media.use_face").to_owned(),
        },
        href: match entry.entry_id {
            Some(id) => ctx
                .may(ENTRY_WRITE, Some(&entry.path))
                .then(|| page.href(&format!("/quan-tri/noi-dung/{id}"))),
            None => ctx
                .may(SITE_COMPOSE, Some(&entry.path))
                .then(|| page.href(&format!("{}/{}/giao-dien", crate::face::WORK, entry.site_id))),
        },
        site: family.by_id(Id::from_uuid(entry.site_id)).map_or("", |s| s.name_in(page.lang)).to_owned(),
        is_public: entry.is_public,
    };
    let name = family.by_id(item.site).map_or("", |s| s.name_in(page.lang));
    let shown = ShowPage {
        path: page.href(&path(item.id)),
        card: Card::new(&page, name, shown),
        href: page.href(&shown.href()),
        caption: item.details.caption.clone(),
        credit: item.details.credit.clone(),
        may_change: ctx.may(ENTRY_WRITE, Some(&item.agency_path)),
        accept: PURPOSE.accept(),
        form,
        focuses: focuses(&page),
        uses: uses.into_iter().map(place).collect(),
        page,
    };
    ctx.html_with(status, &shown)
}

/// The screen once more, with what was typed. After another change it says so and shows what is kept now.
async fn again(ctx: &Ctx, id: Id<Item>, mut form: FormState, stale: bool) -> Result<Response> {
    let item = load(ctx, id).await?;
    let status = if stale {
        form = form.beside(&form::filled(&item.details), item.version);
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    screen(ctx, status, item, form).await
}

pub(super) async fn create_change(
    ctx: Ctx,
    Path(id): Path<Id<Item>>,
    Form(mut form): Form,
) -> Result<Response> {
    let details = form::details(&mut form);
    if !form.is_ok() {
        return again(&ctx, id, form, false).await;
    }
    match super::change(&ctx, id, form.version(), details).await {
        Ok(_) => Ok(ctx.redirect_saying(&path(id), "portal.media.said.changed")),
        Err(error) if error.is_stale() => again(&ctx, id, form, true).await,
        Err(Error::Conflict(message)) if message.key() == ALT_MISSING => {
            form.reject("alt", message);
            again(&ctx, id, form, false).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn create_file(ctx: Ctx, Path(id): Path<Id<Item>>, sent: Sent) -> Result<Response> {
    let item = load(&ctx, id).await?;
    // Asked before anything is taken in.
    if !ctx.may(ENTRY_WRITE, Some(&item.agency_path)) {
        return Err(Error::Forbidden);
    }
    let (mut form, received) = intake(&ctx, sent).await?;
    let whole = |form: &FormState| {
        let filled = form::filled(&item.details).with("version", form.version());
        form.errors().iter().fold(filled, |mut filled, error| {
            filled.reject(&error.field, error.message.clone());
            filled
        })
    };
    let (Some(received), true) = (received, form.is_ok()) else {
        let form = whole(&form);
        return screen(&ctx, StatusCode::UNPROCESSABLE_ENTITY, item, form).await;
    };
    match super::replace(&ctx, id, form.version(), received.upload).await {
        Ok(_) => Ok(ctx.redirect_saying(&path(id), "portal.media.said.replaced")),
        Err(Error::Conflict(message)) if message.key() == OTHER_SORT => {
            form.reject(FILE, message);
            let form = whole(&form);
            screen(&ctx, StatusCode::UNPROCESSABLE_ENTITY, item, form).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn create_removal(ctx: Ctx, Path(id): Path<Id<Item>>, Form(form): Form) -> Result<Response> {
    super::remove(&ctx, id, form.version()).await?;
    Ok(ctx.redirect_saying(LIBRARY, "portal.media.said.removed"))
}
