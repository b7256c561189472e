use base::Id;
use kernel::Event;
use serde::Serialize;

use crate::Account;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Taking up an account somebody made for one.
    Invitation,
    /// Choosing another password.
    Password,
}

const HOUR: i64 = 60 * 60 * 1000;

impl Purpose {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Password => "password",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Invitation, Self::Password].into_iter().find(|purpose| purpose.word() == word)
    }

    /// Milliseconds for which a link is good: somebody invited may be on leave, somebody at the sign-in page is not. One for
    /// another password is good as long as letters are counted ([`super::ask`]): whoever gets no further one still has one
    /// that opens, whoever asked for it.
    pub(crate) const fn lasts(self) -> i64 {
        match self {
            Self::Invitation => 7 * 24 * HOUR,
            Self::Password => HOUR,
        }
    }

    /// The kind of the notice that carries it.
    pub(crate) const fn notice(self) -> &'static str {
        match self {
            Self::Invitation => "identity.invitation",
            Self::Password => "identity.password_reset",
        }
    }
}

/// A link that is good.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub id: Id<Link>,
    pub purpose: Purpose,
    pub account: Id<Account>,
}

/// A link was sent.
#[derive(Serialize)]
pub(crate) struct LinkSent {
    pub purpose: &'static str,
}
impl Event for LinkSent {
    const NAME: &'static str = "identity.link.sent";
}

/// A password was chosen by a link.
#[derive(Serialize)]
pub(crate) struct LinkUsed {
    pub purpose: &'static str,
}
impl Event for LinkUsed {
    const NAME: &'static str = "identity.link.used";
}
