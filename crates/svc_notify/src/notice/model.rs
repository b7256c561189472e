use std::collections::BTreeMap;

use base::{Id, Timestamp};
use contracts::notify::Letter;
use kernel::{Channel, Event, Subject};
use serde::Serialize;
use ui::Lang;
use uuid::Uuid;

/// The identifier of a notice.
pub(crate) type NoticeId = Id<Notice>;

/// Something one person is told.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub id: NoticeId,
    /// The kind's name.
    pub kind: String,
    /// Whom, if they have an account.
    pub account: Option<Uuid>,
    /// The name to address somebody without an account by; those with one are looked up. Never logged.
    pub name: String,
    /// The language of somebody without an account.
    pub lang: Lang,
    /// What the placeholders stand for. Never logged.
    pub values: BTreeMap<String, String>,
    /// Where it leads, without language prefix; may be empty.
    pub path: String,
    /// What only letters say.
    pub letter: Letter,
    /// The agency it concerns.
    pub agency: Option<Uuid>,
    /// Whether it is shown behind the bell.
    pub bell: bool,
    pub created: Timestamp,
    pub read: Option<Timestamp>,
    /// What it said was forgotten.
    pub cleared: bool,
}

impl Subject for Notice {
    const KIND: &'static str = "notice";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        self.agency
    }
}

/// Somebody is being told something, in these ways.
#[derive(Serialize)]
pub(crate) struct Told<'a> {
    pub kind: &'a str,
    pub channels: Vec<Channel>,
}
impl Event for Told<'_> {
    const NAME: &'static str = "notify.notice.told";
}
