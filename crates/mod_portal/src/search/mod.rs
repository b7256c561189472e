//! Site-wide search: everything the modules let people find, in one list, within the reader's rights.

mod web;

use kernel::{Access, Routes};

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new().get("/tim-kiem", Access::Public, web::index).get(
        "/tim-kiem/goi-y",
        Access::Public,
        web::suggest,
    )
}

#[cfg(test)]
mod tests;
