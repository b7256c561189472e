//! Letters: over a mail server, or into a folder where none is set.

mod letter;
mod outbox;
mod smtp;

use kernel::{Config, Ctx, Error, Result};
use lettre::{Address, message::Mailbox};

pub(crate) use outbox::Outbox;
pub(crate) use smtp::Smtp;

use crate::{
    channels::Channels,
    delivery::{Failure, Parcel},
};

/// Where letters go.
pub(crate) enum Post {
    /// A folder.
    Outbox(Outbox),
    /// A mail server.
    Smtp(Smtp),
}

impl Post {
    pub(crate) fn open(config: &Config) -> Result<Self> {
        sender(config)?;
        reply_to(config)?;
        if config.mail_url.is_empty() {
            Ok(Self::Outbox(Outbox::new(&config.data)))
        } else {
            Ok(Self::Smtp(Smtp::open(config)?))
        }
    }
}

/// Whether letters can be sent there.
pub(crate) fn is_address(text: &str) -> bool {
    text.parse::<Address>().is_ok() && text.is_ascii()
}

/// Who letters come from.
fn sender(config: &Config) -> Result<Mailbox> {
    let set = match config.mail_from.as_str() {
        "" => format!("no-reply@{}", config.domain),
        set => set.to_owned(),
    };
    set.parse().map_err(|e| Error::internal(format!("the setting mail_from: {e}")))
}

fn reply_to(config: &Config) -> Result<Option<Mailbox>> {
    match config.mail_reply_to.as_str() {
        "" => Ok(None),
        set => set.parse().map(Some).map_err(|e| Error::internal(format!("the setting mail_reply_to: {e}"))),
    }
}

/// One try of a letter.
pub(crate) async fn send(ctx: &Ctx, parcel: &Parcel<'_>) -> Result<Result<(), Failure>> {
    let Ok(to) = parcel.address.parse::<Address>() else {
        return Ok(Err(Failure::Never("notify.error.no_address".to_owned())));
    };
    let letter = letter::write(ctx, parcel, to)?;
    let channels = ctx.app().part::<Channels>()?;
    match &channels.mail {
        Post::Outbox(outbox) => {
            outbox.put(parcel.delivery.id.uuid(), &letter.formatted())?;
            Ok(Ok(()))
        }
        Post::Smtp(smtp) => Ok(smtp.send(letter, &parcel.address).await),
    }
}
