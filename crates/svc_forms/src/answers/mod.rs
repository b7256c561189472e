//! What somebody answered: read from what they typed, checked, kept, and given to conditions.

mod kept;
mod read;
mod sight;
mod words;

pub use kept::{Answers, Item};
pub use read::{read_page, read_part, shown};
pub use sight::Sight;
pub use words::{told, words};

#[cfg(test)]
mod tests;
