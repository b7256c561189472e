//! Files as their senders and readers meet them, on both databases.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod clamd;
mod doctor;
mod kit;
mod pictures;
mod reading;
mod refusals;
mod resume;
mod rights;
mod s3;
mod samples;
mod sending;
mod sweeping;
mod tus;
