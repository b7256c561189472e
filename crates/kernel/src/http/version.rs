use ui::{FormState, Message};

use crate::{Error, Result};

/// The version a form says it was opened with, or over which its writer chose to save.
///
/// # Errors
/// [`Error::BadRequest`] for a form that names none: no page of ours sends it.
pub fn version(form: &FormState) -> Result<i64> {
    match form.version() {
        0 => Err(Error::BadRequest(Message::new("kernel.error.form"))),
        version => Ok(version),
    }
}
