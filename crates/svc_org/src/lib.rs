//! The organisation: agencies in a tree with validity, their codes, what became of them.

use kernel::Module;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    ..Module::new("org")
};
