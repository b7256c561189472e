//! Commands that do one thing and end, one file each.

mod audit;
mod calendar;
mod describe;
mod doctor;
mod import;
mod import_staff;
mod migrate;
mod reorganise;
mod search;
mod user;

pub use audit::audit;
pub use calendar::calendar;
pub use describe::{openapi, routes};
pub use doctor::doctor;
pub use import::import;
pub use migrate::migrate;
pub use reorganise::reorganise;
pub use search::search;
pub use user::user;
