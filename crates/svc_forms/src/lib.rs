//! Forms without code: what a form asks is data ([`definition`]), kept version by version ([`version`]), read and checked by
//! one engine ([`answers`]) with a small language for conditions and sums ([`expr`]), and shown by it ([`render`]).

pub mod answers;
pub mod definition;
pub mod expr;
mod policy;
pub mod render;
pub mod schema;
pub mod value;
pub mod version;

use kernel::{Module, SubjectKind};

pub use policy::DEFINITION_EDIT;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[version::MIGRATION],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    subjects: &[SubjectKind::unnamed("form", "forms.subject.form")],
    ..Module::new("forms")
};
