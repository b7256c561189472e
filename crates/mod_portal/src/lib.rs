//! The portal family: sites, news, the catalogue of procedures, site-wide search.

use kernel::{App, Migration, Module, Routes, Task};

pub mod entry;
pub mod media;
pub mod policy;
pub mod procedure;
pub mod search;
pub mod site;
mod subjects;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[
        Migration {
            name: "20261122_000400_portal_site",
            sql: include_str!("../migrations/20261122_000400_portal_site.sql"),
        },
        entry::MIGRATION,
        procedure::MIGRATION,
        Migration {
            name: "20261123_000100_portal_site_path",
            sql: include_str!("../migrations/20261123_000100_portal_site_path.sql"),
        },
        Migration {
            name: "20261125_000400_portal_site_word",
            sql: include_str!("../migrations/20261125_000400_portal_site_word.sql"),
        },
        entry::KINDS_MIGRATION,
        media::MIGRATION,
        entry::UNSAVED_MIGRATION,
    ],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(routes),
    menu: &[site::MENU, entry::MENU, media::MENU, entry::BEGIN],
    jobs: &[site::JOB, entry::JOBS[0], entry::JOBS[1], entry::JOBS[2]],
    search: &[entry::SEARCH, procedure::SOURCE],
    consumers: &[site::CONSUMER, site::FAMILY],
    subjects: subjects::KINDS,
    start: Some(start),
    rewrite: Some(site::rewrite),
    waiting: Some(entry::waiting),
    queue: Some(entry::queue),
    frame: Some(site::frame),
    reorganise: Some(&site::Portal),
    ..Module::new("portal")
};

fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        media::start(app)?;
        site::start(app).await
    })
}

fn routes() -> Routes {
    Routes::new()
        .merge(site::routes())
        .merge(entry::routes())
        .merge(media::routes())
        .merge(procedure::routes())
        .merge(search::routes())
}
