//! Printouts as PDF: typeset by Typst, kept for good (PDF/A-2a), readable by machines and by ear (PDF/UA-1). Templates come
//! from the modules that own the forms; what they share is `forms/form.typ`. See the README beside this crate.

mod plain;
mod printer;
mod qr;
mod sheet;

use base::Timestamp;
use bytes::Bytes;
use kernel::{App, Module, Result};
use serde::Serialize;
use ui::Lang;

pub use plain::{LARGEST, LONGEST};
pub use qr::{Qr, qr_svg};

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    start: Some(|app| {
        Box::pin(async move {
            app.keep(printer::Printer::new()?);
            Ok(())
        })
    }),
    ..Module::new("pdf")
};

/// How a form looks, in Typst. It reads what it shows from `json("/data.json")` and imports `/form.typ`; there is nothing
/// else it could read, no clock and no way to run text as code.
#[derive(Debug)]
pub struct Template {
    /// Its name, as faults tell it.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// What a printout says of itself, beside what is printed on it.
#[derive(Clone, Debug)]
pub struct About {
    /// Its title, not empty: what a window shows and a screen reader reads first.
    pub title: String,
    /// Who made it: the agency.
    pub author: String,
    /// The language it is written in.
    pub lang: Lang,
    /// When it was made.
    pub at: Timestamp,
}

/// Prints. The same input gives the same bytes. Texts of `data` are shown as they are, whatever stands in them,
/// but for what nobody sees or no letter is for (see the README).
///
/// Takes milliseconds of a processor, so it waits its turn; not for the inside of a transaction.
///
/// # Errors
/// [`kernel::Error::TooLarge`] for a text longer than [`LONGEST`] or all together larger than [`LARGEST`];
/// [`kernel::Error::Internal`] when the template is at fault or does not fit `data`.
pub async fn print(
    app: &App,
    template: &'static Template,
    about: About,
    data: &impl Serialize,
) -> Result<Bytes> {
    app.part::<printer::Printer>()?.print(template, about, serde_json::to_value(data)?).await
}
