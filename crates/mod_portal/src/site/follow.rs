use kernel::{
    App, Consumer, Ctx, Result, Task,
    db::Queries as _,
    journal::{Consume, Record},
    snapshot,
};
use svc_org::{Agency, Tree};

use super::{Sites, build_family};

/// Brings the family in line with the tree as soon as the journal tells of an act on an agency: a new name, a new body,
/// an end.
pub const FAMILY: Consumer = Consumer { name: "portal.family", start };

fn start(app: App) -> Task<'static, Box<dyn Consume>> {
    Box::pin(async move {
        let head: Option<i64> =
            app.db().read().scalar("SELECT ordinal FROM kernel_chain WHERE id = 1", vec![]).await?;
        Ok(Box::new(Follower { app, cursor: head.unwrap_or(0) }) as Box<dyn Consume>)
    })
}

struct Follower {
    app: App,
    cursor: i64,
}

#[async_trait::async_trait]
impl Consume for Follower {
    fn cursor(&self) -> i64 {
        self.cursor
    }

    async fn take(&mut self, records: &[Record]) -> Result<()> {
        if records.iter().any(|r| r.subject_kind == <Agency as kernel::Subject>::KIND) {
            // Another node's act may not have reached this node's memory yet.
            snapshot::reload::<Tree>(&self.app, &[]).await?;
            snapshot::reload::<Sites>(&self.app, &[]).await?;
            build_family(&Ctx::system(&self.app, "portal.family")).await?;
        }
        self.cursor = records.last().and_then(|r| r.ordinal).unwrap_or(self.cursor);
        Ok(())
    }
}
