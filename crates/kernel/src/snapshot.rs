//! What is small, asked for on every page, and kept in memory whole: the tree of agencies, the legal calendar, the
//! family of sites. Read from the database at start, after every act of this node, and when the journal tells of an
//! act of another.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Mutex;

use crate::{
    Act, App, Result, Task,
    db::Queries as _,
    journal::{Consume, Record},
};

/// Something kept in memory whole.
pub trait Snapshot: Send + Sync + Sized + 'static {
    /// Kinds of the journal's subjects that change it.
    const SUBJECTS: &'static [&'static str];

    /// Reads it from the database.
    fn load(app: &App) -> Task<'_, Self>;

    /// Keys of cached pages that show it, when it has become `newer`.
    fn changed(&self, newer: &Self) -> Vec<String>;
}

struct Kept<S> {
    now: ArcSwap<S>,
    /// One reader of the database at a time, so that an older state never replaces a newer one.
    loading: Mutex<()>,
}

/// Reads it for the first time; the `start` of the module that owns it.
///
/// # Errors
/// The database's.
pub async fn start<S: Snapshot>(app: &App) -> Result<()> {
    let first = S::load(app).await?;
    app.keep(Kept { now: ArcSwap::from_pointee(first), loading: Mutex::new(()) });
    Ok(())
}

/// It as it is now.
///
/// # Errors
/// [`crate::Error::Internal`] when its module was not started.
pub fn current<S: Snapshot>(app: &App) -> Result<Arc<S>> {
    Ok(app.part::<Kept<S>>()?.now.load_full())
}

/// Reads it anew, then drops the pages made from the older one, these keys' included.
///
/// # Errors
/// The database's.
pub async fn reload<S: Snapshot>(app: &App, touched: &[String]) -> Result<()> {
    let kept = app.part::<Kept<S>>()?;
    let _one = kept.loading.lock().await;
    let newer = S::load(app).await?;
    let changed = kept.now.load().changed(&newer);
    kept.now.store(Arc::new(newer));
    // Acts drop their pages at commit; a page made between the commit and now was made from the older state.
    app.cache().drop_keys(changed.iter().chain(touched).map(String::as_str));
    Ok(())
}

/// Ends an act that changed it: commits, then this node shows the new state.
///
/// # Errors
/// Those of [`Act::commit`]. A failure to read the new state is only logged: the act has happened all the same, and
/// the follower of the journal will try again.
pub async fn commit<S: Snapshot>(act: Act) -> Result<()> {
    let (app, touched) = (act.ctx().app().clone(), act.touched());
    act.commit().await?;
    if let Err(error) = reload::<S>(&app, &touched).await {
        tracing::warn!(error = %error, "{} could not be read anew", std::any::type_name::<S>());
    }
    Ok(())
}

/// Follows acts of other nodes; the [`crate::Consumer`] of the module that owns it.
pub fn follow<S: Snapshot>(app: App) -> Task<'static, Box<dyn Consume>> {
    Box::pin(async move {
        // The cursor first: what is sealed in between is read twice rather than never.
        let head: Option<i64> =
            app.db().read().scalar("SELECT ordinal FROM kernel_chain WHERE id = 1", vec![]).await?;
        reload::<S>(&app, &[]).await?;
        let follower = Follower::<S> { app, cursor: head.unwrap_or(0), of: std::marker::PhantomData };
        Ok(Box::new(follower) as Box<dyn Consume>)
    })
}

struct Follower<S> {
    app: App,
    cursor: i64,
    of: std::marker::PhantomData<fn() -> S>,
}

#[async_trait::async_trait]
impl<S: Snapshot> Consume for Follower<S> {
    fn cursor(&self) -> i64 {
        self.cursor
    }

    async fn take(&mut self, records: &[Record]) -> Result<()> {
        let ours = records.iter().filter(|r| S::SUBJECTS.contains(&r.subject_kind.as_str()));
        let touched: Vec<Vec<String>> = ours.map(Record::touched).collect();
        if !touched.is_empty() {
            reload::<S>(&self.app, &touched.concat()).await?;
        }
        self.cursor = records.last().and_then(|r| r.ordinal).unwrap_or(self.cursor);
        Ok(())
    }
}
