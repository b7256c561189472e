//! An account: a name to sign in with, a name to be called by, and a password nobody else knows.
//!
//! It is made by an administrator, or by the operator's command, with a first password that has to be changed at the
//! first sign-in: until then the account holds no role at all. A locked account keeps its history and its grants but
//! signs in nowhere, and its sessions end with the locking.

mod admin_page;
mod change_password;
mod check_password;
mod create;
mod device;
mod form;
mod invite_again;
mod lift_second_steps;
mod lock;
mod model;
mod password;
mod reset_password;
pub(crate) mod store;
mod web;
mod web_admin;

use kernel::{Access, Routes};

pub use create::{NewAccount, create_account, create_account_with_grant};
pub use lift_second_steps::lift_second_steps;
pub use lock::{lock, unlock};
pub use model::{Account, Status};
pub use password::{Hasher, draw as draw_password};
pub use reset_password::reset_password;

pub(crate) use change_password::{check_new_password, tell_password_changed};
pub(crate) use check_password::check_password;
pub(crate) use device::device;
pub(crate) use model::{AccountCreated, parse_login};
pub(crate) use password::NOBODYS;

use crate::ACCOUNT_MANAGE;

/// The page of one's own account.
pub(crate) const OWN_PATH: &str = "/tai-khoan";
/// The administrators' list.
pub(crate) const ADMIN_PATH: &str = "/quan-tri/tai-khoan";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(OWN_PATH, Access::SignedIn, web::show)
        .post("/tai-khoan/mat-khau", Access::SignedIn, web::create_password)
        .post_proved("/tai-khoan/lien-he", Access::SignedIn, web::update_contact)
        .get(ADMIN_PATH, ACCOUNT_MANAGE, web_admin::index)
        .post(ADMIN_PATH, ACCOUNT_MANAGE, web_admin::create)
        .get("/quan-tri/tai-khoan/moi", ACCOUNT_MANAGE, web_admin::new)
        .get("/quan-tri/tai-khoan/{id}", ACCOUNT_MANAGE, web_admin::show)
        .post_proved("/quan-tri/tai-khoan/{id}/mat-khau", ACCOUNT_MANAGE, web_admin::create_password)
        .post_proved("/quan-tri/tai-khoan/{id}/hai-buoc", ACCOUNT_MANAGE, web_admin::create_lifting)
        .post_proved("/quan-tri/tai-khoan/{id}/khoa", ACCOUNT_MANAGE, web_admin::create_lock)
        .post("/quan-tri/tai-khoan/{id}/mo-khoa", ACCOUNT_MANAGE, web_admin::create_unlock)
        .post("/quan-tri/tai-khoan/{id}/loi-moi", ACCOUNT_MANAGE, web_admin::create_invitation)
        .post_proved("/quan-tri/tai-khoan/{id}/vai-tro", ACCOUNT_MANAGE, web_admin::create_grant)
        .post_proved(
            "/quan-tri/tai-khoan/{id}/vai-tro/{grant}/ket-thuc",
            ACCOUNT_MANAGE,
            web_admin::create_grant_end,
        )
}
