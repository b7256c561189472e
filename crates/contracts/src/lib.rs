//! Plain types by which modules meet without knowing each other, one file per publishing module or service.

pub mod notify;
pub mod search;
