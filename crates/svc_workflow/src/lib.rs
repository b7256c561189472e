//! When things are due. The legal calendar lives here; the runtime for step definitions joins it with the
//! one-stop module.

pub mod calendar;

use kernel::Module;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    ..Module::new("workflow")
};
