//! What an opinion is and what may be done with it. Pure.

use base::{Id, LocalDate, Timestamp};
use kernel::{Error, Result, Subject};
use sea_orm::prelude::Uuid;
use ui::Message;

/// Longest opinion, in characters.
pub const BODY_MAX: usize = 8_000;
/// Longest name and contact, in characters.
pub const LINE_MAX: usize = 200;
/// Longest reply and reason, in characters.
pub const REPLY_MAX: usize = 4_000;

/// How far an opinion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody has read it yet.
    New,
    /// Everybody reads it.
    Published,
    /// Read, and not shown.
    Refused,
}

impl Status {
    /// All, nearest work first.
    pub const ALL: [Self; 3] = [Self::New, Self::Published, Self::Refused];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Published => "published",
            Self::Refused => "refused",
        }
    }

    /// The text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::New => "portal.comment.status.new",
            Self::Published => "portal.comment.status.published",
            Self::Refused => "portal.comment.status.refused",
        }
    }

    /// The colour of its tag.
    pub const fn color(self) -> &'static str {
        match self {
            Self::New => "warning",
            Self::Published => "success",
            Self::Refused => "neutral",
        }
    }

    /// The one stored under this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// An opinion on a draft. Who wrote it is not part of it.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its identifier: that of the form it was sent by.
    pub id: Id<Comment>,
    /// The draft.
    pub entry: Uuid,
    /// The agency whose draft it is.
    pub agency: Uuid,
    /// That agency's path: rights are held over it.
    pub agency_path: String,
    /// The last day of that agency, if it has one.
    pub agency_until: Option<LocalDate>,
    /// What was written; never changed.
    pub body: String,
    /// The name readers see; empty where its writer did not want one seen.
    pub shown_name: String,
    /// How far it is.
    pub status: Status,
    /// What became of it, for readers.
    pub reply: String,
    /// Why it is not shown, for editors.
    pub reason: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

impl Subject for Comment {
    const KIND: &'static str = "comment";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

impl Comment {
    /// The path over which somebody must hold a right to decide about it on this day.
    pub fn deciding_path(&self, on: LocalDate) -> &str {
        match self.agency_until {
            Some(last) if last < on => svc_org::agency::deciding_path(&self.agency_path),
            _ => &self.agency_path,
        }
    }

    /// Shows it, with what became of it; or says something else of what became of it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is shown so already.
    pub fn publish(&mut self, reply: String, now: Timestamp) -> Result<()> {
        if self.status == Status::Published && self.reply == reply {
            return Err(Error::Conflict(Message::new("portal.comment.refused.published")));
        }
        self.status = Status::Published;
        self.reply = reply;
        self.reason.clear();
        self.updated_at = now;
        Ok(())
    }

    /// Does not show it, or no longer.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was refused before.
    pub fn refuse(&mut self, reason: String, now: Timestamp) -> Result<()> {
        if self.status == Status::Refused {
            return Err(Error::Conflict(Message::new("portal.comment.refused.refused")));
        }
        self.status = Status::Refused;
        self.reason = reason;
        self.updated_at = now;
        Ok(())
    }
}
