//! The signed words in letters: one by which an address is confirmed, one by which its reader leaves.

use base::{Id, Timestamp};
use kernel::Secret;

use super::model::{Mailing, Pace};

/// What signatures of confirmations are for.
const CONFIRM: &str = "portal.mailing.confirm";
/// What signatures of ways out are for.
const LEAVE: &str = "portal.mailing.leave";
/// Milliseconds for which an address may be confirmed: three days.
pub const LASTS: i64 = 3 * 24 * 60 * 60 * 1000;

/// What confirms an address: which mailing, at which pace, until when.
pub fn confirm(secret: &Secret, id: Id<Mailing>, pace: Pace, now: Timestamp) -> String {
    let said = format!("{id}.{}.{}", pace.code(), now.0 + LASTS);
    let signature = secret.sign(CONFIRM, &said);
    format!("{said}.{signature}")
}

/// What such a word confirms, if it is ours and still holds.
pub fn confirmed(secret: &Secret, token: &str, now: Timestamp) -> Option<(Id<Mailing>, Pace)> {
    let (said, signature) = token.rsplit_once('.')?;
    if !secret.verify(CONFIRM, said, signature) {
        return None;
    }
    let mut parts = said.split('.');
    let (id, pace, until) = (parts.next()?, parts.next()?, parts.next()?);
    let holds = until.parse::<i64>().is_ok_and(|until| now.0 < until);
    holds.then(|| Some((id.parse().ok()?, Pace::parse(pace)?)))?
}

/// What a reader leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// One mailing.
    One(Id<Mailing>),
    /// All of an address, by its digest.
    All(String),
}

/// By what a reader leaves. It holds for ever: an old letter must still let its reader go.
pub fn leave(secret: &Secret, out: &Out) -> String {
    let said = match out {
        Out::One(id) => format!("m.{id}"),
        Out::All(digest) => format!("a.{digest}"),
    };
    let signature = secret.sign(LEAVE, &said);
    format!("{said}.{signature}")
}

/// What such a word leaves, if it is ours.
pub fn left(secret: &Secret, token: &str) -> Option<Out> {
    let (said, signature) = token.rsplit_once('.')?;
    if !secret.verify(LEAVE, said, signature) {
        return None;
    }
    match said.split_once('.')? {
        ("m", id) => id.parse().ok().map(Out::One),
        ("a", digest) => Some(Out::All(digest.to_owned())),
        _ => None,
    }
}
