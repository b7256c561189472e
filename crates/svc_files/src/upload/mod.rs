//! Files on their way in. An upload is begun with a name and, if known, a length; pieces are appended at the offset
//! reached, each durable before the next is counted; when all is there the content is looked at and kept, or refused
//! in words. Nothing half-done is left behind: what arrived stays until the upload is finished, ended or expired.

mod append;
mod create;
mod finish;
mod form;
mod model;
mod peek;
mod store;
mod sweep;
mod tus;
mod web;

use kernel::{Access, Routes};

pub use append::Source;
pub use create::{create, terminate};
pub use finish::{Received, finish};
pub use form::{Intake, read_form, receive};
pub use model::{Begin, Upload};
pub use peek::peek;
pub(crate) use store::{Sender, known, taken};
pub(crate) use sweep::sweep;

/// Where pieces lie until the upload is finished.
pub(crate) const PARTS: &str = "parts";

/// The largest body an upload route takes: the largest file, and what a form adds around it.
fn limit(config: &kernel::Config) -> u64 {
    config.files_max_mib.saturating_mul(1024 * 1024).saturating_add(1024 * 1024)
}

pub(crate) fn routes() -> Routes {
    use http::Method;
    Routes::new()
        .on(Method::OPTIONS, tus::PATH, Access::Public, tus::options)
        .post(tus::PATH, Access::SignedIn, tus::begin)
        .on(Method::HEAD, tus::UPLOAD, Access::SignedIn, tus::head)
        .on(Method::DELETE, tus::UPLOAD, Access::SignedIn, tus::delete)
        .streamed(Method::PATCH, tus::UPLOAD, Access::SignedIn, limit, tus::patch)
        .streamed(Method::POST, tus::UPLOAD, Access::SignedIn, limit, tus::patch_by_post)
        .streamed(Method::POST, "/tep/gui", Access::SignedIn, limit, web::send)
}
