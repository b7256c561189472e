use base::{Id, LocalDate};
use kernel::{Event, Subject};
use serde::Serialize;
use uuid::Uuid;

use crate::Account;

/// A role held over a subtree, as far as the journal names it.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    /// Its identifier.
    pub id: Id<Grant>,
    /// Who holds it.
    pub account: Id<Account>,
    /// The agency at the top of the subtree.
    pub agency: Uuid,
}

/// Grants stand in the history of the account that holds them.
impl Subject for Grant {
    const KIND: &'static str = "account";
    fn subject_id(&self) -> Uuid {
        self.account.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

/// A grant that has not been ended, with what screens and decisions need of its agency.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub grant: Grant,
    pub role: String,
    pub agency_name: String,
    pub path: String,
    pub valid_from: String,
    pub valid_to: Option<LocalDate>,
    pub giver: Option<Uuid>,
    pub reason: String,
}

/// An account was given a role.
#[derive(Serialize)]
pub(crate) struct Granted<'a> {
    pub grant: Id<Grant>,
    pub role: &'a str,
}
impl Event for Granted<'_> {
    const NAME: &'static str = "identity.grant.granted";
}

/// A role was taken back before its last day.
#[derive(Serialize)]
pub(crate) struct GrantEnded<'a> {
    pub grant: Id<Grant>,
    pub reason: &'a str,
}
impl Event for GrantEnded<'_> {
    const NAME: &'static str = "identity.grant.ended";
}
