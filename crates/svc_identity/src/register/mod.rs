//! A citizen makes an account of their own: name and mail address first, then, by the link that comes there, the password.
//! Nothing is kept before the link was opened, and whoever asks learns nothing of who has an account: the same is said, and a
//! letter goes to the address in both cases. Such an account holds no role; what it does, it does for its owner.

mod ask;
mod complete;
mod model;
mod web;

use kernel::{Access, App, NoticeKind, Routes};

/// The letter with the link.
pub(crate) const ASKED: NoticeKind =
    NoticeKind::required("identity.registration", &[kernel::Channel::Mail]).secret().urgent();
/// The letter to somebody who has an account already.
pub(crate) const KNOWN: NoticeKind =
    NoticeKind::required("identity.registration_known", &[kernel::Channel::Mail]).urgent();

/// Opens the book of who was sent how many letters.
pub(crate) fn start(app: &App) {
    app.keep(ask::Letters::default());
}

/// The slice's routes.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/dang-ky", Access::Public, web::new)
        .post("/dang-ky", Access::Public, web::create)
        .get("/dang-ky/{token}", Access::Public, web::show)
        .post("/dang-ky/{token}", Access::Public, web::update)
}
