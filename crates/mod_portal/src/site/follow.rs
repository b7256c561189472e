use kernel::{
    App, Result, Task,
    db::Queries,
    journal::{Consume, Record},
};

/// Keeps this node's family like the database's. The family is read whole at start, so following begins at the end of
/// the journal as it stands then.
struct Follower {
    app: App,
    cursor: i64,
}

pub(super) fn start(app: App) -> Task<'static, Box<dyn Consume>> {
    Box::pin(async move {
        let last: Option<i64> =
            app.db().read().scalar("SELECT coalesce(max(ordinal), 0) FROM kernel_record", vec![]).await?;
        super::reload(&app).await?;
        let follower: Box<dyn Consume> = Box::new(Follower { app, cursor: last.unwrap_or(0) });
        Ok(follower)
    })
}

#[async_trait::async_trait]
impl Consume for Follower {
    fn cursor(&self) -> i64 {
        self.cursor
    }

    async fn take(&mut self, records: &[Record]) -> Result<()> {
        if records.iter().any(|r| matches!(r.subject_kind.as_str(), "site" | "agency")) {
            super::reload(&self.app).await?;
        }
        self.cursor = records.iter().filter_map(|r| r.ordinal).max().unwrap_or(self.cursor);
        Ok(())
    }
}
