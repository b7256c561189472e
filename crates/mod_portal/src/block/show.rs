use kernel::{Ctx, Result};
use ui::{Page, Picture};

use super::{
    Block, Kind, Setting,
    kind::{ALL, Stands},
};
use crate::site::{Site, Sites};

/// A stretch of the page from edge to edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Band {
    /// HTML that makes its whole band itself.
    Alone(String),
    /// HTML across the page; on the tinted ground if `true`.
    Across(String, bool),
    /// Pieces of HTML beside one another.
    Beside(Vec<String>),
}

/// The page a list of blocks makes. What has nothing to show is left out, and so is a kind nobody knows any more.
///
/// # Errors
/// The database's; a template's.
pub async fn bands(
    ctx: &Ctx,
    page: &Page,
    family: &Sites,
    site: &Site,
    blocks: &[Block],
    photograph: Option<&Picture>,
) -> Result<Vec<Band>> {
    let mut bands = Vec::new();
    for block in blocks {
        let Some(kind) = Kind::by_name(&block.kind).filter(|kind| (kind.fits)(site.kind)) else { continue };
        let setting = Setting { page, site, family, block, photograph };
        let Some(html) = (kind.show)(ctx, &setting).await? else { continue };
        let across = block.fields.text("width") == "across";
        match kind.stands {
            Stands::Alone => bands.push(Band::Alone(html)),
            Stands::Tinted => bands.push(Band::Across(html, true)),
            Stands::Across => bands.push(Band::Across(html, false)),
            Stands::Beside if across => bands.push(Band::Across(html, false)),
            Stands::Beside => match bands.last_mut() {
                // Three stand beside one another; a fourth begins another line by itself.
                Some(Band::Beside(pieces)) => pieces.push(html),
                _ => bands.push(Band::Beside(vec![html])),
            },
        }
    }
    Ok(bands)
}

/// The kinds a site may have.
pub(super) fn fitting(site: &Site) -> impl Iterator<Item = &'static Kind> {
    ALL.iter().copied().filter(|kind| (kind.fits)(site.kind))
}
