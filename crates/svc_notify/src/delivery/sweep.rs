//! The job `notify.sweep`: forgets what nobody needs any more.

use base::Timestamp;
use kernel::{App, Result, Task};

use super::store;
use crate::{channels::Channels, mail::Post, notice};

/// How long words and addresses of what is over are kept: time enough to look into a complaint.
const KEEP_DAYS: i64 = 30;
/// How long what was told is kept behind the bell, and that it was told at all.
const KEEP_NOTICE_DAYS: i64 = 365;
const DAY: i64 = 24 * 3600 * 1000;
/// How many letters of the outbox are asked about in one statement.
const CHUNK: usize = 200;

pub(crate) fn run(app: App, _: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move { sweep(&app).await })
}

async fn sweep(app: &App) -> Result<()> {
    let now = app.clock().now();
    let before = |days: i64| Timestamp(now.0 - days * DAY);
    // Letters first: afterwards nobody knows which they were.
    if let Post::Outbox(outbox) = &app.part::<Channels>()?.mail {
        for letters in outbox.letters()?.chunks(CHUNK) {
            for id in store::sent_before(app.db().read(), letters, before(KEEP_DAYS)).await? {
                outbox.remove(id)?;
            }
        }
    }
    store::forget_addresses(app, before(KEEP_DAYS)).await?;
    notice::store::clear_delivered(app, before(KEEP_DAYS), now).await?;
    notice::store::remove_old(app, before(KEEP_NOTICE_DAYS)).await?;
    Ok(())
}
