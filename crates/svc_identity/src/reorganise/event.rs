//! What the journal says of roles, posts and loans that go along.

use kernel::{Event, Subject};
use serde::Serialize;
use uuid::Uuid;

/// Where it went along, by which plan; without `to` it ends with its agency.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Went {
    pub plan: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Uuid>,
}

/// A role went along with its agency, or ended with it.
#[derive(Serialize)]
pub(super) struct RoleCarried {
    pub grant: Uuid,
    #[serde(flatten)]
    pub went: Went,
}
impl Event for RoleCarried {
    const NAME: &'static str = "identity.grant.carried";
}

/// A role came back: the reorganisation was undone.
#[derive(Serialize)]
pub(super) struct RoleCarriedBack {
    pub grant: Uuid,
    pub plan: Uuid,
}
impl Event for RoleCarriedBack {
    const NAME: &'static str = "identity.grant.carried_back";
}

/// A post went along with its agency, or ended with it.
#[derive(Serialize)]
pub(super) struct PostCarried {
    pub post: Uuid,
    #[serde(flatten)]
    pub went: Went,
}
impl Event for PostCarried {
    const NAME: &'static str = "identity.post.carried";
}

/// A post came back: the reorganisation was undone.
#[derive(Serialize)]
pub(super) struct PostCarriedBack {
    pub post: Uuid,
    pub plan: Uuid,
}
impl Event for PostCarriedBack {
    const NAME: &'static str = "identity.post.carried_back";
}

/// A lent role went along with the agency over which it was lent, or ended with it.
#[derive(Serialize)]
pub(super) struct LoanCarried {
    pub delegation: Uuid,
    #[serde(flatten)]
    pub went: Went,
}
impl Event for LoanCarried {
    const NAME: &'static str = "identity.delegation.carried";
}

/// A lent role came back: the reorganisation was undone.
#[derive(Serialize)]
pub(super) struct LoanCarriedBack {
    pub delegation: Uuid,
    pub plan: Uuid,
}
impl Event for LoanCarriedBack {
    const NAME: &'static str = "identity.delegation.carried_back";
}

/// In an account's history: its roles, and what it lent.
pub(super) struct OfAccount {
    pub account: Uuid,
    pub agency: Uuid,
}
impl Subject for OfAccount {
    const KIND: &'static str = "account";
    fn subject_id(&self) -> Uuid {
        self.account
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

/// In a person's history: their posts.
pub(super) struct OfPerson {
    pub person: Uuid,
    pub agency: Uuid,
}
impl Subject for OfPerson {
    const KIND: &'static str = "person";
    fn subject_id(&self) -> Uuid {
        self.person
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}
