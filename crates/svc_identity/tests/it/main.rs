//! What people meet: signing in and out, their own account, and what administrators do to accounts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod admin;
mod kit;
mod own;
mod sign_in;
