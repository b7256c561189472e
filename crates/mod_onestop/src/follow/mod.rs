//! Where a dossier is: for whoever handed it in with their account, and for anybody who knows its code and a second fact of
//! the applicant, the telephone, personal number or mail address they left.

mod show;
mod web_find;
mod web_own;

use base::Id;
use http::Method;
use kernel::{Access, App, Routes, http::Allowance};

use crate::dossier::Dossier;

/// Where anybody looks a dossier up.
pub(crate) const FIND: &str = "/mot-cua/tra-cuu";

/// How often one address may try a code.
struct Looks(Allowance);

/// Opens the book of who tried how many codes.
pub(crate) fn start(app: &App) {
    app.keep(Looks(Allowance::per_hour(40)));
}

/// The address of one's own dossier.
pub(crate) fn own_path(id: Id<Dossier>) -> String {
    format!("/mot-cua/ho-so/{id}")
}

/// The slice's routes.
pub fn routes() -> Routes {
    let limit = |config: &kernel::Config| config.files_max_mib * 1024 * 1024 + 1024 * 1024;
    Routes::new()
        .get(FIND, Access::Public, web_find::find)
        .post(FIND, Access::Public, web_find::open)
        .get("/mot-cua/theo-doi/{token}", Access::Public, web_find::show)
        .get("/mot-cua/ho-so/{id}", Access::SignedIn, web_own::show)
        .get("/mot-cua/ho-so/{id}/mau/{form}", Access::SignedIn, crate::dossier::printed::own)
        .post("/mot-cua/ho-so/{id}/withdrawal", Access::SignedIn, web_own::create_withdrawal)
        .streamed(
            Method::POST,
            "/mot-cua/ho-so/{id}/supplement",
            Access::SignedIn,
            limit,
            web_own::create_supplement,
        )
}
