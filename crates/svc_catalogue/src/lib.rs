//! The catalogue of administrative procedures, for everybody who shows them or works by them: what one gets, how long it
//! takes, what it costs, what to bring.

mod policy;
pub mod procedure;
pub mod service;

use kernel::{Module, SubjectKind};

pub use policy::PROCEDURE_EDIT;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[procedure::MIGRATION, service::MIGRATION],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(|| procedure::routes().merge(service::routes())),
    search: &[procedure::SOURCE],
    subjects: &[
        SubjectKind::unnamed("procedure", "catalogue.subject.procedure"),
        SubjectKind::unnamed("service", "catalogue.subject.service"),
    ],
    ..Module::new("catalogue")
};
