//! The journal in words: found, read one by one, and as the story of one thing.
//!
//! [`filter`] reads what is asked for from the address, [`store`] finds it within the reader's [reach](crate::reach),
//! [`known`] looks up what identifiers are called, [`words`] makes sentences, [`view`] makes rows of them.

pub(crate) mod filter;
pub(crate) mod known;
pub(crate) mod store;
mod story;
pub(crate) mod view;
pub(crate) mod web;
pub(crate) mod words;

use kernel::{Routes, Subject};
use uuid::Uuid;

use crate::RECORD_READ;

pub(crate) use story::href as story_href;
pub use story::{Timeline, timeline};

/// Where the journal is read.
pub(crate) const JOURNAL: &str = "/quan-tri/nhat-ky";

/// The journal as a thing that is looked at.
pub(crate) struct Journal;

impl Subject for Journal {
    const KIND: &'static str = "journal";
    fn subject_id(&self) -> Uuid {
        Uuid::nil()
    }
}

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(JOURNAL, RECORD_READ, web::index)
        .get("/quan-tri/nhat-ky/{id}", RECORD_READ, web::show)
        .get("/quan-tri/nhat-ky/ve/{kind}/{id}", RECORD_READ, story::show)
}
