//! How people are reached, and what they are called: for services that write to them or show who did something.

use std::collections::HashMap;

use base::{Id, Phone};
use kernel::{
    Result,
    db::{FromQueryResult, Queries, placeholders},
};
use sea_orm::ConnectionTrait;
use ui::Lang;
use uuid::Uuid;

use super::{Details, store};
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

/// What is known of whoever owns an account: for forms they fill in themselves.
///
/// # Errors
/// The database's.
pub async fn person_of<C: ConnectionTrait>(db: &C, account: Uuid) -> Result<Option<Details>> {
    Ok(store::of_account(db, Id::from_uuid(account)).await?.map(|person| person.details))
}

/// What these accounts are called, locked ones too; unknown ones are left out.
///
/// # Errors
/// The database's.
pub async fn names<C: ConnectionTrait>(db: &C, accounts: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    store::names(db, accounts).await
}

/// An account of somebody, and what they are called by it.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// The account.
    pub id: Uuid,
    /// The account's name, and the person's.
    pub names: Vec<String>,
}

/// Every account of whoever owns one of these: somebody may have one at each place they work.
///
/// # Errors
/// The database's.
pub async fn accounts_of_same<C: Queries>(db: &C, accounts: &[Uuid]) -> Result<Vec<OwnAccount>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        display_name: String,
        full_name: Option<String>,
    }
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT DISTINCT own.id, own.display_name, p.full_name FROM identity_account a \
         JOIN identity_account own ON own.id = a.id OR own.person = a.person \
         LEFT JOIN identity_person p ON p.id = own.person WHERE a.id IN {}",
        placeholders(1, accounts.len())
    );
    let rows: Vec<Row> = db.all(&sql, accounts.iter().map(|&id| id.into()).collect()).await?;
    let own = |row: Row| OwnAccount {
        id: row.id,
        names: [Some(row.display_name), row.full_name].into_iter().flatten().collect(),
    };
    Ok(rows.into_iter().map(own).collect())
}
