use std::collections::BTreeMap;

use kernel::{Channel, Event, NoticeKind, Subject};
use serde::Serialize;
use uuid::Uuid;

/// What somebody said they want, or do not want, by kind and channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes(pub(super) BTreeMap<(String, Channel), bool>);

impl Wishes {
    /// Whether they are told a notice of this kind this way.
    pub(crate) fn wants(&self, kind: &NoticeKind, channel: Channel) -> bool {
        if is_fixed(kind, channel) {
            return true;
        }
        let said = self.0.get(&(kind.name.to_owned(), channel)).copied();
        is_offered(kind, channel) && said.unwrap_or_else(|| kind.tells(channel))
    }
}

/// Whether a way cannot be switched off.
pub(crate) fn is_fixed(kind: &NoticeKind, channel: Channel) -> bool {
    kind.required && kind.tells(channel)
}

/// Whether a way can be chosen at all. Short messages are paid for, so only the kind itself may ask for them; what is
/// secret lies neither in an inbox nor on a locked screen.
pub(crate) fn is_offered(kind: &NoticeKind, channel: Channel) -> bool {
    kind.tells(channel) || (!kind.secret && channel != Channel::Sms)
}

/// Somebody's preferences, as a subject of the journal: the account itself.
pub(crate) struct Own(pub Uuid);
impl Subject for Own {
    const KIND: &'static str = "account";
    fn subject_id(&self) -> Uuid {
        self.0
    }
}

/// One thing somebody wants, or does not want any more.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Wish {
    pub kind: &'static str,
    pub channel: Channel,
    pub wanted: bool,
}

/// Somebody said what they want to be told which way.
#[derive(Serialize)]
pub(super) struct Set<'a> {
    pub wishes: &'a [Wish],
}
impl Event for Set<'_> {
    const NAME: &'static str = "notify.preference.set";
}
