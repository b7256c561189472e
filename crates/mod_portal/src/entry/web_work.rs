//! Where editors work: writing, deciding.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Actor, Id};
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, FormKey},
};
use serde::Deserialize;
use ui::{Choice, FormState, Lang, Page, t};

use super::{
    WORK, conflict, desk,
    field::{self, Asked, Offered, Shape},
    form,
    kind::{self, ARTICLE, Kind, Part},
    library::Library,
    model::{Entry, Status},
    store,
    tongue::Tongue,
    translation, unsaved,
};
use crate::{
    media::{self, Item},
    site::{Offer, Site, writable},
    typed::refused,
};

/// What the form of a kind asks for.
pub(super) struct Choices {
    pub summary: bool,
    pub body: bool,
    pub body_required: bool,
    pub fields: Vec<Asked>,
    pub langs: Vec<Choice>,
}

impl Choices {
    /// With what the library offers to the kind's fields.
    pub(super) async fn load(ctx: &Ctx, page: &Page, kind: &Kind, form: &FormState) -> Result<Self> {
        let named: Vec<Id<Item>> = form.pairs().filter_map(|(_, value)| value.parse().ok()).collect();
        let choose = async |pictures: bool| -> Result<Vec<Choice>> {
            let items = media::choices(ctx.read(), ctx.actor(), pictures, &named).await?;
            Ok(items.into_iter().map(|item| Choice::new(item.id.to_string(), item.details.title)).collect())
        };
        let offered = Offered { pictures: choose(true).await?, documents: choose(false).await? };
        Ok(Self {
            summary: kind.summary != Part::None,
            body: kind.body != Part::None,
            body_required: kind.body == Part::Required,
            fields: field::ask(page.lang, kind.name, kind.fields, form, &offered),
            langs: Tongue::ALL.map(|tongue| Choice::new(tongue.code(), tongue.name(page.lang))).into(),
        })
    }
}

/// The kind a form is about; an article where it does not say.
pub(super) fn kind(form: &FormState) -> &'static Kind {
    Kind::by_name(form.value("kind")).unwrap_or(&ARTICLE)
}

#[derive(Template)]
#[template(path = "entry/templates/work_new.html")]
struct NewPage {
    page: Page,
    path: String,
    preview: String,
    /// The kinds to choose among: label, address, whether it is this one.
    kinds: Vec<(String, String, bool)>,
    /// What the kind is for.
    about: String,
    form: FormState,
    sites: Offer,
    choices: Choices,
    /// The entry to be, and where what is typed is kept on the way.
    key: Id<Entry>,
    keep: String,
    /// What was begun and not saved: when and what, and where it is gone on with.
    begun: Vec<(String, String)>,
    library: Library,
}

#[derive(Deserialize)]
pub(super) struct NewQuery {
    /// The kind.
    #[serde(default)]
    loai: String,
    /// The site it is for: its word in addresses, or words of its name.
    #[serde(default)]
    trang: String,
    /// The entry begun and not saved that is gone on with.
    #[serde(rename = "dang-viet", default)]
    unsaved: String,
    /// The entry that is translated.
    dich: Option<Id<Entry>>,
    /// The language it is translated into.
    #[serde(default)]
    tieng: String,
}

pub(super) async fn new(ctx: Ctx, Query(query): Query<NewQuery>) -> Result<Response> {
    let kind = match query.loai.as_str() {
        "" => &ARTICLE,
        name => Kind::by_name(name).ok_or(Error::NotFound)?,
    };
    if let Ok(id) = query.unsaved.parse()
        && let Some(unsaved) = unsaved::own(&ctx, id).await?
    {
        return show_new(&ctx, StatusCode::OK, unsaved.form, &query.trang).await;
    }
    if let Some(original) = query.dich {
        let lang = Tongue::parse(&query.tieng).ok_or(Error::NotFound)?;
        let form = translation::filled(&ctx, original, lang).await?;
        return show_new(&ctx, StatusCode::OK, form.with(FormKey::FIELD, FormKey::issue(&ctx)), "").await;
    }
    let author = match ctx.actor() {
        Actor::Account(account) => account.display_name.clone(),
        Actor::Anonymous | Actor::System(_) => String::new(),
    };
    let mut form = FormState::default()
        .with(FormKey::FIELD, FormKey::issue(&ctx))
        .with("kind", kind.name)
        .with("author", author)
        .with("lang", Lang::Vi.code());
    if let Some(Shape::Choice([first, ..])) = kind.field("category").map(|field| field.shape) {
        form = form.with("category", first);
    }
    show_new(&ctx, StatusCode::OK, form, &query.trang).await
}

/// The form of a new one, for the site it says or the one `named`.
async fn show_new(ctx: &Ctx, status: StatusCode, mut form: FormState, named: &str) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.entry.work.new").to_owned();
    let list = page.t("portal.entry.work.title").to_owned();
    let here = page.title.clone();
    page = page.crumb(list, Some(WORK)).crumb(here, None);
    let mine = writable(ctx)?;
    let sites = Offer::new(&mine, page.lang, form.value("site").parse().ok(), named);
    let only = if let [only] = mine.as_slice() { Some(only.id) } else { None };
    if let Some(site) = sites.chosen.or(only) {
        form = form.with("site", site);
    }
    let kind = kind(&form);
    let choices = Choices::load(ctx, &page, kind, &form).await?;
    // A translation is of its original's kind and stands on its site.
    let chosen = if form.value("original").is_empty() { kind::ALL } else { &[] };
    let on = mine.iter().find(|site| sites.chosen == Some(site.id));
    let on = on.map(|site| format!("&trang={}", site.slug)).unwrap_or_default();
    let kinds = chosen.iter().map(|other| {
        let href = page.href(&format!("{WORK}/moi?loai={}{on}", other.name));
        (page.t(&other.key()).to_owned(), href, *other == kind)
    });
    let kinds = kinds.collect();
    let about = match form.value("original") {
        "" => t(page.lang, &format!("portal.kind.{}.about_kind", kind.name)).to_owned(),
        _ => page.t("portal.entry.translation.about").to_owned(),
    };
    let (path, preview) = (page.href(WORK), page.href("/quan-tri/noi-dung/xem-truoc"));
    let key: Id<Entry> = FormKey::read(ctx, &form);
    let keep = page.href(&format!("{WORK}/{key}/unsaved"));
    let mut begun = Vec::new();
    for unsaved in unsaved::begun(ctx).await?.into_iter().filter(|unsaved| unsaved.entry != key) {
        let title = unsaved.form.text("title");
        let title = if title.is_empty() { page.t("portal.entry.unsaved.untitled") } else { &title };
        let when = unsaved.typed_at.local().vn();
        let said = page.fill("portal.entry.unsaved.begun_one", &[("title", &title), ("when", &when)]);
        begun.push((said, page.href(&format!("{WORK}/moi?dang-viet={}", unsaved.entry))));
    }
    let library = Library::new(ctx, &page)?;
    let shown =
        NewPage { page, path, preview, kinds, about, form, sites, choices, key, keep, begun, library };
    ctx.html_with(status, &shown)
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let site: Option<Id<Site>> = form.value("site").parse().ok();
    let site = site.filter(|id| writable(&ctx).is_ok_and(|mine| mine.iter().any(|s| s.id == *id)));
    if site.is_none() {
        form.reject("site", "portal.entry.wrong.site");
    }
    let kind = kind(&form);
    let content = form::content(&mut form, kind);
    let (Some(site), true) = (site, form.is_ok()) else {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form, "").await;
    };
    let key = FormKey::read(&ctx, &form);
    let begun = match form.value("original").parse() {
        Ok(original) => super::translate(&ctx, key, original, &content).await,
        Err(_) => super::draft(&ctx, key, site, &content).await,
    };
    let entry = match begun {
        Ok(entry) => entry,
        Err(error) => {
            let (form, status) = refused(form, error)?;
            return show_new(&ctx, status, form, "").await;
        }
    };
    if entry.content != content {
        // The page was gone back to and written on after its first sending: both are shown, neither is lost.
        return conflict::show(&ctx, &entry, form).await;
    }
    unsaved::forget(&ctx, entry.id).await?;
    Ok(ctx.redirect_saying(&desk::path(entry.id), "portal.entry.said.drafted"))
}

async fn load(ctx: &Ctx, id: Id<Entry>) -> Result<Entry> {
    store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)
}

#[derive(Deserialize)]
pub(super) struct ShowQuery {
    /// Present when the form is asked for, where the entry is read at first.
    sua: Option<String>,
    /// Present when what was typed and not saved is gone on with.
    #[serde(rename = "dang-viet")]
    unsaved: Option<String>,
    /// A link just made by which others read it early.
    #[serde(rename = "xem-truoc", default)]
    early: String,
}

pub(super) async fn show(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Query(query): Query<ShowQuery>,
) -> Result<Response> {
    let entry = load(&ctx, id).await?;
    let mut writing = matches!(entry.status, Status::Draft | Status::Returned) || query.sua.is_some();
    let mut form = entry.content.to_form();
    if query.unsaved.is_some()
        && let Some(unsaved) = unsaved::own(&ctx, id).await?
    {
        // With the version it was typed over: saving it over somebody else's is asked about as ever.
        form = unsaved.form.with("unsaved", 1);
        writing = true;
    }
    if query.early.starts_with("/xem-truoc/") {
        form = form.with("early", format!("{}{}", ctx.origin().host, ctx.page("").href(&query.early)));
    }
    desk::show(&ctx, StatusCode::OK, &entry, form, writing).await
}

pub(super) async fn create_revision(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Form(mut form): Form,
) -> Result<Response> {
    let content = form::content(&mut form, load(&ctx, id).await?.content.kind);
    if !form.is_ok() {
        return again(&ctx, id, form, true).await;
    }
    let entry = match super::edit(&ctx, id, form.version(), content).await {
        Ok(entry) => entry,
        Err(error) => return not_kept(&ctx, id, form, error).await,
    };
    unsaved::forget(&ctx, id).await?;
    let said = if entry.is_public() { "portal.entry.said.saved_beside" } else { "portal.entry.said.saved" };
    Ok(ctx.redirect_saying(&desk::path(id), said))
}

/// The form once more, with what was typed and what is wrong.
async fn again(ctx: &Ctx, id: Id<Entry>, form: FormState, writing: bool) -> Result<Response> {
    let entry = load(ctx, id).await?;
    desk::show(ctx, StatusCode::UNPROCESSABLE_ENTITY, &entry, form, writing).await
}

/// What was typed and could not be kept, with why: beside what is kept now where that changed meanwhile or takes no change,
/// else in the form once more.
async fn not_kept(ctx: &Ctx, id: Id<Entry>, form: FormState, error: Error) -> Result<Response> {
    let entry = load(ctx, id).await?;
    if error.is_stale() || matches!(error, Error::Conflict(_)) && !entry.is_editable() {
        return conflict::show(ctx, &entry, form).await;
    }
    let (form, status) = refused(form, error)?;
    desk::show(ctx, status, &entry, form, true).await
}

/// Hands over. Sent from the form, what is typed there is kept first, so that nobody hands over an older text than
/// the one before their eyes.
pub(super) async fn create_submission(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Form(mut form): Form,
) -> Result<Response> {
    let mut version = form.version();
    if form.values("title").next().is_some() {
        let content = form::content(&mut form, load(&ctx, id).await?.content.kind);
        if !form.is_ok() {
            return again(&ctx, id, form, true).await;
        }
        version = match super::edit(&ctx, id, version, content).await {
            Ok(entry) => entry.version,
            Err(error) => return not_kept(&ctx, id, form, error).await,
        };
        unsaved::forget(&ctx, id).await?;
    }
    match super::submit(&ctx, id, version).await {
        Ok(_) => Ok(ctx.redirect_saying(&desk::path(id), "portal.entry.said.submitted")),
        Err(Error::Invalid(form)) => again(&ctx, id, form.with("version", version), true).await,
        Err(other) => Err(other),
    }
}

pub(super) async fn create_retraction(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Form(form): Form,
) -> Result<Response> {
    super::take_back(&ctx, id, form.version()).await?;
    Ok(ctx.redirect_saying(&desk::path(id), "portal.entry.said.taken_back"))
}

pub(super) async fn create_return(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = form::reason(&mut form, "return_reason", "portal.entry.wrong.return_reason");
    if !form.is_ok() {
        return again(&ctx, id, form, false).await;
    }
    super::send_back(&ctx, id, form.version(), &reason).await?;
    Ok(ctx.redirect_saying(WORK, "portal.entry.said.returned"))
}

pub(super) async fn create_publication(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Form(mut form): Form,
) -> Result<Response> {
    let span = form::span(&mut form, ctx.now());
    if !form.is_ok() {
        return again(&ctx, id, form, false).await;
    }
    let entry = super::publish(&ctx, id, form.version(), span).await?;
    let said = if entry.is_public() && span.from.is_none() {
        "portal.entry.said.published"
    } else {
        "portal.entry.said.planned"
    };
    Ok(ctx.redirect_saying(&desk::path(id), said))
}

pub(super) async fn create_withdrawal(
    ctx: Ctx,
    Path(id): Path<Id<Entry>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = form::reason(&mut form, "withdraw_reason", "portal.entry.wrong.withdraw_reason");
    if !form.is_ok() {
        return again(&ctx, id, form, false).await;
    }
    super::withdraw(&ctx, id, form.version(), &reason).await?;
    Ok(ctx.redirect_saying(&desk::path(id), "portal.entry.said.withdrawn"))
}
