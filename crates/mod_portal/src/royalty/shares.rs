//! Shares of a work: together never more than the whole. Pure: no database, no clock.

use base::Id;
use ui::{FormState, Message};

use super::model::{Award, Whole};

/// What is said where there is no room.
pub const NO_ROOM: &str = "portal.royalty.wrong.shares";
/// The same, where a reason would make what was changed since a whole of its own.
pub const NO_ROOM_BEFORE: &str = "portal.royalty.wrong.shares_before";
/// The whole, in percent.
pub const WHOLE: i64 = 100;

/// How much of this whole these awards give away, but for one of them. What a correction says counts in place of what it
/// corrects; of several the last.
pub fn taken(known: &[Award], whole: &Whole, but: Option<Id<Award>>) -> i64 {
    let originals = known.iter().filter(|award| award.corrects.is_none() && Some(award.id) != but);
    originals
        .filter(|award| award.whole() == *whole)
        .map(|award| {
            let last = known.iter().rfind(|later| later.corrects == Some(award.id)).unwrap_or(award);
            if last.terms.coefficient.0 == 0 { 0 } else { last.terms.share }
        })
        .sum()
}

/// Rejects a share for which there is no room, in these words. `but` is the award that is being changed.
pub fn check(
    known: &[Award],
    whole: &Whole,
    but: Option<Id<Award>>,
    share: i64,
    wrong: &mut FormState,
    (row, words): (&str, &'static str),
) {
    let taken = taken(known, whole, but);
    if taken + share > WHOLE {
        let message = Message::new(words).with("taken", taken).with("left", (WHOLE - taken).max(0));
        wrong.reject(&format!("share{row}"), message);
    }
}
