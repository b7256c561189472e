//! What people meet: signing in and out, their own account, and what administrators do to accounts.

mod admin;
mod kit;
mod own;
mod sign_in;
