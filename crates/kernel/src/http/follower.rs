use crate::{
    App, Result,
    db::Queries as _,
    journal::{Consume, Record},
};

/// Drops pages that acts on other nodes changed. Acts on this node have dropped theirs at commit; doing it again costs
/// one render.
pub(crate) struct Follower {
    app: App,
    cursor: i64,
}

impl Follower {
    /// Follows from now on: this node's memory holds nothing older.
    pub(crate) async fn start(app: App) -> Result<Box<dyn Consume>> {
        let head: Option<i64> =
            app.db().read().scalar("SELECT ordinal FROM kernel_chain WHERE id = 1", vec![]).await?;
        Ok(Box::new(Self { app, cursor: head.unwrap_or(0) }))
    }
}

#[async_trait::async_trait]
impl Consume for Follower {
    fn cursor(&self) -> i64 {
        self.cursor
    }

    async fn take(&mut self, records: &[Record]) -> Result<()> {
        let touched: Vec<String> = records.iter().flat_map(Record::touched).collect();
        self.app.cache().drop_keys(touched.iter().map(String::as_str));
        self.cursor = records.last().and_then(|r| r.ordinal).unwrap_or(self.cursor);
        Ok(())
    }
}
