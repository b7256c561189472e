//! Passkeys (W3C Web Authentication Level 3): signing in by the device's own lock, without a password.
//!
//! A passkey belongs to the province's domain; one of another site is refused by its origin. It is asked to check its holder
//! (finger, face, code), so it stands for both steps of signing in. What is asked of the browser is kept until it answers,
//! for five minutes, and is used once, on any node.

mod ceremony;
mod register;
mod remove;
mod sign_in;
pub(crate) mod store;
mod web;

use kernel::{Access, Routes};

pub(crate) use ceremony::{Relying, sweep};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post_proved("/tai-khoan/bao-mat/khoa", Access::SignedIn, web::new)
        .post("/tai-khoan/bao-mat/khoa/xong", Access::SignedIn, web::create)
        .post_proved("/tai-khoan/bao-mat/khoa/{id}/go", Access::SignedIn, web::delete)
        .get("/dang-nhap/khoa", Access::Public, web::new_session)
        .post("/dang-nhap/khoa", Access::Public, web::create_session)
}
