//! Refusals in words: what is wrong with a file and what to do.

use http::StatusCode;
use kernel::Error;
use ui::Message;

/// A file that is not taken, and why.
pub(crate) fn refuse(message: Message) -> Error {
    Error::Status(StatusCode::UNPROCESSABLE_ENTITY, message)
}

/// The sentence of a refusal about the file itself, to be shown at its field; other errors are none.
pub fn said(error: &Error) -> Option<&Message> {
    match error {
        Error::Status(_, message) | Error::TooLarge(message) => Some(message),
        _ => None,
    }
}

/// A size as people read it.
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    match bytes {
        0..KIB => format!("{bytes} B"),
        KIB..1_048_576 => format!("{} KB", bytes.div_ceil(KIB)),
        _ => format!("{} MB", bytes.div_ceil(KIB * KIB)),
    }
}
