//! What every screen shares: language and texts, the page frame, forms that keep what was typed, paging.
//!
//! Templates live in `templates/` (`layout/` frames, `components/` macros); other crates reach them through
//! `askama.toml`. Styles and scripts are built by `web/` and embedded by [`assets`].

mod form;
mod lang;
mod page;
mod pager;
mod texts;

pub use form::{FieldError, FormState, Message};
pub use lang::Lang;
pub use page::{Alternate, Brand, Crumb, Flash, FlashKind, Footer, Meta, NavItem, Page, RailGroup, RailItem};
pub use pager::Pager;
pub use texts::{Locale, fill, install, t};

#[cfg(test)]
mod tests;
#[allow(missing_docs)]
mod tmp;
pub use tmp::*;
