//! Pictures that lead somewhere, each with words on what it shows.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Picture;

use super::{Kind, Setting, Stands, everywhere};
use crate::{
    entry::field::{Field, Row},
    media::Media,
};

/// Pictures that lead somewhere, each with words on what it shows.
pub static BANNERS: Kind = Kind {
    name: "banners",
    icon: "image",
    stands: Stands::Across,
    once: false,
    fits: everywhere,
    fields: &[Field::rows(
        "banners",
        &[Field::picture("picture"), Field::line("picture_alt"), Field::link("link")],
    )],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_banners.html")]
struct Piece {
    heading: String,
    banners: Vec<(String, Picture)>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let rows = setting.fields().rows("banners");
    let named: Vec<_> = rows.iter().filter_map(|row| row.get("picture")?.parse().ok()).collect();
    let media = Media::load(ctx, &named).await?;
    let said = |row: &Row, name: &str| row.get(name).cloned().unwrap_or_default();
    let banners: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            let picture = media.picture(&said(row, "picture"), &said(row, "picture_alt"))?;
            // A picture without words leads nowhere for whoever does not see it.
            let whole = !picture.alt.is_empty() && row.contains_key("link");
            whole.then(|| (setting.page.nav_href(&said(row, "link")), picture))
        })
        .collect();
    if banners.is_empty() {
        return Ok(None);
    }
    let heading = setting.said("heading", "heading_en").unwrap_or_default();
    Ok(Some(Piece { heading, banners }.render()?))
}
