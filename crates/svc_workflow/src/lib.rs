//! The legal calendar: on which days the clock runs, and when it runs out.

use kernel::Module;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    ..Module::new("workflow")
};
