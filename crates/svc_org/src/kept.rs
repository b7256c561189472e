//! The tree this program has in memory, and how it stays true.

use std::sync::Arc;

use arc_swap::ArcSwap;
use kernel::{
    Act, App, Result,
    journal::{Consume, Record},
};
use tokio::sync::Mutex;

use crate::{
    agency::{ALL, store},
    tree::Tree,
};

struct Kept {
    tree: ArcSwap<Tree>,
    /// One reader of the database at a time, so that an older snapshot never replaces a newer one.
    loading: Mutex<()>,
}

/// The organisation as it is now.
///
/// # Errors
/// When this crate's module was not started.
pub fn tree(app: &App) -> Result<Arc<Tree>> {
    Ok(app.part::<Kept>()?.tree.load_full())
}

pub(crate) async fn start(app: &App) -> Result<()> {
    let tree = store::load(app.db().read()).await?;
    app.keep(Kept { tree: ArcSwap::from_pointee(tree), loading: Mutex::new(()) });
    Ok(())
}

async fn reload(app: &App) -> Result<()> {
    let kept = app.part::<Kept>()?;
    let _one = kept.loading.lock().await;
    kept.tree.store(Arc::new(store::load(app.db().read()).await?));
    Ok(())
}

/// Ends an act on the tree: commits, then shows the new state on this node.
///
/// # Errors
/// Those of [`Act::commit`]. A failure to read the new state is logged: the act has happened all the same, and the
/// follower of the journal will try again.
pub(crate) async fn commit(act: Act, touched: &[String]) -> Result<()> {
    let app = act.ctx().app().clone();
    act.commit().await?;
    if let Err(error) = reload(&app).await {
        tracing::warn!(error = %error, "the tree of agencies could not be read anew");
    }
    // A page made between the commit and the new tree was made from the old one.
    app.cache().drop_keys([ALL].into_iter().chain(touched.iter().map(String::as_str)));
    Ok(())
}

/// Follows acts of other nodes.
pub(crate) struct Follower {
    app: App,
    cursor: i64,
}

impl Follower {
    pub(crate) async fn start(app: App) -> Result<Box<dyn Consume>> {
        // The cursor first: what is sealed in between is read twice rather than never.
        let cursor = store::newest_ordinal(app.db().read()).await?;
        reload(&app).await?;
        Ok(Box::new(Self { app, cursor }))
    }
}

#[async_trait::async_trait]
impl Consume for Follower {
    fn cursor(&self) -> i64 {
        self.cursor
    }

    async fn take(&mut self, records: &[Record]) -> Result<()> {
        let ours: Vec<&Record> = records.iter().filter(|r| r.subject_kind == "agency").collect();
        if !ours.is_empty() {
            reload(&self.app).await?;
            let touched: Vec<String> = ours.iter().flat_map(|r| r.touched()).collect();
            self.app.cache().drop_keys([ALL].into_iter().chain(touched.iter().map(String::as_str)));
        }
        self.cursor = records.iter().filter_map(|r| r.ordinal).max().unwrap_or(self.cursor);
        Ok(())
    }
}
