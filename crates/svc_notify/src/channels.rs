//! The ways out of the program as the settings say, opened once at start.

use kernel::{Channel, Config, Result};

use crate::{mail::Post, outgoing::Outgoing, push::Pusher, sms::Gateway};

/// What is configured.
pub(crate) struct Channels {
    pub mail: Post,
    pub sms: Option<Gateway>,
    pub push: Pusher,
    pub outgoing: Outgoing,
}

impl Channels {
    /// Reads the settings; nothing is connected yet.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        Ok(Self {
            mail: Post::open(config)?,
            sms: Gateway::open(config)?,
            push: Pusher::open(config)?,
            outgoing: Outgoing::new(config)?,
        })
    }

    /// Whether anything can be sent this way at all.
    pub(crate) fn has(&self, channel: Channel) -> bool {
        channel != Channel::Sms || self.sms.is_some()
    }
}
