//! What people meet: signing in and out, their own account, and what administrators do to accounts.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod admin;
mod climbing;
mod delegation;
mod guessing;
mod held_once;
mod kit;
mod link;
mod lost;
mod openid;
mod own;
mod own_data;
mod provider;
mod register;
mod reorganise;
mod rights;
mod second;
mod sign_in;
mod staff;
mod staff_list;
mod stale;
