//! Finding things by what people type: with or without accents, in any order of words, by code, within one's rights.
//!
//! [`Index`] is the whole engine. It knows no database and no module: it is fed
//! [`SearchDoc`](contracts::search::SearchDoc)s together with the journal cursor they were read at, and answers
//! [`Query`]s. All its functions block; callers on an async runtime run them on a blocking thread.

mod ask;
mod error;
mod excerpt;
mod index;
mod input;
mod rank;
mod schema;
mod search;
mod suggest;
mod tally;
mod words;

pub use ask::{FacetCount, Hit, Query, Results, Sort, Suggestion, Viewer};
pub use error::{Error, Result};
pub use index::Index;
