//! The first page of a PDF as a picture. Documents come from anybody and may ask for endless work or memory, so the page
//! is drawn by a process of its own, bounded by the system; when that fails there is no picture, and nobody is bothered.

mod draw;
mod job;

pub use draw::draw_first_page;
pub(crate) use job::{NAME, run};

/// How wide the picture is.
pub(crate) const WIDTH: u32 = 640;
