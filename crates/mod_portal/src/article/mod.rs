//! News articles of the family's sites.
//!
//! An editor drafts an article and hands it over; somebody who had no hand in it approves it, at once or for a planned
//! time, or returns it with a reason; what is public may be revised (the public keeps seeing the approved revision
//! until the next one is approved) or withdrawn with a reason, after which its address says just that. Every save is a
//! revision, nothing is overwritten, and the journal tells the whole story.

pub mod body;
mod category;
mod conflict;
mod desk;
mod draft;
mod edit;
mod form;
mod hand_over;
pub mod model;
mod news;
mod publish;
mod refile;
mod send_back;
mod store;
mod submit;
mod take_back;
mod view;
mod waiting;
mod web_public;
mod web_work;
mod withdraw;

use kernel::{Access, Act, JobKind, MenuItem, MenuPlace, Migration, Routes, SearchSource};

use crate::policy::{ARTICLE_PUBLISH, ARTICLE_WRITE};

pub use draft::draft;
pub use edit::edit;
pub use hand_over::hand_over;
pub use model::{Article, Category, Content, Status};
pub use news::load_model_news;
pub use publish::publish;
pub use refile::refile;
pub use send_back::send_back;
pub use submit::submit;
pub use take_back::take_back;
pub use view::{NewsItem, latest};
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
    place: MenuPlace::Work("portal.article.menu.group"),
    label: "portal.article.menu.articles",
    href: WORK,
    access: Access::Needs(ARTICLE_WRITE),
    order: 500,
};

/// Writing a new one, from the first work screen.
pub const BEGIN: MenuItem = MenuItem {
    place: MenuPlace::Begin,
    label: "portal.article.work.new",
    href: "/quan-tri/bai-viet/moi",
    access: Access::Needs(ARTICLE_WRITE),
    order: 500,
};

/// Publishes approved articles when their time has come.
pub const JOB: JobKind = publish::JOB;

/// What readers may find: published articles, and only while they are.
pub const SEARCH: SearchSource = SearchSource {
    kind: "article",
    load: |app, ids| Box::pin(async move { store::public::search_docs(&app, ids).await }),
};

/// Where editors work.
const WORK: &str = "/quan-tri/bai-viet";

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/tin-tuc", Access::Public, web_public::index)
        .get("/s/{slug}/tin-tuc/{article}", Access::Public, web_public::show)
        .get("/s/{slug}/rss.xml", Access::Public, web_public::feed)
        .get(WORK, ARTICLE_WRITE, web_work::index)
        .post(WORK, ARTICLE_WRITE, web_work::create)
        .get("/quan-tri/bai-viet/moi", ARTICLE_WRITE, web_work::new)
        .post("/quan-tri/bai-viet/xem-truoc", ARTICLE_WRITE, web_work::preview)
        .get("/quan-tri/bai-viet/{id}", ARTICLE_WRITE, web_work::show)
        .post("/quan-tri/bai-viet/{id}/revision", ARTICLE_WRITE, web_work::create_revision)
        .post("/quan-tri/bai-viet/{id}/submission", ARTICLE_WRITE, web_work::create_submission)
        .post("/quan-tri/bai-viet/{id}/retraction", ARTICLE_WRITE, web_work::create_retraction)
        .post("/quan-tri/bai-viet/{id}/return", ARTICLE_PUBLISH, web_work::create_return)
        .post("/quan-tri/bai-viet/{id}/publication", ARTICLE_PUBLISH, web_work::create_publication)
        .post("/quan-tri/bai-viet/{id}/withdrawal", ARTICLE_PUBLISH, web_work::create_withdrawal)
}

/// Names the pages that change when what the public sees changes: lists, feed and home page of the site.
fn touch(act: &mut Act, article: &Article) {
    act.touch(articles_key(article.site));
}

/// The key of pages that list a site's articles.
pub fn articles_key(site: base::Id<crate::site::Site>) -> String {
    format!("articles:{site}")
}
