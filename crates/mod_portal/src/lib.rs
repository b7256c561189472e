//! The portal family: sites, news, the catalogue of procedures, site-wide search.

use kernel::{Module, Routes};

pub mod article;
pub mod policy;
pub mod procedure;
pub mod site;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(routes),
    menu: &[],
    search: &[],
    ..Module::new("portal")
};

fn routes() -> Routes {
    Routes::new().merge(site::routes()).merge(article::routes()).merge(procedure::routes())
}
