use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use ui::{FormState, Message};

use super::Form;
use crate::{Error, Result};

/// Largest body of somebody who has not signed in, in bytes: forms such as signing in, with room to spare.
pub(crate) const STRANGERS_LIMIT: usize = 16 * 1024;
/// Time a client has to send its form: enough for a slow phone, too short to hold connections for nothing.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Reads a body whole. One that names its size as too large is refused before it is read.
pub(crate) async fn read<B>(headers: &HeaderMap, body: B, limit: usize) -> Result<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let named = headers.get(header::CONTENT_LENGTH).and_then(|l| l.to_str().ok()?.parse::<u64>().ok());
    if named.is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let cut_off = || Error::BadRequest(Message::new("kernel.error.body"));
    let whole = tokio::time::timeout(TIMEOUT, Limited::new(body, limit).collect());
    match whole.await.map_err(|_| cut_off())? {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(cut_off()),
    }
}

fn too_large() -> Error {
    Error::TooLarge(Message::new("kernel.face.too_large.text"))
}

/// Reads a submitted form.
pub(crate) fn form(headers: &HeaderMap, body: &[u8]) -> Result<Form> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|t| t.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return if body.is_empty() {
            Ok(Form::default())
        } else {
            Err(Error::BadRequest(Message::new("kernel.error.form")))
        };
    }
    let mut values = Vec::new();
    for pair in body.split(|&b| b == b'&').filter(|p| !p.is_empty()) {
        let mut sides = pair.splitn(2, |&b| b == b'=');
        let mut decode = || {
            let side: Vec<u8> =
                sides.next().unwrap_or_default().iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
            // Text in another encoding would be stored as nonsense, and no database takes a zero character.
            String::from_utf8(percent_encoding::percent_decode(&side).collect())
                .ok()
                .filter(|text| !text.contains('\0'))
                .ok_or(Error::BadRequest(Message::new("kernel.error.encoding")))
        };
        values.push((decode()?, decode()?));
    }
    Ok(Form(FormState::new(values)))
}
