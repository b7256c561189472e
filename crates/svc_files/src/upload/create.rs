use std::time::Duration;

use base::{Id, Timestamp};
use http::StatusCode;
use kernel::{App, Ctx, Error, Result, new_id};
use ui::Message;
use uuid::Uuid;

use super::{
    Begin, Upload,
    store::{self, Sender},
};
use crate::{Files, Purpose, name, said};

/// How long an upload waits to be finished and taken.
const PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);
/// How many uploads one account may have begun at once.
const MOST_OPEN: i64 = 30;

/// Begins an upload. What can be refused by its name, length and the day's measure is refused here, before a byte is
/// sent.
///
/// # Errors
/// The refusal in words: too large, too much for today, too many at once; [`Error::SignIn`] for strangers.
pub async fn create(ctx: &Ctx, begin: Begin) -> Result<Upload> {
    let app = ctx.app();
    let purpose = app.part::<Files>()?.purpose(&begin.purpose)?;
    if let Some(length) = begin.length {
        require_size(app, &purpose, length)?;
    }
    let owner = match Sender::of(ctx.actor()) {
        Sender::Account(account) => Some(account),
        Sender::Program => None,
        Sender::Stranger => return Err(Error::SignIn),
    };
    if let Some(account) = owner {
        if store::open(app.db().read(), account, app.clock().now()).await? >= MOST_OPEN {
            let message = Message::new("files.refuse.too_many_open").with("most", MOST_OPEN);
            return Err(Error::Status(StatusCode::TOO_MANY_REQUESTS, message));
        }
        require_measure(app, account, begin.length.unwrap_or(1)).await?;
    }
    let now = app.clock().now();
    let upload = Upload {
        id: new_id(),
        owner,
        purpose: begin.purpose,
        name: name::clean(&begin.name),
        declared: begin.declared.chars().take(200).filter(|c| !c.is_control()).collect(),
        length: begin.length,
        expires_at: Timestamp(now.0 + PATIENCE.as_millis() as i64),
        blob: None,
        offset: 0,
    };
    store::insert(app, &upload).await?;
    Ok(upload)
}

/// The upload, if it is the asker's own and has not expired.
pub(crate) async fn find(ctx: &Ctx, id: Id<Upload>) -> Result<Upload> {
    let found = store::find(ctx.app().db().read(), id, Sender::of(ctx.actor())).await?;
    let upload = found.ok_or(Error::NotFound)?;
    upload.require_living(ctx.app().clock().now())?;
    Ok(upload)
}

/// Ends an upload and removes what arrived of it.
///
/// # Errors
/// The database's, or the place's for files.
pub async fn terminate(app: &App, id: Id<Upload>) -> Result<()> {
    let files = app.part::<Files>()?;
    // Found first and removed last: a stop in between leaves objects that a row still names, for the next sweep.
    for part in store::parts(app.db().read(), id).await? {
        files.vault.remove(&part.object).await?;
    }
    store::remove(app, id).await
}

/// Whether a file of this size is taken.
pub(super) fn require_size(app: &App, purpose: &Purpose, length: u64) -> Result<()> {
    let most = purpose.limit.min(app.config().files_max_mib.saturating_mul(1024 * 1024));
    if length == 0 {
        return Err(said::refuse(Message::new("files.refuse.empty")));
    }
    if length > most {
        let message = Message::new("files.refuse.too_large").with("limit", said::size(most));
        return Err(Error::TooLarge(message));
    }
    Ok(())
}

/// Whether the account may send so much more today.
pub(super) async fn require_measure(app: &App, account: Uuid, more: u64) -> Result<()> {
    let measure = app.config().files_daily_mib.saturating_mul(1024 * 1024);
    let today = app.clock().now().local_date();
    let used = store::usage(app.db().read(), account, today).await?;
    if used.saturating_add(more) > measure {
        let message = Message::new("files.refuse.measure").with("limit", said::size(measure));
        return Err(Error::Status(StatusCode::TOO_MANY_REQUESTS, message));
    }
    Ok(())
}
