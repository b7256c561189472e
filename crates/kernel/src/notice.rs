//! Kinds of things people are told, as modules declare them; the notification service writes the words and delivers.

use serde::{Deserialize, Serialize};

/// A way in which people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// The list behind the bell on every work screen.
    Bell,
    /// A letter by electronic mail.
    Mail,
    /// A short message to a mobile telephone.
    Sms,
    /// A message shown by the browser, also while no page is open.
    Push,
}

impl Channel {
    /// All of them, in the order screens show them in.
    pub const ALL: [Self; 4] = [Self::Bell, Self::Mail, Self::Sms, Self::Push];

    /// The word it is stored as and its text key ends in.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Bell => "bell",
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Push => "push",
        }
    }

    /// The channel of a word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }
}

/// A kind of notice. Its texts lie in the declaring module's locales: `{kind}.name` (what the list of preferences calls
/// it), `{kind}.subject` (one line), `{kind}.body` (paragraphs apart by an empty line) and, where the subject says too
/// little in a short message, `{kind}.sms`. Besides the notice's own values they may use `{name}`, who is addressed, and
/// `{link}`, where it leads.
#[derive(Clone, Copy, Debug)]
pub struct NoticeKind {
    /// `module.what`, for example `identity.invitation`.
    pub name: &'static str,
    /// Law or the working of the program asks for it: nobody can switch its channels off.
    pub required: bool,
    /// How it is told unless somebody prefers otherwise.
    pub channels: &'static [Channel],
    /// It does not wait for a telephone to wake up by itself.
    pub urgent: bool,
    /// It carries something only its reader may know, such as a link that opens an account: it is told by letter or
    /// short message only, and forgotten as soon as it is sent.
    pub secret: bool,
    /// It is told to people without an account only, so that no account has a wish about it.
    pub outside: bool,
}

impl NoticeKind {
    /// One that everybody concerned is told.
    pub const fn required(name: &'static str, channels: &'static [Channel]) -> Self {
        Self { name, required: true, channels, urgent: false, secret: false, outside: false }
    }

    /// One that people may do without.
    pub const fn optional(name: &'static str, channels: &'static [Channel]) -> Self {
        Self { required: false, ..Self::required(name, channels) }
    }

    /// See [`NoticeKind::urgent`].
    #[must_use]
    pub const fn urgent(self) -> Self {
        Self { urgent: true, ..self }
    }

    /// See [`NoticeKind::secret`].
    #[must_use]
    pub const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// See [`NoticeKind::outside`].
    #[must_use]
    pub const fn outside(self) -> Self {
        Self { outside: true, ..self }
    }

    /// Whether it is told this way unless somebody prefers otherwise.
    pub fn tells(&self, channel: Channel) -> bool {
        self.channels.contains(&channel)
    }
}
