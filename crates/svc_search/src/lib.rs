//! Finding things by what people type: with or without accents, in any order of words, by code, within one's rights.
//!
//! [`Index`] is the whole engine. It knows no database and no module: it is fed
//! [`SearchDoc`](contracts::search::SearchDoc)s together with the journal cursor they were read at, and answers
//! [`Query`]s. All its functions block; callers on an async runtime run them on a blocking thread.
//!
//! [`MODULE`] plugs it into the program: it opens the index of this node, fills it from what the modules let people find
//! and follows the journal. Handlers ask by [`find`] and [`offer`].

mod answer;
mod ask;
mod best;
mod bits;
mod error;
mod everyday;
mod excerpt;
mod follower;
mod index;
mod input;
mod kept;
mod matching;
mod module;
mod rank;
mod schema;
mod search;
mod suggest;
mod weigh;
mod words;

pub use ask::{Count, Counted, FacetCount, Hit, Query, Results, Sort, Suggestion, Viewer};
pub use error::{Error, Result};
pub use index::Index;
pub use module::{MODULE, cache_key, find, index, offer, rebuild, viewer};
