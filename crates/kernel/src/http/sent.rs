//! A body taken as it arrives, never whole in memory. Nothing of it is handed out before the form token was checked:
//! scripts send that in a header, forms in their first field.

use std::{sync::Arc, time::Duration};

use axum::{body::Body, extract::FromRequestParts};
use bytes::Bytes;
use http::{HeaderMap, header, request::Parts};
use http_body_util::BodyExt as _;
use parking_lot::Mutex;
use ui::Message;

use super::csrf;
use crate::{App, Error, Result};

/// How long what nobody wants any more is still taken in: a browser reads no answer while it sends.
const LINGER: Duration = Duration::from_secs(10);
/// Longest text field of a form with files, in bytes.
const TEXT_LIMIT: usize = 64 * 1024;
/// Most fields of a form with files.
const FIELDS: usize = 200;

/// What a client is sending. The handler of a streamed route takes it as an argument.
pub struct Sent {
    body: Option<Body>,
    content_type: String,
    length: Option<u64>,
    limit: u64,
    taken: u64,
    patience: Duration,
    /// Who must still prove, by a form's first field, that a page of ours made the request.
    unproved: Option<Box<Unproved>>,
}

struct Unproved {
    app: App,
    headers: HeaderMap,
    binding: String,
}

/// Why a body ended early, on its way through the multipart reader.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error("too large")]
    TooLarge,
    #[error("broken off")]
    Broken,
}

impl Sent {
    pub(crate) fn new<B>(app: &App, headers: &HeaderMap, body: B, limit: u64) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let text = |name| headers.get(name).and_then(|h| h.to_str().ok()).unwrap_or_default();
        Self {
            body: Some(Body::new(body)),
            content_type: text(header::CONTENT_TYPE).to_owned(),
            length: text(header::CONTENT_LENGTH).parse().ok(),
            limit,
            taken: 0,
            patience: Duration::from_secs(app.config().client_timeout),
            unproved: None,
        }
    }

    /// Checks what the head says: the size named, and the token, unless the form brings it.
    pub(crate) fn admit(mut self, app: &App, headers: &HeaderMap, binding: String) -> Result<Self> {
        if self.length.is_some_and(|length| length > self.limit) {
            return Err(self.too_large());
        }
        let token = headers.get("x-csrf-token").and_then(|h| h.to_str().ok()).unwrap_or_default();
        if !token.is_empty() {
            csrf::check(app, headers, &binding, token)?;
        } else if self.content_type.starts_with("multipart/form-data") {
            self.unproved = Some(Box::new(Unproved { app: app.clone(), headers: headers.clone(), binding }));
        } else {
            return Err(csrf::forged());
        }
        Ok(self)
    }

    /// The size the client names, if it does.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The body as it is.
    ///
    /// # Errors
    /// [`Error::BadRequest`] without a token in the head.
    pub fn pieces(self) -> Result<Pieces> {
        if self.unproved.is_some() { Err(csrf::forged()) } else { Ok(Pieces(self)) }
    }

    /// The body as a form with files.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when it is none, or its first field is not the token.
    pub async fn form(mut self) -> Result<SentForm> {
        let boundary = multer::parse_boundary(&self.content_type)
            .map_err(|_| Error::BadRequest(Message::new("kernel.error.form")))?;
        let (unproved, limit) = (self.unproved.take(), self.limit);
        let stream = futures_util::stream::unfold(self, |mut sent| async move {
            let piece = sent.next().await.transpose()?;
            Some((piece, sent))
        });
        let mut form = SentForm { multipart: multer::Multipart::new(stream, boundary), limit, fields: 0 };
        if let Some(unproved) = unproved {
            let token = match form.next().await? {
                Some(SentField::Text { name, value }) if name == "_csrf" => value,
                _ => return Err(csrf::forged()),
            };
            csrf::check(&unproved.app, &unproved.headers, &unproved.binding, &token)?;
        }
        Ok(form)
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Cut> {
        loop {
            let Some(body) = &mut self.body else { return Ok(None) };
            let frame = match tokio::time::timeout(self.patience, body.frame()).await {
                Ok(Some(Ok(frame))) => frame,
                Ok(None) => {
                    self.body = None;
                    return Ok(None);
                }
                Ok(Some(Err(_))) | Err(_) => {
                    self.body = None;
                    return Err(Cut::Broken);
                }
            };
            // Trailers say nothing here.
            let Ok(piece) = frame.into_data() else { continue };
            self.taken += piece.len() as u64;
            if self.taken > self.limit {
                return Err(Cut::TooLarge);
            }
            return Ok(Some(piece));
        }
    }

    fn too_large(&self) -> Error {
        too_large(self.limit)
    }
}

fn too_large(limit: u64) -> Error {
    let limit = format!("{} MB", limit.div_ceil(1024 * 1024));
    Error::TooLarge(Message::new("kernel.error.too_large").with("limit", limit))
}

fn broken() -> Error {
    Error::BadRequest(Message::new("kernel.error.body"))
}

impl Drop for Sent {
    fn drop(&mut self) {
        let Some(mut body) = self.body.take() else { return };
        if http_body::Body::is_end_stream(&body) {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(tokio::time::timeout(LINGER, async move {
                while let Some(Ok(_)) = body.frame().await {}
            }));
        }
    }
}

/// A body, piece by piece.
pub struct Pieces(Sent);

impl Pieces {
    /// The size the client names, if it does.
    pub fn length(&self) -> Option<u64> {
        self.0.length
    }

    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// [`Error::TooLarge`] past the limit; [`Error::BadRequest`] when the client breaks off or falls silent.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        self.0.next().await.map_err(|cut| match cut {
            Cut::TooLarge => self.0.too_large(),
            Cut::Broken => broken(),
        })
    }
}

/// A form with files, field by field in the order of the page.
pub struct SentForm {
    multipart: multer::Multipart<'static>,
    limit: u64,
    fields: usize,
}

/// One field of a form with files.
pub enum SentField {
    /// What was typed or chosen.
    Text {
        /// The field.
        name: String,
        /// Its value.
        value: String,
    },
    /// A file.
    File(SentFile),
}

/// A file on its way in.
pub struct SentFile {
    /// The field.
    pub name: String,
    /// What the visitor calls it; empty when no file was chosen.
    pub file_name: String,
    /// What the browser takes it for.
    pub content_type: String,
    field: multer::Field<'static>,
    limit: u64,
}

impl SentForm {
    /// The next field; nothing at the end. A file must be read, or dropped, before the one after it is asked for.
    ///
    /// # Errors
    /// As [`Pieces::next`]; [`Error::BadRequest`] for what is no such form.
    pub async fn next(&mut self) -> Result<Option<SentField>> {
        let limit = self.limit;
        let Some(mut field) = self.multipart.next_field().await.map_err(|e| wrong(e, limit))? else {
            return Ok(None);
        };
        self.fields += 1;
        if self.fields > FIELDS {
            return Err(Error::BadRequest(Message::new("kernel.error.form")));
        }
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file_name) = field.file_name() {
            let file_name = file_name.to_owned();
            let content_type = field.content_type().map(ToString::to_string).unwrap_or_default();
            return Ok(Some(SentField::File(SentFile { name, file_name, content_type, field, limit })));
        }
        let mut value = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|e| wrong(e, limit))? {
            if value.len() + piece.len() > TEXT_LIMIT {
                return Err(too_large(TEXT_LIMIT as u64));
            }
            value.extend_from_slice(&piece);
        }
        let value = String::from_utf8(value)
            .ok()
            .filter(|text| !text.contains('\0'))
            .ok_or(Error::BadRequest(Message::new("kernel.error.encoding")))?;
        Ok(Some(SentField::Text { name, value }))
    }
}

impl SentFile {
    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// As [`Pieces::next`].
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        self.field.chunk().await.map_err(|e| wrong(e, self.limit))
    }
}

fn wrong(error: multer::Error, limit: u64) -> Error {
    match error {
        multer::Error::StreamReadFailed(cut) => match cut.downcast_ref() {
            Some(Cut::TooLarge) => too_large(limit),
            _ => broken(),
        },
        multer::Error::IncompleteFieldData { .. }
        | multer::Error::IncompleteHeaders
        | multer::Error::IncompleteStream => broken(),
        _ => Error::BadRequest(Message::new("kernel.error.form")),
    }
}

/// Carries the body from the front to the one handler that takes it.
#[derive(Clone)]
pub(crate) struct Slot(Arc<Mutex<Option<Sent>>>);

impl Slot {
    pub(crate) fn new(sent: Sent) -> Self {
        Self(Arc::new(Mutex::new(Some(sent))))
    }
}

impl<S: Sync> FromRequestParts<S> for Sent {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let slot = parts.extensions.get::<Slot>();
        slot.and_then(|slot| slot.0.lock().take())
            .ok_or_else(|| Error::internal("only a handler of a streamed route takes what is sent, once"))
    }
}
