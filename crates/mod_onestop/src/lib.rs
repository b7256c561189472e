//! The one-stop shop: find a procedure, apply, hand in, follow; receive, process on the legal clock, hand the result over.

pub mod dossier;
pub mod draft;
pub mod follow;
pub mod form;
mod home;
pub mod paper;
mod personal;
pub mod place;
mod policy;
mod reorganise;

use kernel::{Access, App, MenuItem, MenuPlace, Migration, Module, SubjectKind, Task};
use svc_catalogue::procedure::Counter;

pub use policy::{DOSSIER_PROCESS, DOSSIER_READ, DOSSIER_RECEIVE};

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[Migration {
        name: "20261127_160000_onestop_dossier",
        sql: include_str!("../migrations/20261127_160000_onestop_dossier.sql"),
    }],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(|| home::routes().merge(draft::routes()).merge(dossier::routes()).merge(follow::routes())),
    menu: &[
        MenuItem {
            place: MenuPlace::Public,
            label: "onestop.menu.public",
            href: "/mot-cua",
            access: Access::Public,
            order: 21,
        },
        dossier::MENU,
    ],
    notices: &dossier::NOTICES,
    subjects: &[
        SubjectKind { kind: "dossier", label: "onestop.subject.dossier", load: dossier::titled },
        SubjectKind::unnamed("draft", "onestop.subject.draft"),
    ],
    waiting: Some(dossier::waiting),
    start: Some(start),
    reorganise: Some(&reorganise::Dossiers),
    personal: Some(personal::holdings),
    ..Module::new("onestop")
};

#[cfg(test)]
mod tests;

fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        follow::start(app);
        app.keep(Counter(|code| format!("/mot-cua/nop/{code}")));
        Ok(())
    })
}
