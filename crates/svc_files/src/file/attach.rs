use std::time::Duration;

use base::{Id, Permission};
use kernel::{Act, Error, Event, Result, new_id};
use serde::Serialize;
use ui::Message;
use uuid::Uuid;

use super::{Audience, File, Place, store};
use crate::{
    Kind, blob, preview,
    upload::{self, Sender, Upload},
};

/// A file was attached. Its name is not here: it may say whose it is.
#[derive(Serialize)]
struct Attached<'a> {
    sha256: &'a str,
    size: u64,
    media_type: &'a str,
    subject_kind: &'a str,
    subject_id: Uuid,
}

impl Event for Attached<'_> {
    const NAME: &'static str = "files.file.attached";
}

/// A file was removed.
#[derive(Serialize)]
struct Removed<'a> {
    sha256: &'a str,
    subject_kind: &'a str,
    subject_id: Uuid,
}

impl Event for Removed<'_> {
    const NAME: &'static str = "files.file.removed";
}

/// Takes a finished upload of the actor's into the act: it becomes a file of the subject. Whether the actor may change
/// the subject is the act's own question. Files of one upload are attached once.
///
/// # Errors
/// [`Error::Conflict`] when the upload is not finished, expired, somebody else's, or taken already.
pub async fn attach(act: &mut Act, upload: Id<Upload>, place: &Place) -> Result<File> {
    if matches!(place.audience, Audience::Permission(..)) && place.agency.is_none() {
        return Err(Error::internal("a file opened by a permission needs an agency"));
    }
    let gone = || Error::Conflict(Message::new("files.refuse.gone"));
    let sender = Sender::of(act.actor());
    let taken = upload::taken(act, upload, sender, act.now()).await?.ok_or_else(gone)?;
    let sha256 = taken.blob.ok_or_else(gone)?;
    let kept = blob::store::find(act, &sha256).await?.ok_or_else(gone)?;
    let file = File {
        id: new_id(),
        name: taken.name,
        subject_kind: place.subject_kind.to_owned(),
        subject_id: place.subject_id,
        agency_id: place.agency,
        is_public: place.audience == Audience::Public,
        owner: match place.audience {
            Audience::Owner(account) | Audience::Permission(_, Some(account)) => Some(account),
            Audience::Public | Audience::Permission(_, None) => None,
        },
        created_at: act.now(),
        blob: sha256,
    };
    store::insert(act, &file, place).await?;
    let event = Attached {
        sha256: &kept.sha256,
        size: kept.size,
        media_type: &kept.media_type,
        subject_kind: place.subject_kind,
        subject_id: place.subject_id,
    };
    act.record(&file, &event).await?;
    if kept.media_type == Kind::Pdf.media_type() && kept.variants.is_empty() {
        act.enqueue(preview::NAME, &kept.sha256, Duration::ZERO).await?;
    }
    Ok(file)
}

/// Hands the files of a subject to an agency: whoever holds the permission over it opens them from now on, and their owner
/// as before. What is handed in with a form is so no officer's to see before.
///
/// # Errors
/// The database's.
pub async fn entrust(
    act: &Act,
    subject_kind: &'static str,
    subject_id: Uuid,
    agency: Uuid,
    permission: Permission,
) -> Result<()> {
    store::entrust(act, subject_kind, subject_id, agency, permission).await
}

/// Removes a file from its subject. It can no longer be opened; its content is swept after a day unless another file
/// has it too. Whether the actor may change the subject is the act's own question.
///
/// # Errors
/// [`Error::NotFound`] when it is gone already.
pub async fn remove(act: &mut Act, id: Id<File>) -> Result<File> {
    let file = store::get(act, id).await?.ok_or(Error::NotFound)?;
    if !store::mark_removed(act, id).await? {
        return Err(Error::NotFound);
    }
    let event = Removed { sha256: &file.blob, subject_kind: &file.subject_kind, subject_id: file.subject_id };
    act.record(&file, &event).await?;
    Ok(file)
}
