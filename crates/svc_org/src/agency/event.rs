//! What the journal says about agencies.

use base::{Id, LocalDate};
use kernel::Event;
use serde::Serialize;

use super::Agency;

/// An officer made it.
#[derive(Debug, Serialize)]
pub struct Created {
    /// The full name then.
    pub full_name: String,
}

impl Event for Created {
    const NAME: &'static str = "org.agency.created";
}

/// It came, or was brought up to date, from a file.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// The full name then.
    pub full_name: String,
    /// It was there before and changed.
    pub changed: bool,
}

impl Event for Imported {
    const NAME: &'static str = "org.agency.imported";
}

/// An officer changed it.
#[derive(Debug, Serialize)]
pub struct Edited {
    /// The form fields that changed.
    pub fields: Vec<&'static str>,
}

impl Event for Edited {
    const NAME: &'static str = "org.agency.edited";
}

/// It ended.
#[derive(Debug, Serialize)]
pub struct Ended {
    /// Its last day.
    pub last_day: LocalDate,
    /// What took over from it.
    pub successors: Vec<Id<Agency>>,
}

impl Event for Ended {
    const NAME: &'static str = "org.agency.ended";
}
