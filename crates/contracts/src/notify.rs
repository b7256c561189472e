//! What anybody may ask to be told to people. The asker enqueues a [`Notice`] as a job of the kind [`DELIVER`] inside
//! its act; the notification service writes the words, chooses the channels and keeps trying.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kind of the job that delivers a [`Notice`].
pub const DELIVER: &str = "notify.deliver";

/// Something to tell one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Told once: a second notice with the same identifier is dropped, so that a job may run twice.
    pub id: Uuid,
    /// The kind, as a module declares it, for example `identity.invitation`: its texts are `{kind}.name`,
    /// `{kind}.subject`, `{kind}.body` and, if it has one of its own, `{kind}.sms`.
    pub kind: String,
    /// To whom.
    pub to: Recipient,
    /// What the texts' placeholders stand for, besides `{name}`, who is addressed, and `{link}`, where it leads.
    pub values: BTreeMap<String, String>,
    /// Where it leads, as a path of this program without language prefix; empty if nowhere.
    pub path: String,
    /// The agency it concerns, if any.
    pub agency: Option<Uuid>,
    /// What only letters say; most have nothing of it.
    #[serde(default)]
    pub letter: Letter,
}

/// What a letter says besides the texts of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What it lists below its words.
    #[serde(default)]
    pub list: Vec<Listed>,
    /// Where its reader leaves with one click (RFC 8058), as a path of this program whose POST is its own right; empty:
    /// the notification service's way out, where the kind has one.
    #[serde(default)]
    pub out: String,
}

/// A line of a letter's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// What it is.
    pub title: String,
    /// A few words on it; may be empty.
    pub about: String,
    /// Where it leads, as a path of this program without language prefix; empty if nowhere.
    pub path: String,
}

/// Whom a [`Notice`] is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Somebody with an account: by what is known of them, as they prefer.
    Account(Uuid),
    /// Somebody without one.
    Address {
        /// The name to address them by.
        name: String,
        /// Mail address.
        email: Option<String>,
        /// Telephone, `+84…`.
        phone: Option<String>,
        /// `vi` or `en`.
        lang: String,
    },
}
