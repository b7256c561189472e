use base::{Id, LocalDate};
use kernel::{Event, Subject};
use serde::Serialize;
use uuid::Uuid;

use crate::{Account, Grant};

/// The longest a role is lent, in days.
pub(crate) const LONGEST: i64 = 92;

/// A role lent for a while.
#[derive(Clone, Debug)]
pub(crate) struct Delegation {
    pub id: Id<Delegation>,
    pub grant: Id<Grant>,
    pub role: String,
    pub lender: Id<Account>,
    pub lender_name: String,
    pub borrower: Id<Account>,
    pub borrower_name: String,
    pub agency: Uuid,
    pub agency_name: String,
    pub path: String,
    pub valid_from: LocalDate,
    pub valid_to: LocalDate,
    pub reason: String,
}

/// Delegations stand in the history of the account that lent.
impl Subject for Delegation {
    const KIND: &'static str = "account";
    fn subject_id(&self) -> Uuid {
        self.lender.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

/// A role was lent.
#[derive(Serialize)]
pub(crate) struct Lent<'a> {
    pub delegation: Id<Delegation>,
    pub role: &'a str,
    pub borrower: Id<Account>,
}
impl Event for Lent<'_> {
    const NAME: &'static str = "identity.delegation.lent";
}

/// A lent role was taken or given back before its last day.
#[derive(Serialize)]
pub(crate) struct DelegationEnded {
    pub delegation: Id<Delegation>,
}
impl Event for DelegationEnded {
    const NAME: &'static str = "identity.delegation.ended";
}

/// What is to be lent, as asked for.
#[derive(Clone, Debug)]
pub(crate) struct NewDelegation {
    pub grant: Id<Grant>,
    pub borrower: Id<Account>,
    /// The agency within the grant's subtree; the grant's own if not said.
    pub agency: Option<Uuid>,
    pub valid_from: LocalDate,
    pub valid_to: LocalDate,
    pub reason: String,
}
