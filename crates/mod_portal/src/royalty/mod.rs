//! Royalties (nhuận bút): what whoever had a part in what a site published is given for it.
//!
//! Somebody of the editorial board proposes an award for a published entry: a payee, a genre, a coefficient within that
//! genre's range, a share where several made it. The amount is worked out by the program from dated rates, and kept with
//! them. Somebody else approves; nobody proposes, changes or approves what is theirs. A month is closed once everything in
//! it is approved; from then on it never changes: what was wrong is put right by a line in a later month, which may be
//! negative. None of the rates the program brings was read in a document, and every screen and file says so.

mod approve;
mod close;
mod correct;
mod desk;
mod export;
mod find;
mod form;
mod in_words;
mod lines;
mod model;
mod model_royalties;
mod month;
mod payee;
mod personal;
mod place;
mod propose;
mod rate;
mod report;
mod revise;
mod send_back;
mod shares;
mod store;
mod waiting;
mod web_index;
mod web_new;
mod web_own;
mod web_rate;
mod web_rows;
mod web_show;
mod web_sites;
mod withdraw;

use kernel::{Access, MenuItem, MenuPlace, Migration, Routes};

use crate::policy::{ENTRY_WRITE, ROYALTY_APPROVE, ROYALTY_PROPOSE, ROYALTY_RATE};

pub use approve::approve;
pub use close::close;
pub use correct::{Right, correct};
pub use model::{Award, Coefficient, Status, Terms, Work, amount};
pub use model_royalties::load_model_royalties;
pub use month::Month;
pub use payee::Payee;
pub use personal::holdings;
pub use propose::{Proposal, propose};
pub use revise::revise;
pub use send_back::send_back;
pub use waiting::{queue, waiting};
pub use withdraw::withdraw;

#[cfg(test)]
mod tests;

/// The part of the schema for royalties.
pub const MIGRATION: Migration = Migration {
    name: "20261126_120500_portal_royalty",
    sql: include_str!("../../migrations/20261126_120500_portal_royalty.sql"),
};

/// Awards of a revision that is new work, and the indexes of what is asked most.
pub const AGAIN_MIGRATION: Migration = Migration {
    name: "20261127_110000_portal_royalty_again",
    sql: include_str!("../../migrations/20261127_110000_portal_royalty_again.sql"),
};

/// The month's screen, one's own, and the rates, in the left rail.
pub const MENU: [MenuItem; 3] = [
    MenuItem {
        place: MenuPlace::Work("portal.entry.menu.group"),
        label: "portal.royalty.menu.work",
        href: WORK,
        access: Access::Needs(ROYALTY_PROPOSE),
        order: 540,
    },
    MenuItem {
        place: MenuPlace::Work("portal.entry.menu.group"),
        label: "portal.royalty.menu.own",
        href: OWN,
        access: Access::Needs(ENTRY_WRITE),
        order: 545,
    },
    MenuItem {
        place: MenuPlace::Work("portal.entry.menu.group"),
        label: "portal.royalty.menu.rates",
        href: RATES,
        access: Access::Needs(ROYALTY_RATE),
        order: 595,
    },
];

/// Where the editorial board works.
const WORK: &str = "/quan-tri/nhuan-but";
/// Where everybody sees what they were given.
const OWN: &str = "/quan-tri/nhuan-but/cua-toi";
/// Where the rates are edited.
const RATES: &str = "/quan-tri/khung-nhuan-but";

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get(WORK, ROYALTY_PROPOSE, web_index::index)
        .post(WORK, ROYALTY_PROPOSE, web_new::create)
        .get(OWN, Access::SignedIn, web_own::index)
        .get("/quan-tri/nhuan-but/moi", ROYALTY_PROPOSE, web_new::new)
        .post("/quan-tri/nhuan-but/rows", ROYALTY_PROPOSE, web_rows::create)
        .post("/quan-tri/nhuan-but/approvals", ROYALTY_APPROVE, web_rows::create_approvals)
        .post_proved("/quan-tri/nhuan-but/closings", ROYALTY_APPROVE, web_rows::create_closing)
        .get("/quan-tri/nhuan-but/bang-ke", ROYALTY_PROPOSE, report::show)
        .get("/quan-tri/nhuan-but/bang-ke.csv", ROYALTY_PROPOSE, export::csv)
        .get("/quan-tri/nhuan-but/bang-ke.xlsx", ROYALTY_PROPOSE, export::xlsx)
        .get("/quan-tri/nhuan-but/{id}", ROYALTY_PROPOSE, web_show::show)
        .post("/quan-tri/nhuan-but/{id}/revision", ROYALTY_PROPOSE, web_show::create_revision)
        .post("/quan-tri/nhuan-but/{id}/withdrawal", ROYALTY_PROPOSE, web_show::create_withdrawal)
        .post("/quan-tri/nhuan-but/{id}/approval", ROYALTY_APPROVE, web_show::create_approval)
        .post("/quan-tri/nhuan-but/{id}/return", ROYALTY_APPROVE, web_show::create_return)
        .post("/quan-tri/nhuan-but/{id}/correction", ROYALTY_PROPOSE, web_show::create_correction)
        .get(RATES, ROYALTY_RATE, web_rate::index)
        .post_proved(RATES, ROYALTY_RATE, web_rate::save_genre)
        .post_proved("/quan-tri/khung-nhuan-but/don-gia", ROYALTY_RATE, web_rate::save_unit)
}
