//! What is typed and not saved yet, kept on the way, and who else is writing. It is nobody's act and no revision: only
//! its writer sees it, and it goes with the save.

use std::time::Duration;

use base::{Id, Timestamp};
use kernel::{
    App, Ctx, JobKind, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::prelude::Uuid;
use ui::FormState;

use super::model::Entry;

/// How long after its last sign of life a form counts as open, in seconds: two and a half signs.
const OPEN_FOR: i64 = 150;
/// Days after which it is forgotten.
const FORGOTTEN_AFTER: i64 = 30;
/// Entries begun and not saved that are offered for going on with.
const OFFERED: u64 = 5;

/// Forgets what nobody came back to.
pub const JOB: JobKind = JobKind {
    name: "portal.forget_unsaved",
    run: |app, _| Box::pin(forget_old(app)),
    every: Some(Duration::from_secs(6 * 60 * 60)),
};

async fn forget_old(app: App) -> Result<()> {
    let before = app.clock().now().plus_seconds(-FORGOTTEN_AFTER * 86_400);
    app.keep_house("DELETE FROM portal_unsaved WHERE seen_at < $1", vec![before.0.into()]).await?;
    Ok(())
}

/// What somebody typed.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// The entry, which need not exist yet.
    pub entry: Id<Entry>,
    /// When.
    pub typed_at: Timestamp,
    /// The form as typed.
    pub form: FormState,
}

#[derive(FromQueryResult)]
struct Row {
    entry_id: Uuid,
    typed_at: i64,
    form: String,
}

impl Row {
    fn read(self) -> Result<Unsaved> {
        let pairs: Vec<(String, String)> = serde_json::from_str(&self.form)?;
        Ok(Unsaved {
            entry: Id::from_uuid(self.entry_id),
            typed_at: Timestamp(self.typed_at),
            form: FormState::new(pairs),
        })
    }
}

/// Keeps what whoever asks has typed into the form of an entry.
///
/// # Errors
/// The database's.
pub async fn keep(ctx: &Ctx, id: Id<Entry>, form: &FormState) -> Result<()> {
    let Some(account) = ctx.actor().account_id() else { return Ok(()) };
    let own = |name: &str| !matches!(name, "_csrf" | "changed");
    let pairs: Vec<(&str, &str)> = form.pairs().filter(|(name, _)| own(name)).collect();
    let values =
        vec![id.uuid().into(), account.into(), ctx.now().0.into(), serde_json::to_string(&pairs)?.into()];
    let sql = "INSERT INTO portal_unsaved (entry_id, account_id, seen_at, typed_at, form) VALUES ($1, $2, $3, $3, $4) \
               ON CONFLICT (entry_id, account_id) DO UPDATE SET seen_at = excluded.seen_at, \
               typed_at = excluded.typed_at, form = excluded.form";
    ctx.app().keep_house(sql, values).await?;
    Ok(())
}

/// Notes that whoever asks has the form of an entry open.
///
/// # Errors
/// The database's.
pub async fn note(ctx: &Ctx, id: Id<Entry>) -> Result<()> {
    let Some(account) = ctx.actor().account_id() else { return Ok(()) };
    let sql = "INSERT INTO portal_unsaved (entry_id, account_id, seen_at, form) VALUES ($1, $2, $3, '[]') \
               ON CONFLICT (entry_id, account_id) DO UPDATE SET seen_at = excluded.seen_at";
    ctx.app().keep_house(sql, vec![id.uuid().into(), account.into(), ctx.now().0.into()]).await?;
    Ok(())
}

/// Forgets it: it was saved, or is not wanted.
///
/// # Errors
/// The database's.
pub async fn forget(ctx: &Ctx, id: Id<Entry>) -> Result<()> {
    let Some(account) = ctx.actor().account_id() else { return Ok(()) };
    let sql = "DELETE FROM portal_unsaved WHERE entry_id = $1 AND account_id = $2";
    ctx.app().keep_house(sql, vec![id.uuid().into(), account.into()]).await?;
    Ok(())
}

/// What whoever asks has typed for an entry and not saved.
///
/// # Errors
/// The database's.
pub async fn own(ctx: &Ctx, id: Id<Entry>) -> Result<Option<Unsaved>> {
    let Some(account) = ctx.actor().account_id() else { return Ok(None) };
    let sql = "SELECT entry_id, typed_at, form FROM portal_unsaved \
               WHERE entry_id = $1 AND account_id = $2 AND typed_at IS NOT NULL";
    let row: Option<Row> = ctx.read().one(sql, vec![id.uuid().into(), account.into()]).await?;
    row.map(Row::read).transpose()
}

/// The entries whoever asks has begun and never saved, latest first.
///
/// # Errors
/// The database's.
pub async fn begun(ctx: &Ctx) -> Result<Vec<Unsaved>> {
    let Some(account) = ctx.actor().account_id() else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT u.entry_id, u.typed_at, u.form FROM portal_unsaved u \
         WHERE u.account_id = $1 AND u.typed_at IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM portal_entry e WHERE e.id = u.entry_id) \
         ORDER BY u.typed_at DESC LIMIT {OFFERED}"
    );
    let rows: Vec<Row> = ctx.read().all(&sql, vec![account.into()]).await?;
    rows.into_iter().map(Row::read).collect()
}

/// Somebody else who has the form open.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Other {
    /// Their name; nothing where the account is gone.
    pub display_name: String,
    /// When they last typed, if they did.
    pub typed_at: Option<i64>,
}

/// Who else has the form of an entry open at this moment.
///
/// # Errors
/// The database's.
pub async fn others(ctx: &Ctx, id: Id<Entry>) -> Result<Vec<Other>> {
    let account = ctx.actor().account_id().unwrap_or_default();
    let since = ctx.now().plus_seconds(-OPEN_FOR);
    let sql = "SELECT COALESCE(a.display_name, '') AS display_name, u.typed_at FROM portal_unsaved u LEFT JOIN identity_account a ON a.id = u.account_id \
               WHERE u.entry_id = $1 AND u.account_id <> $2 AND u.seen_at >= $3 ORDER BY 1, u.account_id";
    ctx.read().all(sql, vec![id.uuid().into(), account.into(), since.0.into()]).await
}
