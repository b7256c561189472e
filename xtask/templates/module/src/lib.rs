//! __Name__: its words, invariants and law are in README.md.

use kernel::Module;

pub mod policy;

/// What the program learns of this module.
pub static MODULE: Module = Module {
    name: "__name__",
    title: "__name__.title",
    routes: || Vec::new(),
    permissions: policy::ALL,
    menu: &[],
    migrations: &[],
    jobs: &[],
    handlers: &[],
    search: &[],
    locales: &[("vi", include_str!("../locales/vi.toml")), ("en", include_str!("../locales/en.toml"))],
};
