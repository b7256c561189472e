//! When an agency works and when it takes dossiers, from a day on. An agency without hours of its own has those of the
//! nearest agency above it; the province's usual hours stand at the top.

mod entity;
pub mod event;
mod model;
mod set;
pub(crate) mod store;

use kernel::Routes;

pub use model::{Book, Period};
pub use set::set;

pub(crate) fn routes() -> Routes {
    Routes::new()
}
