//! An agency: a body of the state or a territorial unit, for the days on which it exists.
//!
//! Agencies hang in a tree whose top is the province. A body that is reorganised ends; the new one is another agency,
//! and a succession says how much of the old one it took over. So a question *as of* a day always has one answer, and
//! an old address still leads to the present office.

mod entity;
pub mod event;
pub(crate) mod model;
pub(crate) mod store;

pub use model::{
    Agency, COMMUNE_KINDS, CommuneKind, Details, Extent, Fault, KINDS, Kind, Status, Succession, faults,
    path_below, within,
};

/// The key of cached pages that show more than one agency: every act of this crate touches it.
pub const ALL: &str = "agencies";
