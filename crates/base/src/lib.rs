//! The words every other crate speaks: identifiers, dates, money, validity, permissions, actors and text folding.
//!
//! Nothing here reads a clock, draws a random number, or touches a file, a socket or a database.

mod actor;
pub mod ical;
mod id;
mod money;
mod numbers;
mod permission;
pub mod text;
mod time;
mod validity;

pub use actor::{AccountActor, Actor, Grant};
pub use id::Id;
pub use money::Vnd;
pub use numbers::{CitizenNo, NotANumber, Phone, Sex, SocialNo, TaxNo, masked};
pub use permission::Permission;
pub use time::{LocalDate, LocalDateTime, ParseTimeError, Timestamp, VIETNAM};
pub use validity::{Validity, ValidityError};

#[cfg(test)]
mod tests;
