//! How procedures are done here: in which cases, in how long, at what cost, with which papers. It is law, so each of these
//! holds from a day to a day and says where it stands; what was written down without its text at hand says so.
//!
//! A [`Service`] answers two questions: [`Service::term`] says in how long, from which the legal calendar makes the day;
//! [`Service::bill`] says what it costs, line by line, so that a citizen can follow it with a pencil.

mod bill;
mod calculator;
mod fee;
mod import;
mod model;
mod store;
mod web;

use kernel::{Access, Migration, Routes};

pub use bill::{BillLine, bill_lines};
pub use calculator::{always_counted, quantities};
pub use fee::{Asked, Bill, COPIES, FeeError, FeeKind, FeeLine, FeeRule, Rate, Step, Tier};
pub use import::{import_services, load_model_services, try_services};
pub use model::{Case, Exemption, Fault, Handing, Online, Paper, Service, Source, TermRule};
pub use model::{model_services, read};
pub use store::{Kept, on};
pub use web::quantity_label;

/// The slice's part of the schema.
pub const MIGRATION: Migration = Migration {
    name: "20261127_140200_catalogue_service",
    sql: include_str!("../../migrations/20261127_140200_catalogue_service.sql"),
};

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new().get("/thu-tuc/{code}/tinh", Access::Public, web::show)
}

#[cfg(test)]
mod tests;
