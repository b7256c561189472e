//! Stories across modules: the program as people meet it, from the command line, over HTTP, in a real browser.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests fail by panicking")]

mod browser;
mod commands;
mod composing;
mod editing;
mod hostile;
mod journeys;
mod kinds;
mod model;
#[path = "../../src/modules.rs"]
mod modules;
mod one_stop;
mod own_data;
mod pages;
mod pictures;
mod previews;
mod program;
mod provider;
mod readers;
mod refusals;
mod reorganisation;
mod reorganisation_carries;
mod rights;
mod signing_in;
mod uploads;
