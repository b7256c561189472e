//! The model province's opinions on its drafts: invented, nobody's.

use base::{Id, Timestamp};
use kernel::{
    Ctx, Error, Event, Result,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::{
    model::{Comment, Status},
    store, touch,
};
use crate::policy;

/// Opinions written in one act.
const BATCH: usize = 40;

#[derive(Serialize)]
struct Imported {}

impl Event for Imported {
    const NAME: &'static str = "portal.comment.imported";
}

#[derive(Deserialize)]
struct File {
    comment: Vec<Seed>,
}

#[derive(Deserialize)]
struct Seed {
    body: String,
    #[serde(default)]
    name: String,
    /// What became of it; one without is still unread.
    #[serde(default)]
    reply: String,
}

#[derive(FromQueryResult)]
struct Draft {
    id: Uuid,
    agency_id: Uuid,
    path: String,
    published_at: i64,
}

/// Writes opinions onto every published draft, neighbours different ones, and says how many are new. A second run adds
/// nothing.
///
/// # Errors
/// [`Error::Forbidden`] without the right over every site; the database's.
pub async fn load_model_comments(ctx: &Ctx) -> Result<usize> {
    let file: File = toml::from_str(include_str!("../../seeds/comments.toml"))
        .map_err(|e| Error::internal(e.to_string()))?;
    let sql = "SELECT a.id, s.agency_id, o.path, a.published_at FROM portal_entry a \
               JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id \
               WHERE a.kind = 'draft' AND a.published_revision IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM portal_comment c WHERE c.entry_id = a.id) ORDER BY a.id";
    let drafts: Vec<Draft> = ctx.read().all(sql, vec![]).await?;
    let mut new = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        for n in 0..=at % 3 {
            let which = (at + n) % file.comment.len().max(1);
            let Some(seed) = file.comment.get(which) else { continue };
            let received = Timestamp(draft.published_at)
                .plus_seconds((n as i64 + 1) * 2 * 86_400 + which as i64 * 1_260);
            let received = Timestamp(received.0.min(ctx.now().0));
            let comment = Comment {
                id: Id::<Comment>::from_uuid(new_id::<()>().uuid()),
                entry: draft.id,
                agency: draft.agency_id,
                agency_path: draft.path.clone(),
                agency_until: None,
                body: base::text::nfc(seed.body.trim()),
                shown_name: seed.name.clone(),
                status: if seed.reply.is_empty() { Status::New } else { Status::Published },
                reply: base::text::nfc(seed.reply.trim()),
                reason: String::new(),
                received_at: received,
                updated_at: received,
                version: 1,
            };
            new.push((comment, format!("model:comment:{}:{n}", draft.id)));
        }
    }
    for batch in new.chunks(BATCH) {
        let mut act = ctx.act(policy::COMMENT_MODERATE).await?;
        for (comment, origin) in batch {
            act.require(&comment.agency_path)?;
            store::insert(&act, comment, &comment.shown_name, "", Some(origin)).await?;
            touch(&mut act, comment.entry);
            act.record(comment, &Imported {}).await?;
        }
        act.commit().await?;
    }
    Ok(new.len())
}
