//! The audit as inspectors meet it: searching, reading, taking along, proving; on both databases.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

mod access;
mod export;
mod kit;
mod links;
mod proof;
mod rights;
mod search;
mod words;
