//! The tree this program has in memory.

use std::sync::Arc;

use kernel::{App, Result, Snapshot, Task, snapshot};

use crate::{
    agency::{ALL, store},
    tree::Tree,
};

impl Snapshot for Tree {
    const SUBJECTS: &'static [&'static str] = &["agency"];

    fn load(app: &App) -> Task<'_, Self> {
        Box::pin(async move { store::load(app.db().read()).await })
    }

    fn changed(&self, _: &Self) -> Vec<String> {
        vec![ALL.to_owned()]
    }
}

/// The organisation as it is now.
///
/// # Errors
/// When this crate's module was not started.
pub fn tree(app: &App) -> Result<Arc<Tree>> {
    snapshot::current(app)
}
