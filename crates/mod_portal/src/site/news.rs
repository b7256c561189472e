use kernel::{Ctx, Result};

use super::Site;
use crate::article;

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
pub async fn latest(ctx: &Ctx, site: &Site, most: usize) -> Result<Vec<NewsItem>> {
    let found = article::latest(ctx, site.id, most as u64).await?;
    Ok(found
        .into_iter()
        .map(|item| NewsItem {
            title: item.title,
            href: item.href,
            date: item.date,
            summary: item.summary,
            picture: item.picture.to_owned(),
            alt: item.picture_alt,
        })
        .collect())
}
