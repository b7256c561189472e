use std::io;

/// Why the index could not be opened, written or read. What people type is never a reason.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process has this index folder open.
    #[error("the search index is in use by another process")]
    Busy,
    /// The folder cannot be read or written.
    #[error("the search index folder cannot be used")]
    Io(#[from] io::Error),
    /// The engine failed: disk full, a file removed while in use.
    #[error("the search engine failed")]
    Engine(#[from] tantivy::TantivyError),
    /// What is to be found could not be read to its end.
    #[error("what is to be found could not be read to its end")]
    Source,
    /// A stored record is not in the form this version writes.
    #[error("a record of the search index cannot be read")]
    Record(#[from] serde_json::Error),
}

/// A result of the search service.
pub type Result<T> = std::result::Result<T, Error>;
