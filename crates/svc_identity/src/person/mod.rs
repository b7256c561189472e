//! A person: who they are, how they are reached, the numbers they are known by. Accounts and posts belong to persons; a
//! person may have neither.
//!
//! Personal numbers are shown whole only on a person's own page, and each such view is noted in the access log.

mod contact;
mod model;
pub(crate) mod store;

pub use contact::{Contact, contacts, names};
pub use model::{Details, Person};
pub(crate) use model::{PersonCreated, PersonEdited, parse_email, parse_name};
