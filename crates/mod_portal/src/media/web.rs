//! Screens of the library: the list, choosing one for an entry, sending another.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::Id;
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{FormKey, Sent},
};
use serde::Deserialize;
use svc_files::Received;
use ui::{Choice, FormState, Page, Pager, Picture};

use super::{
    LIBRARY, PURPOSE,
    add::ALT_MISSING,
    form,
    model::{Focus, Item},
    shown::{Media, Shown},
    store::{self, Filter, PER_PAGE},
};
use crate::site::{self, Site, writable, writable_choices};

/// The field a file comes in.
pub(super) const FILE: &str = "file";

/// An item as lists show it.
pub(super) struct Card {
    pub id: String,
    pub href: String,
    /// How entries name it.
    pub address: String,
    pub title: String,
    pub alt: String,
    pub picture: Option<Picture>,
    /// Kind and size.
    pub measure: String,
    pub site: String,
    pub is_shared: bool,
}

impl Card {
    pub(super) fn new(page: &Page, site: &str, shown: &Shown) -> Self {
        let item = &shown.item;
        Self {
            id: item.id.to_string(),
            href: page.href(&path(item.id)),
            address: item.address(),
            title: item.details.title.clone(),
            alt: item.details.alt.clone(),
            picture: shown.picture("").or_else(|| shown.look.preview.clone()),
            measure: shown.measure(),
            site: site.to_owned(),
            is_shared: item.details.is_shared,
        }
    }
}

/// The address of an item's screen.
pub(super) fn path(id: Id<Item>) -> String {
    format!("{LIBRARY}/{id}")
}

/// What the list is narrowed to.
#[derive(Deserialize)]
pub(super) struct IndexQuery {
    /// `anh` or `tep`.
    #[serde(default)]
    loai: String,
    #[serde(default)]
    site: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

impl IndexQuery {
    fn filter(&self) -> Filter {
        Filter {
            pictures: match self.loai.as_str() {
                "anh" => Some(true),
                "tep" => Some(false),
                _ => None,
            },
            site: self.site.parse().ok(),
            words: base::text::nfc(&self.q).chars().take(100).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "media/templates/index.html")]
struct IndexPage {
    page: Page,
    path: String,
    new: String,
    tabs: Vec<(String, String, bool)>,
    form: FormState,
    sites: Vec<Choice>,
    cards: Vec<Card>,
    pager: Pager,
    filtered: bool,
}

pub(super) async fn index(ctx: Ctx, Query(query): Query<IndexQuery>) -> Result<Response> {
    let page = ctx.page(ui::t(ctx.lang(), "portal.media.title"));
    let filter = query.filter();
    let total = store::count(ctx.read(), ctx.actor(), &filter).await?;
    let path = page.href(LIBRARY);
    let site = filter.site.map(|id| id.to_string()).unwrap_or_default();
    let kept = |kind: &'static str| {
        [("loai", kind), ("site", site.as_str()), ("q", filter.words.as_str())].to_owned()
    };
    let kind = match filter.pictures {
        Some(true) => "anh",
        Some(false) => "tep",
        None => "",
    };
    let pager = Pager::asked(&query.page, PER_PAGE, total, &path, &kept(kind));
    let tab = |word: &'static str, label: &'static str| {
        let href = Pager::new(1, 1, 0, &path, &kept(word)).href;
        (page.t(label).to_owned(), href.trim_end_matches(['&', '?']).to_owned(), word == kind)
    };
    let tabs = vec![
        tab("", "portal.media.all"),
        tab("anh", "portal.media.pictures"),
        tab("tep", "portal.media.documents"),
    ];
    let items = store::list(ctx.read(), ctx.actor(), &filter, PER_PAGE, pager.before()).await?;
    let cards = cards(&ctx, &page, items).await?;
    let filtered = filter.pictures.is_some() || filter.site.is_some() || !filter.words.is_empty();
    let form = FormState::default().with("q", &filter.words).with("site", &site).with("loai", kind);
    let new = page.href("/quan-tri/thu-vien/moi");
    let sites = writable_choices(&ctx, filter.site)?;
    ctx.html(&IndexPage { page, path, new, tabs, form, sites, cards, pager, filtered })
}

/// The items in their order, with their files.
async fn cards(ctx: &Ctx, page: &Page, items: Vec<Item>) -> Result<Vec<Card>> {
    let family = site::sites(ctx.app())?;
    let order: Vec<_> = items.iter().map(|item| item.id).collect();
    let media = Media::read(ctx.read(), items).await?;
    let card = |shown: &Shown| {
        let site = family.by_id(shown.item.site);
        Card::new(page, site.map_or("", |s| s.name_in(page.lang)), shown)
    };
    Ok(order.into_iter().filter_map(|id| media.get(id)).map(card).collect())
}

#[derive(Template)]
#[template(path = "media/templates/_choose.html")]
struct ChooseFragment {
    page: Page,
    cards: Vec<Card>,
    /// Whether there are more than are shown.
    more: bool,
    words: String,
}

/// What an editor may choose from while writing: part of a page, asked for by the editor's script.
pub(super) async fn choose(ctx: Ctx, Query(query): Query<IndexQuery>) -> Result<Response> {
    let page = ctx.page("");
    let filter = query.filter();
    let mut items = store::list(ctx.read(), ctx.actor(), &filter, PER_PAGE + 1, 0).await?;
    let more = items.len() as u64 > PER_PAGE;
    items.truncate(PER_PAGE as usize);
    let cards = cards(&ctx, &page, items).await?;
    ctx.html(&ChooseFragment { page, cards, more, words: filter.words })
}

#[derive(Template)]
#[template(path = "media/templates/new.html")]
struct NewPage {
    page: Page,
    path: String,
    accept: String,
    form: FormState,
    sites: Vec<Choice>,
    focuses: Vec<Choice>,
}

/// The nine places of a picture.
pub(super) fn focuses(page: &Page) -> Vec<Choice> {
    Focus::ALL.iter().map(|focus| Choice::new(focus.code(), page.t(&focus.key()))).collect()
}

pub(super) async fn new(ctx: Ctx) -> Result<Response> {
    let mut form = FormState::default()
        .with(FormKey::FIELD, FormKey::issue(&ctx))
        .with("focus", Focus::default().code());
    if let [only] = writable(&ctx)?.as_slice() {
        form = form.with("site", only.id);
    }
    show_new(&ctx, StatusCode::OK, form)
}

fn show_new(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let t = |key| ui::t(ctx.lang(), key);
    let page = ctx
        .page(t("portal.media.new"))
        .crumb(t("portal.media.title"), Some(LIBRARY))
        .crumb(t("portal.media.new"), None);
    let (sites, focuses) = (writable_choices(ctx, form.value("site").parse().ok())?, focuses(&page));
    let path = page.href(LIBRARY);
    ctx.html_with(status, &NewPage { page, path, accept: PURPOSE.accept(), form, sites, focuses })
}

/// Reads a form with one file; `None` once it was answered with what is wrong.
pub(super) async fn intake(ctx: &Ctx, sent: Sent) -> Result<(FormState, Option<Received>)> {
    let purpose = |field: &str, _: &[(String, String)]| (field == FILE).then(|| PURPOSE.name.to_owned());
    let intake = svc_files::read_form(ctx, sent, purpose).await?;
    let mut form = intake.form;
    let received = intake.files.into_iter().last().map(|(_, received)| received);
    match &received {
        // What arrived need not be sent again when something else is wrong.
        Some(received) => form = form.with("file_upload", received.upload),
        None if form.error(FILE).is_none() => form.reject(FILE, "portal.media.wrong.file"),
        None => {}
    }
    Ok((form, received))
}

pub(super) async fn create(ctx: Ctx, sent: Sent) -> Result<Response> {
    let (mut form, received) = intake(&ctx, sent).await?;
    let site: Option<Id<Site>> = form.value("site").parse().ok();
    let site = site.filter(|id| writable(&ctx).is_ok_and(|mine| mine.iter().any(|s| s.id == *id)));
    if site.is_none() {
        form.reject("site", "portal.entry.wrong.site");
    }
    let details = form::details(&mut form);
    let (Some(site), Some(received), true) = (site, received, form.is_ok()) else {
        return refused(&ctx, form);
    };
    let item = match super::add(&ctx, FormKey::read(&ctx, &form), site, received.upload, &details).await {
        Err(Error::Conflict(message)) if message.key() == ALT_MISSING => {
            form.reject("alt", message);
            return refused(&ctx, form);
        }
        added => added?,
    };
    // The editor's script takes what it sent straight into the text.
    if ctx.origin().fragment {
        let page = ctx.page("");
        let cards = cards(&ctx, &page, vec![item]).await?;
        return ctx.html(&ChooseFragment { page, cards, more: false, words: String::new() });
    }
    Ok(ctx.redirect_saying(&path(item.id), "portal.media.said.added"))
}

#[derive(Template)]
#[template(path = "media/templates/_refused.html")]
struct RefusedFragment {
    page: Page,
    form: FormState,
}

fn refused(ctx: &Ctx, form: FormState) -> Result<Response> {
    if ctx.origin().fragment {
        let page = ctx.page("");
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &RefusedFragment { page, form });
    }
    show_new(ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
}

/// Opens an item's file, whoever asks, at the address entries name it by.
pub(super) async fn open(ctx: Ctx, Path(id): Path<Id<Item>>) -> Result<Response> {
    let media = Media::load(&ctx, &[id]).await?;
    let shown = media.get(id).ok_or(Error::NotFound)?;
    Ok(ctx.redirect(&shown.href()))
}
