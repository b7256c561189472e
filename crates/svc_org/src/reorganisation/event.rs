//! What the journal says about reorganisations.

use base::LocalDate;
use kernel::Event;
use serde::Serialize;

/// A plan was begun.
#[derive(Serialize)]
pub(super) struct Drafted<'a> {
    pub title: &'a str,
}
impl Event for Drafted<'_> {
    const NAME: &'static str = "org.reorganisation.drafted";
}

/// A plan was changed: how many agencies end, how many are made.
#[derive(Serialize)]
pub(super) struct Revised {
    pub ends: usize,
    pub makes: usize,
}
impl Event for Revised {
    const NAME: &'static str = "org.reorganisation.revised";
}

/// A draft was thrown away.
#[derive(Serialize)]
pub(super) struct Dropped<'a> {
    pub title: &'a str,
}
impl Event for Dropped<'_> {
    const NAME: &'static str = "org.reorganisation.dropped";
}

/// It was decided.
#[derive(Serialize)]
pub(super) struct Decided<'a> {
    pub effective: LocalDate,
    pub basis: &'a str,
    pub ends: usize,
    pub makes: usize,
}
impl Event for Decided<'_> {
    const NAME: &'static str = "org.reorganisation.decided";
}

/// It was taken back before its day.
#[derive(Serialize)]
pub(super) struct Undone {
    pub effective: LocalDate,
}
impl Event for Undone {
    const NAME: &'static str = "org.reorganisation.undone";
}

/// Its day came.
#[derive(Serialize)]
pub(super) struct Begun {
    pub effective: LocalDate,
}
impl Event for Begun {
    const NAME: &'static str = "org.reorganisation.begun";
}

/// An agency ends, begins or goes on after all by a reorganisation. The search asks for all agencies again.
#[derive(Serialize)]
pub(super) struct Reorganised {
    pub plan: uuid::Uuid,
    pub effective: LocalDate,
    pub ids: &'static str,
}
impl Event for Reorganised {
    const NAME: &'static str = "org.agency.reorganised";
}
