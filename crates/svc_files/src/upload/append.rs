use bytes::{Bytes, BytesMut};
use http::StatusCode;
use kernel::{
    App, Error, Result,
    http::{Pieces, SentFile},
    new_id,
};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use ui::Message;

use super::{
    PARTS, Upload, create,
    store::{self, Part},
};
use crate::Files;

/// How much is held in memory before it is written: what a power cut may cost, and what each sender may take.
const PIECE: usize = 4 * 1024 * 1024;

/// Where the bytes of an upload come from.
pub enum Source {
    /// A body as it is.
    Pieces(Pieces),
    /// A file of a form.
    Form(SentFile),
    /// Bytes in memory.
    Bytes(Option<Bytes>),
}

impl Source {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        match self {
            Self::Pieces(pieces) => pieces.next().await,
            Self::Form(file) => file.next().await,
            Self::Bytes(bytes) => Ok(bytes.take()),
        }
    }
}

/// What a sender says all it sends now must hash to.
#[derive(Clone, Debug)]
pub(crate) enum Checksum {
    Sha1(Vec<u8>),
    Sha256(Vec<u8>),
}

/// Adds bytes where the upload ends, until the source ends, and says where it ends then. When the source breaks off,
/// what arrived is kept all the same, unless a checksum of the whole was promised.
pub(crate) async fn append(
    app: &App,
    upload: &Upload,
    mut source: Source,
    checksum: Option<Checksum>,
) -> Result<u64> {
    let mut writer = Writer::new(app, upload, checksum.is_some())?;
    let mut digest = checksum.as_ref().map(Checksum::begin);
    loop {
        match source.next().await {
            Ok(Some(bytes)) => {
                if let Some(digest) = &mut digest {
                    digest.update(&bytes);
                }
                if let Err(error) = writer.take(bytes).await {
                    writer.give_up().await;
                    return Err(error);
                }
            }
            Ok(None) => break,
            Err(error) if checksum.is_some() => {
                writer.give_up().await;
                return Err(error);
            }
            Err(error) => {
                writer.flush().await?;
                return Err(error);
            }
        }
    }
    if let (Some(expected), Some(digest)) = (&checksum, digest)
        && !expected.holds(digest)
    {
        writer.give_up().await;
        let status = StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST);
        return Err(Error::Status(status, Message::new("files.refuse.checksum")));
    }
    if let Err(error) = writer.flush().await {
        writer.give_up().await;
        return Err(error);
    }
    writer.count().await
}

struct Writer<'a> {
    app: &'a App,
    files: std::sync::Arc<Files>,
    upload: &'a Upload,
    most: u64,
    at: u64,
    held: BytesMut,
    /// Written and not counted: with a checksum nothing counts before all is there.
    waiting: Option<Vec<Part>>,
}

impl<'a> Writer<'a> {
    fn new(app: &'a App, upload: &'a Upload, wait: bool) -> Result<Self> {
        let files = app.part::<Files>()?;
        let most = files.purpose(&upload.purpose)?.limit;
        let held = BytesMut::new();
        Ok(Self { app, files, upload, most, at: upload.offset, held, waiting: wait.then(Vec::new) })
    }

    async fn take(&mut self, bytes: Bytes) -> Result<()> {
        let reached = self.at + (self.held.len() + bytes.len()) as u64;
        if let Some(length) = self.upload.length {
            if reached > length {
                let message = Message::new("files.refuse.longer").with("length", length);
                return Err(Error::TooLarge(message));
            }
        } else if reached > self.most {
            create::require_size(self.app, &self.files.purpose(&self.upload.purpose)?, reached)?;
        }
        self.held.extend_from_slice(&bytes);
        if self.held.len() >= PIECE { self.flush().await } else { Ok(()) }
    }

    /// Makes what is held durable and counts it.
    async fn flush(&mut self) -> Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let bytes = self.held.split().freeze();
        let length = bytes.len() as u64;
        if let Some(account) = self.upload.owner {
            create::require_measure(self.app, account, length).await?;
            store::add_usage(self.app, account, self.app.clock().now().local_date(), length).await?;
        }
        let object = format!("{PARTS}/{}/{:020}-{}", self.upload.id, self.at, new_id::<()>());
        self.files.vault.put(&object, bytes).await?;
        let part = Part { at: self.at as i64, length: length as i64, object };
        self.at += length;
        match &mut self.waiting {
            Some(waiting) => waiting.push(part),
            None => self.add(part).await?,
        }
        Ok(())
    }

    async fn add(&self, part: Part) -> Result<()> {
        if store::add_part(self.app, self.upload.id, &part).await? {
            return Ok(());
        }
        self.files.vault.remove(&part.object).await?;
        // Another sender of the same upload was quicker, or it was finished or ended meanwhile.
        let message = Message::new("files.refuse.offset").with("offset", part.at);
        Err(Error::Status(StatusCode::CONFLICT, message))
    }

    async fn count(mut self) -> Result<u64> {
        for part in self.waiting.take().unwrap_or_default() {
            self.add(part).await?;
        }
        Ok(self.at)
    }

    /// Removes what was written and does not count. What cannot be removed now is swept later.
    async fn give_up(&mut self) {
        for part in self.waiting.take().unwrap_or_default() {
            let _ = self.files.vault.remove(&part.object).await;
        }
    }
}

enum Digester {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Checksum {
    fn begin(&self) -> Digester {
        match self {
            Self::Sha1(_) => Digester::Sha1(Sha1::new()),
            Self::Sha256(_) => Digester::Sha256(Sha256::new()),
        }
    }

    fn holds(&self, digester: Digester) -> bool {
        match (self, digester) {
            (Self::Sha1(expected), Digester::Sha1(digest)) => digest.finalize()[..] == expected[..],
            (Self::Sha256(expected), Digester::Sha256(digest)) => digest.finalize()[..] == expected[..],
            _ => false,
        }
    }
}

impl Digester {
    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
        }
    }
}
