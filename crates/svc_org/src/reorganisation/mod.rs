//! Reorganising agencies: one dated act that merges, splits, renames or dissolves them.
//!
//! A plan names the agencies that end, where each goes, and those to be made. What follows is worked out and shown
//! before anybody decides: what lies below, what is wrong, and what every module would carry along
//! ([`kernel::Reorganise`]): sites, accounts, posts, roles, open work. Deciding writes all of it in one act, from the day
//! on; first and last days do the rest. Until the day the decision may be taken back, and everything is as it was.

mod apply;
mod begin;
mod decide;
mod draft;
mod ending;
mod entity;
mod event;
mod foresee;
mod form;
mod lines;
mod model;
mod pairs;
mod replay;
mod store;
mod undo;
mod view;
mod web;
mod web_named;

pub use begin::{JOB, begin_due};
pub use decide::decide;
pub use draft::{Heading, draft, drop_draft, revise};
pub use ending::ending;
pub use model::{Content, Heir, Line, NewAgency, Plan, Status};
pub use replay::{Replay, replay};
pub use undo::undo;

use kernel::{Access, MenuItem, MenuPlace, Migration, Routes};

use crate::policy::REORGANISE;

/// Where plans are made.
const LIST: &str = "/quan-tri/sap-xep";

/// The slice's part of the schema.
pub const MIGRATION: Migration = Migration {
    name: "20261125_000200_org_reorganisation",
    sql: include_str!("../../migrations/20261125_000200_org_reorganisation.sql"),
};

/// The work screen's entry.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("org.menu.group"),
    label: "org.menu.reorganisations",
    href: LIST,
    access: Access::Needs(REORGANISE),
    order: 815,
};

/// The screens of those who reorganise.
pub fn routes() -> Routes {
    Routes::new()
        .get(LIST, REORGANISE, web::index)
        .post(LIST, REORGANISE, web::create)
        .get("/quan-tri/sap-xep/moi", REORGANISE, web::new)
        .get("/quan-tri/sap-xep/{id}", REORGANISE, web::show)
        .post("/quan-tri/sap-xep/{id}", REORGANISE, web::edit)
        .get("/quan-tri/sap-xep/{id}/di-theo/{from}", REORGANISE, web_named::show)
        .post("/quan-tri/sap-xep/{id}/dong", REORGANISE, web::add_line)
        .post("/quan-tri/sap-xep/{id}/bo-dong", REORGANISE, web::remove_line)
        .post("/quan-tri/sap-xep/{id}/giao", REORGANISE, web::choose_heir)
        .post("/quan-tri/sap-xep/{id}/dan", REORGANISE, web::paste)
        .post("/quan-tri/sap-xep/{id}/bo", REORGANISE, web::drop)
        .post_proved("/quan-tri/sap-xep/{id}/quyet-dinh", REORGANISE, web::decide)
        .post_proved("/quan-tri/sap-xep/{id}/hoan-tac", REORGANISE, web::undo)
}
