//! Printouts as their readers have them: kept for good, read by machines, saying what was typed and nothing else.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bounds;
mod forms;
mod kit;
mod qr;
mod standard;
mod text;
