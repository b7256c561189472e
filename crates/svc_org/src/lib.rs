//! The organisation: agencies in a tree with validity, their codes, what became of them.

use kernel::{Consumer, Migration, Module};

pub mod agency;
mod code;
pub mod import;
mod kept;
pub mod policy;
pub mod tree;

pub use agency::{Agency, CommuneKind, Extent, Kind, Succession};
pub use code::{AgencyCode, CodeError};
pub use import::{ImportReport, Rejected, Summary, import_units, load_model_province};
pub use kept::tree;
pub use tree::{Step, Tree};

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[Migration {
        name: "20261122_000200_org_agency",
        sql: include_str!("../migrations/20261122_000200_org_agency.sql"),
    }],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    consumers: &[Consumer { name: "org.tree", start: |app| Box::pin(kept::Follower::start(app)) }],
    start: Some(|app| Box::pin(kept::start(app))),
    ..Module::new("org")
};
