//! What stands below a published entry that readers may answer: a draft asks for opinions, a poll for a choice.

use kernel::{Ctx, Result};
use sea_orm::prelude::Uuid;
use ui::Page;

use crate::{comment, entry::Content, vote};

/// A piece of the entry's page, as HTML; nothing for entries nobody answers. `address` is the entry's own, without
/// language prefix.
///
/// # Errors
/// The database's; the template's.
pub async fn html(ctx: &Ctx, page: &Page, id: Uuid, content: &Content, address: &str) -> Result<String> {
    match content.kind.name {
        "draft" => comment::beside(ctx, page, id, content, address).await,
        "poll" => vote::beside(ctx, page, id, content, address).await,
        _ => Ok(String::new()),
    }
}
