use std::{pin::pin, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::BodyExt as _;
use ui::{FormState, Message};

use super::Form;
use crate::{Error, Result};

/// Largest body of somebody who has not signed in, in bytes: forms such as signing in, with room to spare.
pub(crate) const STRANGERS_LIMIT: usize = 16 * 1024;
/// Time a client has to send its form: enough for a slow phone, too short to hold connections for nothing.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How much of a body is taken, in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    /// From anybody.
    pub(crate) at_once: usize,
    /// From somebody who is known once so much has arrived.
    pub(crate) most: usize,
}

/// Reads a body whole. One that names its size as too large is refused before it is read; one that grows past what
/// anybody may send is read on only if its beginning shows that its sender `is_known`.
pub(crate) async fn read<B>(
    headers: &HeaderMap,
    body: B,
    room: Room,
    is_known: impl Fn(&[u8]) -> bool,
) -> Result<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let named = headers.get(header::CONTENT_LENGTH).and_then(|l| l.to_str().ok()?.parse::<u64>().ok());
    if named.is_some_and(|length| length > room.most as u64) {
        return Err(too_large());
    }
    let cut_off = || Error::BadRequest(Message::new("kernel.error.body"));
    let whole = async {
        let mut body = pin!(body);
        let mut limit = room.at_once;
        let mut read = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| cut_off())?.into_data() else { continue };
            read.extend_from_slice(&data);
            if read.len() > limit && limit < room.most && is_known(&read[..limit]) {
                limit = room.most;
            }
            if read.len() > limit {
                return Err(too_large());
            }
        }
        Ok(read.freeze())
    };
    tokio::time::timeout(TIMEOUT, whole).await.map_err(|_| cut_off())?
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
