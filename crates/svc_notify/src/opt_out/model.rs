use kernel::{Event, Secret, Subject};
use serde::Serialize;
use uuid::Uuid;

/// Stands between the parts of a token; none of them holds it.
const BETWEEN: char = '~';
/// What signatures of tokens are for.
const PURPOSE: &str = "notify.out";
/// What digests of addresses are for.
const ADDRESS: &str = "notify.address";

/// Letters of one kind to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Out {
    pub whose: Whose,
    pub kind: String,
}

/// Whose letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Somebody's with an account.
    Account(Uuid),
    /// Those to an address, by its digest.
    Address(String),
}

/// An address as it is remembered: so that it can be recognised with our key and read by nobody.
pub(super) fn digest(secret: &Secret, address: &str) -> String {
    secret.sign(ADDRESS, &address.to_lowercase())
}

impl Out {
    /// What stands in the letter's link.
    pub(super) fn token(&self, secret: &Secret) -> String {
        let whose = match &self.whose {
            Whose::Account(id) => format!("a{BETWEEN}{}", id.simple()),
            Whose::Address(digest) => format!("d{BETWEEN}{digest}"),
        };
        let said = format!("{whose}{BETWEEN}{}", self.kind);
        let signature = secret.sign(PURPOSE, &said);
        format!("{said}{BETWEEN}{signature}")
    }

    /// What a token says, if it is one of ours.
    pub(super) fn parse(secret: &Secret, token: &str) -> Option<Self> {
        let (said, signature) = token.rsplit_once(BETWEEN)?;
        if !secret.verify(PURPOSE, said, signature) {
            return None;
        }
        let mut parts = said.split(BETWEEN);
        let whose = match (parts.next()?, parts.next()?) {
            ("a", id) => Whose::Account(Uuid::parse_str(id).ok()?),
            ("d", digest) => Whose::Address(digest.to_owned()),
            _ => return None,
        };
        let kind = parts.next()?.to_owned();
        parts.next().is_none().then_some(Self { whose, kind })
    }
}

/// Letters to somebody without an account: the journal says that they were stopped, not whose.
pub(super) struct Nobody;
impl Subject for Nobody {
    const KIND: &'static str = "opt_out";
    fn subject_id(&self) -> Uuid {
        Uuid::nil()
    }
}

/// Somebody stopped letters of a kind by the link in one of them, or wants them again.
#[derive(Serialize)]
pub(super) struct Said<'a> {
    pub kind: &'a str,
    pub wanted: bool,
}
impl Event for Said<'_> {
    const NAME: &'static str = "notify.letters.said";
}
