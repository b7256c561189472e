//! Messages shown by a person's browser (web push): sealed for that browser alone (RFC 8291), signed as ours (RFC 8292),
//! handed to the push service the browser chose.

mod key;
mod seal;
pub(crate) mod store;
mod subscribe;
mod web;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header};
use kernel::{Access, Ctx, Result, Routes};
use serde::Serialize;

use crate::{
    channels::Channels,
    delivery::{Failure, Parcel},
    outgoing::{Answer, Trust},
    words::one_line,
};

pub(crate) use key::Pusher;

/// Longest text of a message, in characters: with the rest it stays well below the 4096 bytes push services take.
const BODY_MAX: usize = 400;
/// Seconds a push service keeps a message for a browser that is off: a day, for urgent ones four hours.
const KEEP: &str = "86400";
const KEEP_URGENT: &str = "14400";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/thong-bao/nhan.js", Access::Public, web::worker)
        .post("/tai-khoan/thong-bao/trinh-duyet", Access::SignedIn, web::create)
        .post("/tai-khoan/thong-bao/trinh-duyet/{id}/bo", Access::SignedIn, web::create_end)
}

/// What the browser is told.
#[derive(Serialize)]
struct Message<'a> {
    title: &'a str,
    body: String,
    url: &'a str,
    lang: &'a str,
    tag: String,
}

/// One try of a message.
pub(crate) async fn send(ctx: &Ctx, parcel: &Parcel<'_>) -> Result<Result<(), Failure>> {
    let gone = || Ok(Err(Failure::Gone("notify.error.browser_gone".to_owned())));
    let Some(id) = parcel.delivery.subscription else { return gone() };
    let Some(subscription) = store::find(ctx.read(), id).await? else { return gone() };
    let channels = ctx.app().part::<Channels>()?;
    let message = Message {
        title: &parcel.words.subject,
        body: one_line(&parcel.words.body.join(" "), BODY_MAX),
        url: &parcel.words.link,
        lang: parcel.lang.code(),
        tag: parcel.notice.id.to_string(),
    };
    let sealed = seal::seal(&serde_json::to_vec(&message)?, &subscription.p256dh, &subscription.auth);
    let Some(body) = sealed else { return gone() };
    let config = ctx.app().config();
    let now = ctx.app().clock().now();
    let signed = channels.push.authorization(&subscription.endpoint, &config.origin(""), now);
    let Some(signed) = signed.and_then(|text| HeaderValue::from_str(&text).ok()) else { return gone() };
    let mut headers = HeaderMap::new();
    headers.insert(header::AUTHORIZATION, signed);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
    let (keep, urgency) = if parcel.kind.urgent { (KEEP_URGENT, "high") } else { (KEEP, "normal") };
    headers.insert("ttl", HeaderValue::from_static(keep));
    headers.insert("urgency", HeaderValue::from_static(urgency));
    // A second try takes the place of the first where that is still waiting.
    let topic = URL_SAFE_NO_PAD.encode(parcel.delivery.id.uuid().as_bytes());
    if let Ok(topic) = HeaderValue::from_str(&topic) {
        headers.insert("topic", topic);
    }
    let answer = channels.outgoing.post(&subscription.endpoint, Trust::Anybody, headers, body).await;
    let outcome = match answer {
        Ok(answer) => judge(&answer),
        Err(why) => Err(Failure::Later(why)),
    };
    if matches!(outcome, Err(Failure::Gone(_))) {
        store::remove(ctx.app(), id).await?;
    }
    Ok(outcome)
}

fn judge(answer: &Answer) -> Result<(), Failure> {
    let why = format!("{} {}", answer.status, one_line(&answer.text, 200));
    match answer.status {
        200..300 => Ok(()),
        404 | 410 => Err(Failure::Gone("notify.error.browser_gone".to_owned())),
        // Our key is not taken, or it has enough of us for now.
        401 | 403 | 408 | 425 | 429 => Err(Failure::Later(why)),
        400..500 => Err(Failure::Never(why)),
        _ => Err(Failure::Later(why)),
    }
}
