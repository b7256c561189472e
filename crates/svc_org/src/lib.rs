//! The organisation: agencies in a tree with validity, their codes, what became of them.

use kernel::{Access, Consumer, MenuItem, MenuPlace, Migration, Module};

pub mod agency;
mod code;
pub mod import;
mod kept;
pub mod policy;
pub mod reorganisation;
pub mod tree;

pub use agency::{ALL as AGENCIES, Agency, CommuneKind, Extent, Kind, Succession};
pub use code::{AgencyCode, CodeError};
pub use import::{
    ImportReport, Options, Rejected, Summary, import_units, load_larger_province, load_model_province,
};
pub use kept::tree;
pub use tree::{Step, Tree};

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[
        Migration {
            name: "20261122_000200_org_agency",
            sql: include_str!("../migrations/20261122_000200_org_agency.sql"),
        },
        reorganisation::MIGRATION,
    ],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(|| agency::routes().merge(reorganisation::routes())),
    jobs: &[reorganisation::JOB],
    menu: &[
        MenuItem {
            place: MenuPlace::Public,
            label: "org.menu.directory",
            href: "/co-quan",
            access: Access::Public,
            order: 40,
        },
        MenuItem {
            place: MenuPlace::Work("org.menu.group"),
            label: "org.menu.agencies",
            href: "/quan-tri/co-quan",
            access: Access::Needs(policy::AGENCY_EDIT),
            order: 810,
        },
        reorganisation::MENU,
    ],
    search: &[agency::search::SOURCE],
    consumers: &[Consumer { name: "org.tree", start: kernel::snapshot::follow::<Tree> }],
    start: Some(|app| Box::pin(kernel::snapshot::start::<Tree>(app))),
    ..Module::new("org")
};
