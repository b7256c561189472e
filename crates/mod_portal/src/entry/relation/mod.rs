//! How documents stand to each other: what one amends, replaces, repeals, corrects, guides or rests on, and what follows
//! for the other. A document cites others as its text does, by their numbers; the portal finds those it has, the nearest
//! first: on the same site, then on the sites of the agencies above. One further off is named by its address.
//!
//! Nobody changes by such words whether a document of somebody else is in force: amending, replacing, repealing and
//! correcting count where the document stands on the same site, on one above, or on that of the agency that came after.
//! What is corrected is in force as before.
//!
//! Originals speak and are spoken of. A translation stands as its original does, and what it cites is what that cites.
//!
//! What is noted when a document is published is what counts and what pages show; only what is not public yet is looked up
//! while it is read.

mod cited;
mod note;
mod refresh;
mod resolve;
mod show;

use super::field::Field;

pub use cited::{Effect, Relation, short};
pub(super) use cited::{cited, cites_itself};
pub(super) use note::{note, take_turn};
pub(super) use refresh::{JOB, known, refresh, rows, word, worked_out};
pub(super) use show::{Group, Own, shown};

/// The field of drafts that names the document one became.
pub const ISSUED_AS: &str = "issued_as";

/// What documents say of others.
pub const FIELD: Field = Field::rows(
    "relations",
    &[
        Field::choice("relation", Relation::WORDS).required(),
        Field::line("number").required(),
        Field::entry("document"),
        Field::line("part"),
        Field::day("from"),
    ],
);
