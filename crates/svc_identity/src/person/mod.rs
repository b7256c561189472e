//! A person: who they are, how they are reached, the numbers they are known by. Accounts and posts belong to persons; a
//! person may have neither.
//!
//! Lists show the ends of personal numbers only. A person's own page in the administration shows them whole on demand, and
//! each such view is noted in the access log.

mod colleagues;
mod contact;
mod create;
mod edit;
mod model;
pub(crate) mod store;
mod store_colleagues;
mod web;
mod web_posts;

use kernel::{Access, Routes};

pub use contact::{Contact, OwnAccount, accounts_of_same, contacts, names, person_of};
pub(crate) use edit::{edit_own_contact, require_over};
pub use model::{Details, Person};
pub(crate) use model::{PersonCreated, PersonEdited, parse_email, parse_name};
pub(crate) use store_colleagues::{StandIn, stand_ins};

use crate::PERSON_MANAGE;

/// The administrators' list of people.
pub(crate) const STAFF_PATH: &str = "/quan-tri/nhan-su";
/// The people one works with.
pub(crate) const COLLEAGUES_PATH: &str = "/dong-nghiep";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(COLLEAGUES_PATH, Access::SignedIn, colleagues::index)
        .get(STAFF_PATH, PERSON_MANAGE, web::index)
        .post(STAFF_PATH, PERSON_MANAGE, web::create)
        .get("/quan-tri/nhan-su/moi", PERSON_MANAGE, web::new)
        .get("/quan-tri/nhan-su/{id}", PERSON_MANAGE, web::show)
        .post("/quan-tri/nhan-su/{id}", PERSON_MANAGE, web::update)
        .post("/quan-tri/nhan-su/{id}/so-dinh-danh", PERSON_MANAGE, web::show_numbers)
        .post("/quan-tri/nhan-su/{id}/chuc-vu", PERSON_MANAGE, web_posts::create)
        .post("/quan-tri/nhan-su/{id}/chuc-vu/{post}/ket-thuc", PERSON_MANAGE, web_posts::create_end)
}
