use crate::Message;

/// A row of a file or table that was left out: good rows go in, bad ones come back with what to put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its line in the file, from 1, the header included; in a list its place, from 1.
    pub line: u64,
    /// Why, and what to do.
    pub reason: Message,
    /// The row or its beginning as it stands in the file; bytes that are no text replaced.
    pub text: String,
}
