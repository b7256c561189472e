//! What a form asks: pages of fields, as data. One definition gives the pages somebody fills in, the checks of what they
//! typed, and a schema for programs.
//!
//! A definition is checked as a whole ([`Definition::faults`]) before it is kept: its keys are unique, its conditions and
//! sums speak of fields it has. What is kept never changes: a change is the next version, and what was begun with one
//! version goes on with it.

mod change;
mod faults;
mod model;

pub use change::{Change, ChangeKind};
pub use faults::{Fault, FaultKind};
pub use model::{Definition, Field, Kind, Must, Page, Pick, Prefill, Repeat, Words};

#[cfg(test)]
pub(crate) mod tests;
