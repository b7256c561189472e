use axum::{extract::Path, response::Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form};
use uuid::Uuid;

use super::subscribe;
use crate::preference;

/// The script that shows messages while no page is open. Browsers ask for it again by the same name, so it has one
/// without a hash.
pub(super) async fn worker(ctx: Ctx) -> Result<Response> {
    let script = ui::assets::find("push-worker.js").ok_or(Error::NotFound)?;
    let mut response = ctx.public_bytes(script.content_type, script.bytes);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// Asked for by the script of the preferences page.
pub(super) async fn create(ctx: Ctx, Form(form): Form) -> Result<Response> {
    subscribe::subscribe(&ctx, &form).await?;
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

pub(super) async fn create_end(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    subscribe::end(&ctx, id).await?;
    Ok(ctx.redirect_saying(preference::PATH, "notify.push.ended"))
}
