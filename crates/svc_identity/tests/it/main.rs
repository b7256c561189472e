//! What people meet: signing in and out, their own account, and what administrators do to accounts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod admin;
mod kit;
mod openid;
mod own;
mod provider;
mod sign_in;
mod staff_list;
