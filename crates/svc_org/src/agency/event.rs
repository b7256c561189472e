//! What the journal says about agencies.

use std::collections::BTreeMap;

use base::{Id, LocalDate};
use kernel::Event;
use serde::Serialize;

use super::Agency;

/// Others are found by what was done, too: by the name of what they lay in, became or were made of. The search asks
/// for all of them again.
pub const EVERY: &str = "all";

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
    /// Which of its fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<&'static str>,
    /// What those said before.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub before: BTreeMap<&'static str, String>,
    /// What they say now.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub after: BTreeMap<&'static str, String>,
}

impl Imported {
    /// An agency that was not there before.
    pub fn new(full_name: &str) -> Self {
        Self {
            full_name: full_name.to_owned(),
            changed: false,
            fields: Vec::new(),
            before: BTreeMap::new(),
            after: BTreeMap::new(),
        }
    }
}

impl Event for Imported {
    const NAME: &'static str = "org.agency.imported";
}

/// An officer changed it.
#[derive(Debug, Serialize)]
pub struct Edited {
    /// The form fields that changed.
    pub fields: Vec<&'static str>,
    /// What the public ones said before.
    pub before: BTreeMap<&'static str, String>,
    /// What they say now.
    pub after: BTreeMap<&'static str, String>,
    /// Whose documents are to be loaded again, when not only its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<&'static str>,
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
    /// Whose documents are to be loaded again: [`EVERY`].
    pub ids: &'static str,
}

impl Event for Ended {
    const NAME: &'static str = "org.agency.ended";
}

/// What became of it was corrected.
#[derive(Debug, Serialize)]
pub struct Succeeded {
    /// Its last day.
    pub last_day: LocalDate,
    /// Names of those said to have taken over, until now.
    pub before: Vec<String>,
    /// Names of those that did.
    pub after: Vec<String>,
    /// Whose documents are to be loaded again: [`EVERY`].
    pub ids: &'static str,
}

impl Event for Succeeded {
    const NAME: &'static str = "org.agency.succeeded";
}
