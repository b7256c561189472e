//! Where the links of letters lead. The signed word in the address is the right to what it says; opening it changes
//! nothing, because programs that look through mail open links, too.

use askama::Template;
use axum::{extract::Path, response::Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Ctx, Error, Result};
use ui::Page;

use super::{
    leave::{leave, left_by},
    model::{Mailing, Topic},
    store,
    tell::labels,
    token::{self, Out},
};
use crate::site;

#[derive(Template)]
#[template(path = "mailing/templates/letter.html")]
struct LetterPage {
    page: Page,
    text: String,
    /// What is confirmed or left, by name.
    topics: Vec<String>,
    /// What the button says and where it is sent; nothing when there is nothing to do.
    button: Option<(String, String)>,
    /// Leaving all else that the address is told of.
    others: Option<(String, Vec<String>)>,
    home: String,
}

impl LetterPage {
    fn new(ctx: &Ctx, title: &str, text: &str) -> Self {
        let mut page = ctx.page("");
        page.title = page.t(title).to_owned();
        page.noindex = true;
        Self {
            text: page.t(text).to_owned(),
            topics: Vec::new(),
            button: None,
            others: None,
            home: page.href("/"),
            page,
        }
    }

    fn shown(&self, ctx: &Ctx, status: StatusCode) -> Result<Response> {
        let mut response = ctx.html_with(status, self)?;
        // The address is the right to it: links out of this page do not carry it along.
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        Ok(response)
    }
}

/// Topics with the sites they are of.
async fn named(ctx: &Ctx, mailings: &[Mailing]) -> Result<Vec<String>> {
    let family = site::sites(ctx.app())?;
    let topics: Vec<Topic> = mailings.iter().map(|mailing| mailing.topic.clone()).collect();
    let labels = labels(ctx, ctx.lang(), &topics).await?;
    let with_site = |(mailing, label): (&Mailing, String)| match family.by_id(mailing.site) {
        Some(site) => format!("{label} ({})", site.name_in(ctx.lang())),
        None => label,
    };
    Ok(mailings.iter().zip(labels).map(with_site).collect())
}

pub(super) async fn show_confirmation(ctx: Ctx, Path(word): Path<String>) -> Result<Response> {
    let Some((id, _)) = token::confirmed(ctx.app().secret(), &word, ctx.now()) else { return over(&ctx) };
    let Some(mailing) = store::find(ctx.read(), id).await? else { return over(&ctx) };
    let mut shown = LetterPage::new(&ctx, "portal.mailing.confirm.title", "portal.mailing.confirm.text");
    shown.topics = named(&ctx, &[mailing]).await?;
    let label = shown.page.t("portal.mailing.confirm.button").to_owned();
    shown.button = Some((label, shown.page.href(&format!("/thu-bao/xac-nhan/{word}"))));
    shown.shown(&ctx, StatusCode::OK)
}

/// The link is too old, was made up, or its reader has left: the same page for all of them.
fn over(ctx: &Ctx) -> Result<Response> {
    let shown = LetterPage::new(ctx, "portal.mailing.over.title", "portal.mailing.over.text");
    shown.shown(ctx, StatusCode::NOT_FOUND)
}

pub(super) async fn create_confirmation(ctx: Ctx, Path(word): Path<String>) -> Result<Response> {
    let Some((id, pace)) = token::confirmed(ctx.app().secret(), &word, ctx.now()) else { return over(&ctx) };
    if !super::confirm(&ctx, id, pace).await? {
        return over(&ctx);
    }
    let mut shown = LetterPage::new(&ctx, "portal.mailing.confirmed.title", "portal.mailing.confirmed.text");
    if let Some(mailing) = store::find(ctx.read(), id).await? {
        shown.topics = named(&ctx, &[mailing]).await?;
    }
    shown.shown(&ctx, StatusCode::OK)
}

fn out(ctx: &Ctx, word: &str) -> Result<Out> {
    token::left(ctx.app().secret(), word).ok_or(Error::NotFound)
}

pub(super) async fn show_out(ctx: Ctx, Path(word): Path<String>) -> Result<Response> {
    let leaving = left_by(&ctx, &out(&ctx, &word)?).await?;
    if leaving.is_empty() {
        return gone(&ctx, None).await;
    }
    let mut shown = LetterPage::new(&ctx, "portal.mailing.leave.title", "portal.mailing.leave.text");
    shown.topics = named(&ctx, &leaving).await?;
    let label = shown.page.t("portal.mailing.leave.button").to_owned();
    shown.button = Some((label, shown.page.href(&format!("/thu-bao/thoi/{word}"))));
    shown.shown(&ctx, StatusCode::OK)
}

/// The button, and the one click of mail programs, which want no redirect.
pub(super) async fn create_out(ctx: Ctx, Path(word): Path<String>) -> Result<Response> {
    let way = out(&ctx, &word)?;
    let digest = left_by(&ctx, &way).await?.into_iter().next().map(|mailing| mailing.digest);
    leave(&ctx, &way).await?;
    gone(&ctx, digest).await
}

/// Whoever has left is told so, and offered to leave the rest as well.
async fn gone(ctx: &Ctx, digest: Option<String>) -> Result<Response> {
    let mut shown = LetterPage::new(ctx, "portal.mailing.left.title", "portal.mailing.left.text");
    if let Some(digest) = digest {
        let others = store::of_address(ctx.read(), &digest).await?;
        if !others.is_empty() {
            let word = token::leave(ctx.app().secret(), &Out::All(digest));
            let path = shown.page.href(&format!("/thu-bao/thoi/{word}"));
            shown.others = Some((path, named(ctx, &others).await?));
        }
    }
    shown.shown(ctx, StatusCode::OK)
}
