//! The form by which anybody asks to be told. Pages that lead to it are kept for everybody; it has an address of its own.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{Choice, FormState, Message, Page};

use super::{
    ask::{Ask, ask},
    label,
    model::{Address, Mailing, Pace, Topic},
};
use crate::{
    entry::{self, Kind, opened},
    guard::{Gate, What},
    site::{self, Site},
    typed::line,
};

/// Longest address, in characters.
const ADDRESS_MAX: usize = 200;

/// Where a page's readers ask to be told, with what the form opens with: nothing for a site whose agency has ended.
pub fn link(ctx: &Ctx, page: &Page, site: &Site, query: &[(&str, &str)]) -> Option<String> {
    if site.is_former(ctx.today()) {
        return None;
    }
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let path = page.site(&format!("/{}", super::WORD));
    Some(if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) })
}

/// Where the reader comes from.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct From {
    /// A section's word.
    #[serde(default, rename = "chuyen-muc")]
    section: String,
    /// A category of it.
    #[serde(default)]
    muc: String,
    /// The last part of an entry's address.
    #[serde(default)]
    trang: String,
}

/// What can be asked for, and where to go afterwards.
struct Offer {
    site: std::sync::Arc<Site>,
    topics: Vec<Topic>,
    /// Without language prefix.
    back: String,
    /// As the form's own address says it, checked.
    query: String,
}

async fn offer(ctx: &Ctx, from: &From) -> Result<Offer> {
    let site = site::current(ctx)?;
    if site.is_former(ctx.today()) {
        return Err(Error::Conflict(Message::new("portal.mailing.refused.former").with("name", &site.name)));
    }
    let base = ctx.origin().base.clone();
    let Some(kind) = Kind::by_section(&from.section) else {
        let kinds = entry::kinds(ctx, site.id).await?;
        let topics = kinds.into_iter().map(|kind| Topic::Section(kind, None)).collect();
        return Ok(Offer { site, topics, back: format!("{base}/"), query: String::new() });
    };
    let mut query = format!("?chuyen-muc={}", kind.section);
    let (mut topics, mut back, mut category) =
        (Vec::new(), format!("{base}/{}", kind.section), from.muc.clone());
    if !from.trang.is_empty() {
        let entry = opened(ctx, site.id, kind.name, &from.trang).await?.ok_or(Error::NotFound)?;
        topics.push(Topic::Entry(entry.id.uuid()));
        back = format!("{base}{}", entry.path);
        if let Some(last) = entry.path.rsplit('/').next() {
            query.push_str(&format!("&trang={last}"));
        }
        category =
            kind.facets().next().map(|field| entry.fields.text(field.name)).unwrap_or_default().to_owned();
    }
    let mut sections = Topic::of_entry(kind, &category);
    if let Some(Topic::Section(_, Some(word))) = sections.last()
        && from.trang.is_empty()
    {
        query.push_str(&format!("&muc={word}"));
    }
    // The narrower one first: whoever came from a category means it.
    sections.reverse();
    topics.extend(sections);
    Ok(Offer { site, topics, back, query })
}

const fn gate(site: Id<Site>) -> Gate {
    Gate { form: "mailing", about: site.uuid(), what: What::Letter }
}

#[derive(Template)]
#[template(path = "mailing/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    sum: String,
    path: String,
    back: String,
    topics: Vec<Choice>,
    paces: Vec<Choice>,
    /// All sections, where only some topics are offered.
    all: Option<String>,
}

async fn show(ctx: &Ctx, status: StatusCode, offer: &Offer, form: FormState) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.mailing.title").to_owned();
    page.description = page.fill("portal.mailing.lede", &[("site", &offer.site.name_in(page.lang))]);
    page.noindex = true;
    page.crumbs.push(ctx.home_crumb());
    let here = page.title.clone();
    let page = page.crumb(here, None);
    let mut topics = Vec::new();
    for topic in &offer.topics {
        let named = label(ctx, page.lang, topic).await?;
        let hint = match topic {
            Topic::Entry(_) => page.t("portal.mailing.topic.page"),
            Topic::Section(..) => page.t("portal.mailing.topic.section"),
        };
        topics.push(Choice::new(topic.code(), named).hint(hint));
    }
    let paces = Pace::ALL.iter().map(|pace| Choice::new(pace.code(), page.t(pace.key())));
    let own = page.site(&format!("/{}", super::WORD));
    let shown = NewPage {
        sum: gate(offer.site.id).sum(ctx, &form),
        path: format!("{own}{}", offer.query),
        back: page.href(&offer.back),
        topics,
        paces: paces.collect(),
        all: (!offer.query.is_empty()).then_some(own),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

pub(super) async fn new(ctx: Ctx, Query(from): Query<From>) -> Result<Response> {
    let offer = offer(&ctx, &from).await?;
    let mut form = FormState::default().with("pace", Pace::Each.code());
    if let Some(first) = offer.topics.first() {
        form = form.with("topic", first.code());
    }
    let form = gate(offer.site.id).open(&ctx, form);
    show(&ctx, StatusCode::OK, &offer, form).await
}

pub(super) async fn create(ctx: Ctx, Query(from): Query<From>, Form(mut form): Form) -> Result<Response> {
    let offer = offer(&ctx, &from).await?;
    let topic = Topic::parse(form.value("topic")).filter(|topic| offer.topics.contains(topic));
    if topic.is_none() {
        form.reject("topic", "portal.mailing.wrong.topic");
    }
    let pace = Pace::parse(form.value("pace"));
    if pace.is_none() {
        form.reject("pace", "portal.mailing.wrong.pace");
    }
    let typed = line(&mut form, "email", ADDRESS_MAX);
    let address = Address::parse(&typed);
    if address.is_none() && form.error("email").is_none() {
        form.reject("email", "portal.mailing.wrong.email");
    }
    let gate = gate(offer.site.id);
    let id: Option<Id<Mailing>> = gate.check(&ctx, &mut form)?;
    let (Some(topic), Some(pace), Some(address), Some(id)) = (topic, pace, address, id) else {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &offer, form).await;
    };
    let asked = Ask { site: offer.site.clone(), topic, pace, address };
    if !ask(&ctx, id, &asked).await? {
        gate.sent_before(&ctx, &mut form);
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &offer, form).await;
    }
    // The same sentence for every address: who is told of what is nobody else's business.
    Ok(ctx.redirect_saying(&offer.back, "portal.mailing.said.asked"))
}
