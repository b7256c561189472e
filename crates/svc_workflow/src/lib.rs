//! When things are due. The legal calendar lives here; the runtime for step definitions joins it with the
//! one-stop module.

pub mod calendar;
