//! What every screen shares: language and texts, the page frame, forms that keep what was typed, paging.
//!
//! Templates live in `templates/` (`layout/` frames, `components/` macros); other crates reach them through
//! `askama.toml`. Styles and scripts are built by `web/` and embedded by [`assets`].

pub mod assets;
mod error_page;
mod form;
pub mod gallery;
mod icon;
mod lang;
mod page;
mod pager;
pub mod palette;
mod rejected;
mod stale;
mod texts;
mod turns;
mod view;

pub use error_page::ErrorPage;
pub use form::{FieldError, FormState, Message};
pub use icon::{Drawing, ICONS, icon, mark};
pub use lang::Lang;
pub use page::{
    Alternate, Brand, Crumb, Flash, FlashKind, Footer, Meta, NavItem, Notice, Page, RailGroup, RailItem,
    Version,
};
pub use pager::Pager;
pub use rejected::Rejected;
pub use texts::{Locale, fill, install, known, t};
pub use turns::{Turn, Turns};

pub use view::{
    Choice, Facet, FacetOption, Link, Picture, Quantity, Stat, Step, StepState, TimelineEvent, TreeNode,
};

/// The texts of the frame and the components, keys under `ui.`.
pub static LOCALE: Locale =
    Locale { vi: include_str!("../locales/vi.toml"), en: include_str!("../locales/en.toml") };

#[cfg(test)]
mod tests;
