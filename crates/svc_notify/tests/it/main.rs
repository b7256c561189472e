//! What people are told and how: over every way, when it fails, as they prefer, and what administrators do about it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod admin;
mod bell;
mod gateway;
mod kit;
mod letters;
mod opt_out;
mod preferences;
mod push;
mod servers;
mod smtp;
mod sweep;
mod texts;
