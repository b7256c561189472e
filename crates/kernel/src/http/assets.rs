use axum::{extract::Path, response::Response};
use http::{HeaderValue, header};

use crate::{Ctx, Error, Result};

/// Styles, scripts, fonts and pictures. Their names carry a hash of their content, so browsers keep them for good.
pub(super) async fn show(ctx: Ctx, Path(file): Path<String>) -> Result<Response> {
    let asset = ui::assets::all()
        .iter()
        .find(|asset| asset.path.strip_prefix("/assets/") == Some(&file))
        .ok_or(Error::NotFound)?;
    let mut response = ctx.asset(asset.content_type, asset.bytes);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(response)
}

/// Browsers ask for this name unasked.
pub(super) async fn favicon(ctx: Ctx) -> Result<Response> {
    Ok(ctx.redirect(ui::assets::href("favicon.svg")))
}

/// Every component in every state.
pub(super) async fn gallery(ctx: Ctx) -> Result<Response> {
    ctx.html(&ui::gallery::GalleryPage::new(ctx.page("")))
}

/// The same for work screens.
pub(super) async fn work_gallery(ctx: Ctx) -> Result<Response> {
    ctx.html(&ui::gallery::WorkGalleryPage::new(ctx.page("")))
}
