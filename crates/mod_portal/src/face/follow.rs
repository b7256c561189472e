use kernel::{
    App, Result, Task,
    db::Queries as _,
    journal::{Consume, Record},
    snapshot,
};

use super::{Composed, Faces, faces};

/// Follows the journal from here on.
pub(super) fn start(app: App) -> Task<'static, Box<dyn Consume>> {
    Box::pin(async move {
        // The cursor first: what is sealed in between is read twice rather than never.
        let head: Option<i64> =
            app.db().read().scalar("SELECT ordinal FROM kernel_chain WHERE id = 1", vec![]).await?;
        snapshot::reload::<Faces>(&app, &[]).await?;
        Ok(Box::new(Follower { app, cursor: head.unwrap_or(0) }) as Box<dyn Consume>)
    })
}

/// Reads the faces anew when one changed on another node, and when an entry or a picture that one names was published,
/// withdrawn or exchanged: an entry of the menu that is no longer public disappears from it.
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
        let known = faces(&self.app)?;
        let ours = |record: &&Record| match record.subject_kind.as_str() {
            <Composed as kernel::Subject>::KIND => true,
            "entry" | "media" => known.names(record.subject_id),
            _ => false,
        };
        let touched: Vec<Vec<String>> = records.iter().filter(ours).map(Record::touched).collect();
        if !touched.is_empty() {
            snapshot::reload::<Faces>(&self.app, &touched.concat()).await?;
        }
        self.cursor = records.last().and_then(|r| r.ordinal).unwrap_or(self.cursor);
        Ok(())
    }
}
