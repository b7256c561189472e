//! A few words of the editors' own.

use askama::Template;
use kernel::{Ctx, Result, Task};

use super::{Kind, Setting, Stands, everywhere};
use crate::{
    entry::{body, field::Field},
    media::Media,
};

/// A few words of the editors' own.
pub static TEXT: Kind = Kind {
    name: "text",
    icon: "edit",
    stands: Stands::Across,
    once: false,
    fits: everywhere,
    fields: &[Field::text("words"), Field::text("words_en")],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_text.html")]
struct Piece {
    heading: String,
    html: String,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let text = setting.written("words", "words_en");
    if text.is_empty() {
        return Ok(None);
    }
    let media = Media::load(ctx, &body::media(&text)).await?;
    let heading = setting.said("heading", "heading_en").unwrap_or_default();
    Ok(Some(Piece { heading, html: body::to_html(&text, &media) }.render()?))
}
