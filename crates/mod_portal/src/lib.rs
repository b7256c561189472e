//! The portal family: sites, news, site-wide search.

use base::Permission;
use kernel::{Access, App, Ctx, Errand, Error, MenuItem, Migration, Module, Result, Routes, Task, Waiting};
use ui::Page;

mod beside;
pub mod block;
pub mod comment;
pub mod entry;
mod eyes;
pub mod face;
mod feed;
mod guard;
pub mod mailing;
pub mod media;
pub mod menu;
mod officers;
mod offline;
pub mod policy;
pub mod question;
pub mod rating;
pub mod royalty;
pub mod search;
pub mod site;
mod subjects;
mod typed;
pub mod vote;

/// The program as most tests of this crate begin it.
#[cfg(test)]
pub(crate) const TEST_MODULES: [&Module; 6] = [
    &svc_org::MODULE,
    &svc_files::MODULE,
    &svc_identity::MODULE,
    &svc_workflow::MODULE,
    &svc_catalogue::MODULE,
    &MODULE,
];

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
        Migration {
            name: "20261122_000600_portal_procedure",
            sql: include_str!("../migrations/20261122_000600_portal_procedure.sql"),
        },
        Migration {
            name: "20261127_140100_portal_procedure_moved",
            sql: include_str!("../migrations/20261127_140100_portal_procedure_moved.sql"),
        },
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
        royalty::AGAIN_MIGRATION,
        entry::ORIGINALS_MIGRATION,
        entry::BINDING_MIGRATION,
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
    search: &[entry::SEARCH, question::SEARCH],
    consumers: &[site::CONSUMER, site::FAMILY, face::CONSUMER],
    subjects: subjects::KINDS,
    start: Some(start),
    rewrite: Some(site::rewrite),
    waiting: Some(waiting),
    queue: Some(queue),
    personal: Some(royalty::holdings),
    frame: Some(frame),
    reorganise: Some(&site::Portal),
    ..Module::new("portal")
};

/// Whether whoever looks holds a right over the whole province.
fn is_provinces(ctx: &Ctx, right: Permission) -> Result<bool> {
    let tree = svc_org::tree(ctx.app())?;
    let root = tree.root(ctx.today()).ok_or(Error::NotFound)?;
    Ok(ctx.may(right, Some(&root.path)))
}

/// Completes the frame of a page. What holds for the whole province is no way to go for those who hold its right over a part.
fn frame(ctx: &Ctx, page: &mut Page) {
    site::frame(ctx, page);
    let closed = |item: &MenuItem| matches!(item.access, Access::Needs(right) if !is_provinces(ctx, right).unwrap_or(false));
    for item in [&question::LIMITS, &royalty::MENU[2]] {
        for group in &mut page.rail {
            group.items.retain(|shown| shown.href != item.href || !closed(item));
        }
    }
    page.rail.retain(|group| !group.items.is_empty());
}

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
