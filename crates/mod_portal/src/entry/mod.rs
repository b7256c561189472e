//! What the family's sites publish: entries of many kinds, news and documents among them.
//!
//! An editor drafts an entry and hands it over; somebody who had no hand in it approves it, at once or for a planned
//! time, or returns it with a reason; what is public may be revised (the public keeps seeing the approved revision
//! until the next one is approved) or withdrawn with a reason, after which its address says just that. Every save is a
//! revision, nothing is overwritten, and the journal tells the whole story.

mod api;
pub mod body;
mod bulk;
mod compare;
mod conflict;
mod content;
mod desk;
mod draft;
mod early;
mod edit;
mod feed;
pub mod field;
mod filing;
pub mod form;
mod hand_over;
mod hints;
pub mod kind;
mod larger;
mod library;
pub mod model;
mod news;
mod outside;
mod publish;
mod refile;
mod relation;
mod restore;
mod send_back;
mod store;
mod structured;
mod submit;
mod take_back;
mod tongue;
mod translation;
mod unsaved;
mod view;
mod waiting;
mod web_index;
mod web_list;
mod web_preview;
mod web_public;
mod web_revisions;
mod web_unsaved;
mod web_work;
mod withdraw;

use kernel::{Access, Act, JobKind, MenuItem, MenuPlace, Migration, Routes, SearchSource};

use crate::policy::{ENTRY_PUBLISH, ENTRY_WRITE};

pub use content::Content;
pub use draft::draft;
pub use early::show_early;
pub use edit::edit;
pub use hand_over::hand_over;
pub use kind::Kind;
pub use larger::load_larger;
pub use model::{Entry, Span, Status};
pub use news::load_model_news;
pub use outside::{Opened, answered, is_of, opened, pages};
pub use publish::publish;
pub use refile::refile;
pub use restore::restore;
pub use send_back::send_back;
pub(crate) use store::work::names;
pub use submit::submit;
pub use take_back::take_back;
pub use tongue::Tongue;
pub use translation::translate;
pub use view::{NewsItem, addresses, kinds, newest, sections};
pub use waiting::{queue, waiting};
pub use withdraw::withdraw;

#[cfg(test)]
mod tests;

/// The slice's part of the schema.
pub const MIGRATION: Migration = Migration {
    name: "20261122_000500_portal_article",
    sql: include_str!("../../migrations/20261122_000500_portal_article.sql"),
};

/// The work list's entry in the left rail.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.entry.menu.entries",
    href: WORK,
    access: Access::Needs(ENTRY_WRITE),
    order: 500,
};

/// Writing a new one, from the first work screen.
pub const BEGIN: MenuItem = MenuItem {
    place: MenuPlace::Begin,
    label: "portal.entry.work.new",
    href: "/quan-tri/noi-dung/moi",
    access: Access::Needs(ENTRY_WRITE),
    order: 500,
};

/// Articles become one kind of entry among others.
pub const KINDS_MIGRATION: Migration = Migration {
    name: "20261126_000500_portal_entry",
    sql: include_str!("../../migrations/20261126_000500_portal_entry.sql"),
};

/// What is done when its time has come: publishing, taking off, forgetting what nobody saved, working out what follows
/// from the day.
pub const JOBS: [JobKind; 4] = [publish::JOB, publish::EXPIRY, unsaved::JOB, relation::JOB];

/// What public documents say of others, and facets that are worked out.
pub const RELATIONS_MIGRATION: Migration = Migration {
    name: "20261127_100000_portal_relation",
    sql: include_str!("../../migrations/20261127_100000_portal_relation.sql"),
};

/// Those that cite a document are read along an index.
pub const CITING_MIGRATION: Migration = Migration {
    name: "20261127_110000_portal_relation_order",
    sql: include_str!("../../migrations/20261127_110000_portal_relation_order.sql"),
};

/// Originals cite and are cited; one at a time.
pub const ORIGINALS_MIGRATION: Migration = Migration {
    name: "20261127_120000_portal_relation_originals",
    sql: include_str!("../../migrations/20261127_120000_portal_relation_originals.sql"),
};

/// What changes a document is found among however many rest on it.
pub const BINDING_MIGRATION: Migration = Migration {
    name: "20261127_130000_portal_relation_binding",
    sql: include_str!("../../migrations/20261127_130000_portal_relation_binding.sql"),
};

/// Translations know what they are translations of.
pub const TRANSLATIONS_MIGRATION: Migration = Migration {
    name: "20261127_100100_portal_translation",
    sql: include_str!("../../migrations/20261127_100100_portal_translation.sql"),
};
/// Lists read along an index, whatever they are narrowed by.
pub const LISTS_MIGRATION: Migration = Migration {
    name: "20261126_120000_portal_lists",
    sql: include_str!("../../migrations/20261126_120000_portal_lists.sql"),
};

/// What is typed and not saved yet; when a public entry is taken off by itself.
pub const UNSAVED_MIGRATION: Migration = Migration {
    name: "20261126_100200_portal_unsaved",
    sql: include_str!("../../migrations/20261126_100200_portal_unsaved.sql"),
};

/// What readers may find: published entries, and only while they are.
pub const SEARCH: SearchSource = SearchSource {
    kind: "entry",
    all: |app| Box::pin(async move { store::public::search_ids(&app).await }),
    load: |app, ids| Box::pin(async move { store::public::search_docs(&app, &ids).await }),
};

/// Where editors work.
const WORK: &str = "/quan-tri/noi-dung";

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/{section}", Access::Public, web_list::index)
        .get("/s/{slug}/{section}/{entry}", Access::Public, web_public::show)
        .get("/s/{slug}/rss.xml", Access::Public, feed::site_rss)
        .get("/s/{slug}/atom.xml", Access::Public, feed::site_atom)
        .get("/s/{slug}/{section}/rss.xml", Access::Public, feed::section_rss)
        .get("/s/{slug}/{section}/atom.xml", Access::Public, feed::section_atom)
        .get("/s/{slug}/{section}/lich.ics", Access::Public, feed::calendar)
        .api("/api/v1/entries", api::DOC, api::list)
        .get(WORK, ENTRY_WRITE, web_index::index)
        .post(WORK, ENTRY_WRITE, web_work::create)
        .get("/quan-tri/noi-dung/moi", ENTRY_WRITE, web_work::new)
        .post("/quan-tri/noi-dung/xem-truoc", ENTRY_WRITE, web_preview::preview)
        .get("/xem-truoc/{link}", Access::Public, early::show)
        .post("/quan-tri/noi-dung/submissions", ENTRY_WRITE, bulk::create_submissions)
        .post("/quan-tri/noi-dung/publications", ENTRY_PUBLISH, bulk::create_publications)
        .post("/quan-tri/noi-dung/withdrawals", ENTRY_PUBLISH, bulk::create_withdrawals)
        .get("/quan-tri/noi-dung/{id}", ENTRY_WRITE, web_work::show)
        .post("/quan-tri/noi-dung/{id}/unsaved", ENTRY_WRITE, web_unsaved::create)
        .post("/quan-tri/noi-dung/{id}/unsaved/removal", ENTRY_WRITE, web_unsaved::create_removal)
        .get("/quan-tri/noi-dung/{id}/revisions", ENTRY_WRITE, web_revisions::index)
        .post(
            "/quan-tri/noi-dung/{id}/revisions/{number}/restoration",
            ENTRY_WRITE,
            web_revisions::create_restoration,
        )
        .post("/quan-tri/noi-dung/{id}/early", ENTRY_WRITE, early::create)
        .post("/quan-tri/noi-dung/{id}/revision", ENTRY_WRITE, web_work::create_revision)
        .post("/quan-tri/noi-dung/{id}/submission", ENTRY_WRITE, web_work::create_submission)
        .post("/quan-tri/noi-dung/{id}/retraction", ENTRY_WRITE, web_work::create_retraction)
        .post("/quan-tri/noi-dung/{id}/return", ENTRY_PUBLISH, web_work::create_return)
        .post("/quan-tri/noi-dung/{id}/publication", ENTRY_PUBLISH, web_work::create_publication)
        .post("/quan-tri/noi-dung/{id}/withdrawal", ENTRY_PUBLISH, web_work::create_withdrawal)
}

/// Names the pages that change when what the public sees changes: lists, feed and home page of the site.
fn touch(act: &mut Act, entry: &Entry) {
    act.touch(entries_key(entry.site));
}

/// The key of pages that list a site's entries.
pub fn entries_key(site: base::Id<crate::site::Site>) -> String {
    format!("entries:{site}")
}
