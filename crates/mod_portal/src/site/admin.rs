use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use base::{Id, text};
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{FormState, Message, Page, Pager};

use super::{Contact, Site, edit::edit, form, leader, store, view};
use crate::policy;

const LIST: &str = "/quan-tri/trang";

#[derive(Template)]
#[template(path = "site/templates/index.html")]
struct IndexPage {
    page: Page,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    name: String,
    href: String,
    slug: String,
    public: String,
    contact: bool,
    until: String,
}

#[derive(Template)]
#[template(path = "site/templates/edit.html")]
struct EditPage {
    page: Page,
    form: FormState,
    action: String,
    public: String,
    /// What each field says while it is left empty.
    hints: Contact,
    /// Where another word in addresses is asked for; empty for whoever does not decide about the agency.
    address: String,
    /// What that word is for.
    address_lede: String,
}

/// Which page of the list, narrowed to what.
#[derive(Deserialize)]
pub(super) struct Find {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: u64,
}

/// The sites the actor may change.
pub(super) async fn index(ctx: Ctx, Query(find): Query<Find>) -> Result<Response> {
    let number = find.page.clamp(1, 10_000);
    let (sites, total) = store::editable(&ctx, policy::SITE_EDIT, &find.q, number).await?;
    let mut page = ctx.page(ui::t(ctx.lang(), "portal.site.edit.list").to_owned());
    page.query = text::nfc(&find.q);
    let rows = sites
        .iter()
        .map(|site| Row {
            name: site.name_in(page.lang).to_owned(),
            href: page.href(&format!("{LIST}/{}", site.id)),
            slug: site.slug.clone(),
            public: page.href(&format!("/s/{}/", site.slug)),
            contact: !site.responsible.is_empty() && !site.phone.is_empty() && !site.email.is_empty(),
            until: view::until(&page, site),
        })
        .collect();
    let pager = Pager::new(number, store::PER_PAGE, total, &page.href(LIST), &[("q", &page.query)]);
    ctx.html(&IndexPage { rows, pager, page })
}

/// The form of one site.
pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Site>>) -> Result<Response> {
    let site = store::open(&ctx, policy::SITE_EDIT, id).await?;
    let leaders = leader::of_site(ctx.read(), id).await?;
    let form = form::open(&site, &leaders);
    answer(&ctx, StatusCode::OK, &site, form)
}

/// Saves it; a form with faults comes back with everything typed.
pub(super) async fn save(ctx: Ctx, Path(id): Path<Id<Site>>, Form(mut form): Form) -> Result<Response> {
    let site = store::open(&ctx, policy::SITE_EDIT, id).await?;
    let Some(command) = form::read(&mut form) else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, form);
    };
    match edit(&ctx, id, &command).await {
        Ok(site) => {
            let said = Message::new("portal.site.edit.saved").with("name", site.name_in(ctx.lang()));
            Ok(ctx.redirect_saying(LIST, said))
        }
        Err(Error::Invalid(form)) => answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, *form),
        Err(error) if error.is_stale() => {
            let site = store::open(&ctx, policy::SITE_EDIT, id).await?;
            let kept = form::open(&site, &leader::of_site(ctx.read(), id).await?);
            answer(&ctx, StatusCode::CONFLICT, &site, form.beside(&kept, site.version))
        }
        Err(error) => Err(error),
    }
}

/// Gives the site another word in addresses.
pub(super) async fn readdress(ctx: Ctx, Path(id): Path<Id<Site>>, Form(form): Form) -> Result<Response> {
    let site = store::open(&ctx, policy::SITE_EDIT, id).await?;
    let version = form.value("version").parse().unwrap_or(0);
    match super::readdress(&ctx, id, version, &form.text("slug")).await {
        Ok(site) => {
            let said = Message::new("portal.site.address.saved").with("word", &site.slug);
            Ok(ctx.redirect_saying(&format!("{LIST}/{id}"), said))
        }
        Err(Error::Invalid(faults)) => {
            let leaders = leader::of_site(ctx.read(), id).await?;
            let mut open = form::open(&site, &leaders).with("slug", form.value("slug"));
            for fault in faults.errors() {
                open.reject(&fault.field, fault.message.clone());
            }
            answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, open)
        }
        Err(error) => Err(error),
    }
}

fn answer(ctx: &Ctx, status: StatusCode, site: &Site, form: FormState) -> Result<Response> {
    let mut page = ctx.page(site.name_in(ctx.lang()));
    page.crumbs
        .push(ui::Crumb { label: page.t("portal.site.edit.list").to_owned(), href: Some(LIST.to_owned()) });
    let page = page.crumb(site.name_in(ctx.lang()), None);
    let action = page.href(&format!("{LIST}/{}", site.id));
    let public = page.href(&format!("/s/{}/", site.slug));
    let hint = |said: &str| match said {
        "" => String::new(),
        said => page.fill("portal.site.edit.same", &[("text", &said)]),
    };
    let hints = Contact {
        name_en: hint(&site.agency.name_en),
        address: hint(&site.agency.address),
        phone: hint(&site.agency.phone),
        email: hint(&site.agency.email),
        hours: match site.agency.hours.as_str() {
            "" => page.t("portal.site.edit.hours_hint").to_owned(),
            said => hint(said),
        },
    };
    let decides = ctx.may(policy::SITE_EDIT, Some(svc_org::agency::deciding_path(&site.agency_path)));
    let address = if decides { format!("{action}/dia-chi") } else { String::new() };
    let domain = format!(".{}", ctx.app().config().domain);
    let address_lede = page.fill("portal.site.address.lede", &[("domain", &domain)]);
    ctx.html_with(status, &EditPage { form, action, public, hints, address, address_lede, page })
}
