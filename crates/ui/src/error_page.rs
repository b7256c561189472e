use askama::Template;

use crate::{Link, Page};

/// What a reader sees when something did not work: what happened, in a sentence, and what to do next.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub page: Page,
    /// The HTTP status, shown small for those who report it.
    pub code: u16,
    /// What happened, for a person.
    pub heading: String,
    /// What to do.
    pub text: String,
    /// Where to go from here.
    pub action: Option<Link>,
}
