//! The kernel as services see it, on both databases.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod access;
mod acts;
mod cache;
mod front;
mod jobs;
mod journal;
mod notes;
mod schema;
mod sent;
mod serve;
