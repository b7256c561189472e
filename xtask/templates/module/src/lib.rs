//! __Name__: its words, invariants and law are in README.md.

use kernel::Module;

pub mod policy;

/// What the program learns of this module.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale { vi: include_str!("../locales/vi.toml"), en: include_str!("../locales/en.toml") }),
    permissions: policy::ALL,
    roles: policy::ROLES,
    ..Module::new("__name__")
};
