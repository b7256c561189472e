//! What stands below a published entry that readers may answer: a draft asks for opinions, a poll for a choice.

use askama::Template;
use kernel::{Ctx, Result};
use sea_orm::prelude::Uuid;
use ui::Page;

use crate::{
    comment,
    entry::{Content, Tongue},
    vote,
};

#[derive(Template)]
#[template(path = "entry/templates/_answered.html")]
struct Answered<'a> {
    page: &'a Page,
    heading: &'static str,
    text: String,
    link: String,
    href: &'a str,
}

/// What stands in its place below a translation: answers to all languages go into one box, that of the original.
///
/// # Errors
/// The template's.
pub fn of_translation(page: &Page, original: Option<&(Tongue, String)>, content: &Content) -> Result<String> {
    let heading = match content.kind.name {
        "draft" => "portal.comment.list.title",
        "poll" => "portal.vote.title",
        _ => return Ok(String::new()),
    };
    let Some((tongue, href)) = original else { return Ok(String::new()) };
    let lang = tongue.name_within(page.lang);
    let (text, link) = ("portal.entry.translation.answered", "portal.entry.translation.answer");
    let said = |key| page.fill(key, &[("lang", &lang)]);
    let shown = Answered { page, heading, text: said(text), link: said(link), href };
    Ok(shown.render()?)
}

/// A piece of the entry's page, as HTML; nothing for entries nobody answers. `address` is the entry's own, without
/// language prefix.
///
/// # Errors
/// The database's; the template's.
pub async fn html(ctx: &Ctx, page: &Page, id: Uuid, content: &Content, address: &str) -> Result<String> {
    match content.kind.name {
        "draft" => comment::beside(ctx, page, id, content, address).await,
        "poll" => vote::beside(ctx, page, id, content, address).await,
        _ => Ok(String::new()),
    }
}
