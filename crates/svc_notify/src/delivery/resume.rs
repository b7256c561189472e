//! The job `notify.resume`: takes up deliveries whose own job was lost, as when a node went down in the middle of one.

use std::time::Duration;

use base::Timestamp;
use kernel::{App, Result, Task, jobs};

use super::{SEND, store};

/// How late a delivery must be to count as lost; ordinary ones wait in line for less.
const LATE_SECONDS: i64 = 5 * 60;
/// How many are taken up at once.
const AT_ONCE: u32 = 200;

pub(crate) fn run(app: App, _: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move { resume(&app).await })
}

async fn resume(app: &App) -> Result<()> {
    let now = app.clock().now();
    let lost = store::lost(app.db().read(), Timestamp(now.0 - LATE_SECONDS * 1000), AT_ONCE).await?;
    // Due again from now on, so that the next round does not take them up a second time while they wait in line.
    store::postpone(app, &lost, now).await?;
    for id in &lost {
        jobs::ask(app, SEND, id, Duration::ZERO).await?;
    }
    Ok(())
}
