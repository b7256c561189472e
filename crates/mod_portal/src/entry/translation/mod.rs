//! The same text in other languages. A translation is an entry of its own, with its own writer, review and revisions; it
//! knows what it is a translation of. The original leads: no translation appears before it, when it leaves the site its
//! translations leave with it, and when it changes, readers and writers of the translations are told.

mod begin;
mod show;
mod store;

pub(super) use begin::filled;
pub(super) use begin::stays_apart;
pub use begin::translate;
pub(super) use show::{Desk, Reading, desk, reading};
pub(super) use store::{is_led, public_of};
