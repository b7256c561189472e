//! Filing what the public sees of entries where lists and other documents find it.

use kernel::{Act, Result};

use super::{model::Entry, relation, store};

/// Files an entry that appeared, appeared anew or left.
///
/// # Errors
/// The database's.
pub(super) async fn file(act: &mut Act, entry: &Entry) -> Result<()> {
    file_many(act, &[entry]).await
}

/// As [`file`], many at a time.
///
/// # Errors
/// The database's.
pub(super) async fn file_many(act: &mut Act, entries: &[&Entry]) -> Result<()> {
    let tree = svc_org::tree(act.ctx().app())?;
    let concerned = relation::note(act, &tree, entries).await?;
    store::file(act, entries, act.now().local_date()).await?;
    relation::refresh(act, &concerned).await.map(drop)
}
