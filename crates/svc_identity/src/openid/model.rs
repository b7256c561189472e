use base::{LocalDateTime, Timestamp};
use kernel::Event;
use serde::Serialize;

/// An identity elsewhere by which an account is signed in to.
#[derive(Clone, Debug)]
pub(crate) struct Linked {
    pub issuer: String,
    pub subject: String,
    pub at: Timestamp,
}

impl Linked {
    /// When it was linked, as clocks in Viet Nam showed.
    pub(crate) fn since(&self) -> LocalDateTime {
        self.at.local()
    }
}

/// An account was linked with an identity elsewhere, by the personal number both have.
#[derive(Serialize)]
pub(super) struct OpenidLinked<'a> {
    pub issuer: &'a str,
}
impl Event for OpenidLinked<'_> {
    const NAME: &'static str = "identity.openid.linked";
}

/// The account's owner ended the link.
#[derive(Serialize)]
pub(super) struct OpenidUnlinked<'a> {
    pub issuer: &'a str,
}
impl Event for OpenidUnlinked<'_> {
    const NAME: &'static str = "identity.openid.unlinked";
}
