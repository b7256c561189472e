//! The portal family: sites, news, the catalogue of procedures, site-wide search.

use kernel::{App, Ctx, Errand, Migration, Module, Routes, Task, Waiting};

mod beside;
pub mod block;
pub mod comment;
pub mod entry;
pub mod face;
mod feed;
mod guard;
pub mod mailing;
pub mod media;
pub mod menu;
mod officers;
mod offline;
pub mod policy;
pub mod procedure;
pub mod question;
pub mod rating;
pub mod royalty;
pub mod search;
pub mod site;
mod subjects;
mod typed;
pub mod vote;

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
        question::MIGRATION,
        face::MIGRATION,
        rating::MIGRATION,
        mailing::MIGRATION,
        entry::LISTS_MIGRATION,
        royalty::MIGRATION,
        entry::RELATIONS_MIGRATION,
        entry::TRANSLATIONS_MIGRATION,
        entry::CITING_MIGRATION,
        entry::ORIGINALS_MIGRATION,
    ],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(routes),
    menu: &[
        site::MENU,
        entry::MENU,
        media::MENU,
        face::MENU,
        entry::BEGIN,
        question::MENU,
        comment::MENU,
        rating::MENU,
        mailing::MENU,
        question::LIMITS,
        royalty::MENU[0],
        royalty::MENU[1],
        royalty::MENU[2],
    ],
    jobs: &[
        site::JOB,
        entry::JOBS[0],
        entry::JOBS[1],
        entry::JOBS[2],
        entry::JOBS[3],
        rating::JOB,
        question::JOB,
        mailing::JOBS[0],
        mailing::JOBS[1],
        mailing::JOBS[2],
    ],
    notices: &[
        question::NOTICES[0],
        question::NOTICES[1],
        question::NOTICES[2],
        officers::NOTICES[0],
        officers::NOTICES[1],
        officers::NOTICES[2],
        officers::NOTICES[3],
        officers::NOTICES[4],
        officers::NOTICES[5],
        officers::NOTICES[6],
        officers::NOTICES[7],
        officers::NOTICES[8],
        mailing::NOTICES[0],
        mailing::NOTICES[1],
        mailing::NOTICES[2],
        mailing::NOTICES[3],
    ],
    search: &[entry::SEARCH, procedure::SOURCE, question::SEARCH],
    consumers: &[site::CONSUMER, site::FAMILY, face::CONSUMER],
    subjects: subjects::KINDS,
    start: Some(start),
    rewrite: Some(site::rewrite),
    waiting: Some(waiting),
    queue: Some(queue),
    frame: Some(site::frame),
    reorganise: Some(&site::Portal),
    ..Module::new("portal")
};

fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        guard::start(app);
        media::start(app)?;
        site::start(app).await?;
        face::start(app).await
    })
}

fn routes() -> Routes {
    Routes::new()
        .merge(site::routes())
        .merge(block::routes())
        .merge(menu::routes())
        .merge(face::routes())
        .merge(entry::routes())
        .merge(media::routes())
        .merge(procedure::routes())
        .merge(search::routes())
        .merge(question::routes())
        .merge(comment::routes())
        .merge(vote::routes())
        .merge(rating::routes())
        .merge(mailing::routes())
        .merge(royalty::routes())
        .merge(offline::routes())
}

/// What waits for whoever has signed in, in all slices.
fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        let mut all = entry::waiting(ctx.clone()).await?;
        all.extend(question::waiting(ctx.clone()).await?);
        all.extend(comment::waiting(ctx.clone()).await?);
        all.extend(royalty::waiting(ctx).await?);
        Ok(all)
    })
}

fn queue(ctx: Ctx, most: u64) -> Task<'static, Vec<Errand>> {
    Box::pin(async move {
        let mut all = entry::queue(ctx.clone(), most).await?;
        all.extend(question::queue(ctx.clone(), most).await?);
        all.extend(comment::queue(ctx.clone(), most).await?);
        all.extend(royalty::queue(ctx, most).await?);
        Ok(all)
    })
}
