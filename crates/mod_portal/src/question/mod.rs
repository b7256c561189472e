//! Questions to agencies, and what people have to say or to propose about regulations (Decree 20/2008/NĐ-CP as amended by
//! Decree 92/2017/NĐ-CP).
//!
//! Anybody sends one and gets a code by which, with their telephone or mail address, they follow it. Officers of the
//! agency in charge say what it is, pass on what is another agency's, refuse with a reason what is not accepted, and write
//! an answer together with the question as everybody may read it; somebody else approves. Who sent it is shown to those
//! officers only, each look is noted, and nothing public is ever read from where that is kept.

mod answer;
mod approve;
mod ask;
mod classify;
mod desk;
mod extend;
mod feed;
mod forget;
mod form;
mod hand_over;
mod latest;
pub mod limit;
mod limit_web;
pub mod model;
mod model_questions;
mod publish;
mod rate;
mod refuse;
mod register;
mod remind;
mod send_back;
mod state;
mod store;
mod transfer;
mod waiting;
mod web_ask;
mod web_follow;
mod web_public;
mod web_work;
mod withdraw;

use base::Id;
use kernel::{
    Access, Act, Ctx, JobKind, MenuItem, MenuPlace, Migration, NoticeKind, Result, Routes, SearchSource,
};

use crate::{
    policy::{LIMIT_EDIT, QUESTION_APPROVE, QUESTION_HANDLE},
    site::Site,
};

pub use answer::answer;
pub use approve::approve;
pub use ask::{Ask, ask};
pub use classify::classify;
pub use extend::extend;
pub use forget::forget;
pub use hand_over::hand_over;
pub(crate) use latest::latest;
pub use model::{Answer, Class, Kind, Question, Rating, Sender, Status};
pub use model_questions::load_model_questions;
pub use publish::publish;
pub use rate::rate;
pub use refuse::refuse;
pub use send_back::send_back;
pub use transfer::transfer;
pub use waiting::{queue, waiting};
pub use withdraw::withdraw;

#[cfg(test)]
pub(crate) mod tests;

/// The part of the schema for what readers send.
pub const MIGRATION: Migration = Migration {
    name: "20261126_001000_portal_exchange",
    sql: include_str!("../../migrations/20261126_001000_portal_exchange.sql"),
};

/// The officers' list in the left rail.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.question.menu",
    href: WORK,
    access: Access::Needs(QUESTION_HANDLE),
    order: 510,
};

/// The limits, in the left rail.
pub const LIMITS: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.limit.menu",
    href: LIMITS_PATH,
    access: Access::Needs(LIMIT_EDIT),
    order: 590,
};

/// Reminding officers.
pub const JOB: JobKind = remind::JOB;

/// What senders are told.
pub const NOTICES: [NoticeKind; 3] = [ask::RECEIVED, ask::ANSWERED, ask::MOVED];

/// What readers may find: what is published, and only while it is.
pub const SEARCH: SearchSource = SearchSource {
    kind: "question",
    all: |app| Box::pin(async move { store::public::search_ids(&app).await }),
    load: |app, ids| Box::pin(async move { store::public::search_docs(&app, &ids).await }),
};

/// The section's word in addresses.
pub const SECTION: &str = "hoi-dap";
/// Where officers work.
const WORK: &str = "/quan-tri/hoi-dap";
/// Where the limits are edited.
const LIMITS_PATH: &str = "/quan-tri/thoi-han-hoi-dap";

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/hoi-dap", Access::Public, web_public::index)
        .get("/s/{slug}/hoi-dap/rss.xml", Access::Public, feed::rss)
        .get("/s/{slug}/hoi-dap/atom.xml", Access::Public, feed::atom)
        .get("/s/{slug}/hoi-dap/gui", Access::Public, web_ask::new)
        .post("/s/{slug}/hoi-dap/gui", Access::Public, web_ask::create)
        .get("/s/{slug}/hoi-dap/tra-cuu", Access::Public, web_follow::find)
        .post("/s/{slug}/hoi-dap/tra-cuu", Access::Public, web_follow::open)
        .get("/s/{slug}/hoi-dap/theo-doi/{token}", Access::Public, web_follow::show)
        .post("/s/{slug}/hoi-dap/theo-doi/{token}/danh-gia", Access::Public, web_follow::create_rating)
        .get("/s/{slug}/hoi-dap/{question}", Access::Public, web_public::show)
        .get(WORK, QUESTION_HANDLE, web_work::index)
        .get("/quan-tri/hoi-dap/so-theo-doi.csv", QUESTION_HANDLE, register::csv)
        .get("/quan-tri/hoi-dap/{id}", QUESTION_HANDLE, web_work::show)
        .post("/quan-tri/hoi-dap/{id}/classification", QUESTION_HANDLE, web_work::create_classification)
        .post("/quan-tri/hoi-dap/{id}/transfer", QUESTION_HANDLE, web_work::create_transfer)
        .post("/quan-tri/hoi-dap/{id}/extension", QUESTION_HANDLE, web_work::create_extension)
        .post("/quan-tri/hoi-dap/{id}/answer", QUESTION_HANDLE, web_work::create_answer)
        .post("/quan-tri/hoi-dap/{id}/submission", QUESTION_HANDLE, web_work::create_submission)
        .post("/quan-tri/hoi-dap/{id}/refusal", QUESTION_HANDLE, web_work::create_refusal)
        .post("/quan-tri/hoi-dap/{id}/return", QUESTION_APPROVE, web_work::create_return)
        .post("/quan-tri/hoi-dap/{id}/approval", QUESTION_APPROVE, web_work::create_approval)
        .post("/quan-tri/hoi-dap/{id}/publication", QUESTION_APPROVE, web_work::create_publication)
        .post("/quan-tri/hoi-dap/{id}/withdrawal", QUESTION_APPROVE, web_work::create_withdrawal)
        .post("/quan-tri/hoi-dap/{id}/erasure", QUESTION_APPROVE, web_work::create_erasure)
        .get(LIMITS_PATH, LIMIT_EDIT, limit_web::index)
        .post(LIMITS_PATH, LIMIT_EDIT, limit_web::save)
}

/// Names the pages that change when what the public sees changes.
fn touch(act: &mut Act, question: &Question) {
    act.touch(questions_key(question.site));
    act.touch(FAMILY);
}

/// The key of pages that list what the whole family answered.
const FAMILY: &str = "questions";

/// The key of pages that list what a site answered.
fn questions_key(site: Id<Site>) -> String {
    format!("questions:{site}")
}

/// The addresses within the site of what was answered and published there, with the day each was.
///
/// # Errors
/// The database's.
pub async fn addresses(ctx: &Ctx, site: Id<Site>, most: u64) -> Result<Vec<(String, String)>> {
    ctx.depends_on(questions_key(site));
    store::public::addresses(ctx.read(), site, most).await
}
