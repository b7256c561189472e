use base::{Id, Timestamp};
use http::StatusCode;
use kernel::{Error, Result};
use ui::Message;
use uuid::Uuid;

/// A file on its way in.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its identifier: what forms carry.
    pub id: Id<Upload>,
    /// Who sends it; nobody for the program's own work.
    pub(crate) owner: Option<Uuid>,
    pub(crate) purpose: String,
    /// The name it is given.
    pub name: String,
    pub(crate) declared: String,
    /// Its length in bytes, if that was said.
    pub length: Option<u64>,
    pub(crate) expires_at: Timestamp,
    /// The content, once all of it arrived and was found good.
    pub(crate) blob: Option<String>,
    /// How much of it is here.
    pub offset: u64,
}

/// What an upload begins with.
#[derive(Clone, Debug, Default)]
pub struct Begin {
    /// What the file is for: a [`crate::Purpose`]'s name.
    pub purpose: String,
    /// What its sender calls it.
    pub name: String,
    /// What the sender's program takes it for.
    pub declared: String,
    /// Its length in bytes, if known.
    pub length: Option<u64>,
}

impl Upload {
    /// Where the next piece must begin.
    pub(crate) fn require_offset(&self, offset: u64) -> Result<()> {
        if self.offset == offset && self.blob.is_none() {
            return Ok(());
        }
        let message = Message::new("files.refuse.offset").with("offset", self.offset);
        Err(Error::Status(StatusCode::CONFLICT, message))
    }

    pub(crate) fn require_living(&self, now: Timestamp) -> Result<()> {
        if self.expires_at > now { Ok(()) } else { Err(gone()) }
    }
}

/// The upload is no more: it expired, or a piece of it was lost.
pub(crate) fn gone() -> Error {
    Error::Status(StatusCode::GONE, Message::new("files.refuse.gone"))
}
