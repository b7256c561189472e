//! The versions of forms. What is kept never changes: whoever began with a version goes on with it.

mod keep;
mod store;

use base::{Id, Timestamp};
use kernel::Migration;

use crate::definition::Definition;

pub use keep::{Kept, keep};
pub use store::{latest, version};

/// A version of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Its identifier.
    pub id: Id<Version>,
    /// Which of the form's, from 1.
    pub number: i64,
    /// What it asks.
    pub definition: Definition,
    /// Since when it is there.
    pub kept_at: Timestamp,
}

/// The slice's part of the schema.
pub const MIGRATION: Migration = Migration {
    name: "20261127_150000_forms_definition",
    sql: include_str!("../../migrations/20261127_150000_forms_definition.sql"),
};

#[cfg(test)]
mod tests;
