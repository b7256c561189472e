//! Short messages, through a gateway over HTTP.

mod length;

use http::{HeaderMap, HeaderValue, header};
use kernel::{Config, Ctx, Error, Result};
use serde::Serialize;

use crate::{
    channels::Channels,
    delivery::{Failure, Parcel},
    outgoing::{Answer, Outgoing, Trust},
    words::one_line,
};

/// Longest message, in parts each of which is paid for.
const PARTS: usize = 3;

/// A gateway.
pub(crate) struct Gateway {
    url: String,
    token: String,
    sender: String,
    unaccented: bool,
}

/// What the gateway is asked. `reference` is the same for every try, so that it can tell a repetition.
#[derive(Serialize)]
struct Request<'a> {
    to: &'a str,
    text: &'a str,
    reference: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    sender: &'a str,
}

impl Gateway {
    pub(crate) fn open(config: &Config) -> Result<Option<Self>> {
        if config.sms_url.is_empty() {
            return Ok(None);
        }
        let known = Outgoing::new(config)?.check(&config.sms_url, Trust::Operator);
        known.map_err(|e| Error::internal(format!("the setting sms_url: {e}")))?;
        Ok(Some(Self {
            url: config.sms_url.clone(),
            token: config.sms_token.clone(),
            sender: config.sms_sender.clone(),
            unaccented: config.sms_unaccented,
        }))
    }

    /// The gateway's address, for administrators.
    pub(crate) fn host(&self) -> &str {
        self.url.split('/').nth(2).unwrap_or_default()
    }
}

/// One try of a short message.
pub(crate) async fn send(ctx: &Ctx, parcel: &Parcel<'_>) -> Result<Result<(), Failure>> {
    let channels = ctx.app().part::<Channels>()?;
    let Some(gateway) = &channels.sms else {
        return Ok(Err(Failure::Later("notify.error.no_gateway".to_owned())));
    };
    let text = length::fit(&parcel.words.short, &parcel.words.link, gateway.unaccented, PARTS);
    let request = Request {
        to: &parcel.address,
        text: &text,
        reference: parcel.delivery.id.to_string(),
        sender: &gateway.sender,
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if !gateway.token.is_empty() {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", gateway.token))
            .map_err(|_| Error::internal("the setting sms_token cannot be sent"))?;
        value.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, value);
    }
    let body = serde_json::to_vec(&request)?;
    let answer = channels.outgoing.post(&gateway.url, Trust::Operator, headers, body).await;
    Ok(match answer {
        Ok(answer) => judge(&answer, &parcel.address),
        Err(why) => Err(Failure::Later(why)),
    })
}

fn judge(answer: &Answer, address: &str) -> Result<(), Failure> {
    let said = one_line(&answer.text.replace(address, "…"), 200);
    let why = format!("{} {said}", answer.status);
    match answer.status {
        200..300 => Ok(()),
        // Our token is wrong, or it has enough of us for now: the message is not to blame.
        401 | 403 | 408 | 425 | 429 => Err(Failure::Later(why)),
        400..500 => Err(Failure::Never(why)),
        _ => Err(Failure::Later(why)),
    }
}
