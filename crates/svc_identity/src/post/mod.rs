//! A post: this person serves at that agency under this title, from a day to a day (both included).
//!
//! Posts say who works where; what somebody may do in the program is said by grants. A post is never rewritten but for a
//! correction of its words; it ends, and the next begins.

mod end;
mod fill;
mod model;
pub(crate) mod store;

pub(crate) use end::end;
pub(crate) use fill::{fill, fill_in};
pub use model::Post;
pub(crate) use model::{NewPost, PostEnded, PostFilled, PostReworded};
