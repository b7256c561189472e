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

/// The award of a revision as new work that was given on top of this one; one that was corrected to nothing does not count.
/// While there is one, the first whole is not emptied: it could be given away once more, and nobody would be asked why.
pub fn on_top_of<'a>(known: &'a [Award], first: &Award) -> Option<&'a Award> {
    if !first.again.is_empty() || first.corrects.is_some() {
        return None;
    }
    let same = |other: &Award| other.work.entry == first.work.entry && other.terms.genre == first.terms.genre;
    known.iter().find(|other| {
        other.corrects.is_none()
            && !other.again.is_empty()
            && same(other)
            && taken(known, &other.whole(), None) > 0
    })
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
