//! How people are reached, and what they are called: for services that write to them or show who did something.

use std::collections::HashMap;

use base::{Id, Phone};
use kernel::Result;
use sea_orm::ConnectionTrait;
use ui::Lang;
use uuid::Uuid;

use super::store;
use crate::Account;

/// How somebody with an account is reached.
#[derive(Clone, Debug)]
pub struct Contact {
    /// The account.
    pub account: Id<Account>,
    /// Their name.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// The language they are written to in.
    pub lang: Lang,
}

/// How these accounts' people are reached; locked accounts and unknown ones are left out.
///
/// # Errors
/// The database's.
pub async fn contacts<C: ConnectionTrait>(db: &C, accounts: &[Uuid]) -> Result<Vec<Contact>> {
    store::contacts(db, accounts).await
}

/// What these accounts are called, locked ones too; unknown ones are left out.
///
/// # Errors
/// The database's.
pub async fn names<C: ConnectionTrait>(db: &C, accounts: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    store::names(db, accounts).await
}
