//! The year as the public sees it: months with their days off, swaps and make-up days; a small calculator that counts
//! a deadline day by day; the same days as a feed for people's own calendars.

mod calculator;
mod ics;
mod model;
pub(crate) mod names;
mod web;

use kernel::{Access, Routes};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/lich-lam-viec", Access::Public, web::index).get(
        "/lich-lam-viec.ics",
        Access::Public,
        web::feed,
    )
}
