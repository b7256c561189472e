//! Answers as they leave: packed once for everybody, or for one person.

use std::sync::atomic::AtomicBool;

use axum::response::Response;
use base::Timestamp;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use http_body::Body as _;
use http_body_util::{BodyExt as _, Either, Full};
use sha2::{Digest as _, Sha256};

use super::{
    Outgoing,
    cache::{Entry, Variant},
    compress, security,
};
use crate::{Ctx, Error, Result};

/// The gzip level for an answer somebody waits for: a third larger than the best, for a fifth of the time.
const QUICK: u32 = 2;

/// A kept page in the encoding its reader takes, or word that the reader has it already.
pub(crate) fn from_memory(entry: &Entry, request: &HeaderMap) -> Outgoing {
    let (brotli, gzip) = compress::accepted(request.get(header::ACCEPT_ENCODING));
    let variant = match (&entry.brotli, &entry.gzip) {
        (Some(variant), _) if brotli => variant,
        (_, Some(variant)) if gzip => variant,
        _ => &entry.plain,
    };
    let mut response = http::Response::new(Either::Left(Full::new(Bytes::new())));
    *response.headers_mut() = variant.headers.clone();
    if request.get(header::IF_NONE_MATCH).is_some_and(|given| matches_etag(given, &entry.etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_ENCODING);
    } else {
        *response.body_mut() = Either::Left(Full::new(variant.body.clone()));
    }
    response
}

fn matches_etag(given: &HeaderValue, etag: &HeaderValue) -> bool {
    given == etag
        || given
            .to_str()
            .is_ok_and(|g| g == "*" || g.split(',').any(|g| g.trim().as_bytes() == etag.as_bytes()))
}

/// Packs a page for everybody, quickly: its first reader waits. See [`well`].
pub(crate) async fn entry(ctx: &Ctx, response: Response, depends: Vec<String>) -> Result<Entry> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(|e| Error::internal(e.to_string()))?.to_bytes();
    let digest = hex::encode(&Sha256::digest(&body)[..10]);
    let etag = HeaderValue::from_str(&format!("W/\"{digest}\"")).map_err(anyhow::Error::from)?;
    let mut headers = parts.headers;
    // That of the plain body; each encoding has its own.
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::ETAG, etag.clone());
    // Asked again each time, answered 304 from memory: what is published or withdrawn shows at once.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
    security::protect(&mut headers, ctx.app().config(), None);
    let plain = Variant { headers, body };
    let gzip = if packs(&plain.headers) { compress::gzip(&plain.body, QUICK) } else { None };
    // What does not pack at all is as small as it gets.
    let packed_well = AtomicBool::new(gzip.is_none());
    Ok(Entry {
        etag,
        gzip: gzip.map(|body| in_encoding(&plain, "gzip", body)),
        brotli: None,
        packed_well,
        plain,
        // The day of the request, not of this moment: at midnight they may differ.
        until: Timestamp::from_local(ctx.today().next().at(time::Time::MIDNIGHT)),
        depends,
    })
}

/// The same page packed as small as pays for one that is asked for again and again. Takes milliseconds: not on a
/// thread that answers.
pub(crate) fn well(entry: &Entry) -> Entry {
    let Entry { etag, plain, until, depends, .. } = entry;
    Entry {
        etag: etag.clone(),
        gzip: compress::gzip(&plain.body, 6).map(|body| in_encoding(plain, "gzip", body)),
        brotli: compress::brotli(&plain.body).map(|body| in_encoding(plain, "br", body)),
        packed_well: AtomicBool::new(true),
        plain: Variant { headers: plain.headers.clone(), body: plain.body.clone() },
        until: *until,
        depends: depends.clone(),
    }
}

fn in_encoding(plain: &Variant, encoding: &'static str, body: Bytes) -> Variant {
    let mut headers = plain.headers.clone();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    Variant { headers, body }
}

fn packs(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|t| t.to_str().ok()).is_some_and(compress::packs)
}

/// Packs an answer that is for one person only.
pub(crate) async fn for_one(response: Response, request: &Parts) -> Outgoing {
    let headers = response.headers();
    // An answer of unknown length is made while it is sent: it may be longer than memory holds.
    let packs = packs(headers)
        && response.body().size_hint().exact().is_some()
        && !headers.contains_key(header::CONTENT_ENCODING)
        // A file that is sent in parts is sent as it is, and not held in memory.
        && !headers.contains_key(header::ACCEPT_RANGES)
        && compress::accepted(request.headers.get(header::ACCEPT_ENCODING)).1;
    if !packs {
        return response.map(Either::Right);
    }
    let (mut parts, body) = response.into_parts();
    // Handlers answer with whole bodies; one that fails halfway is an answer cut short either way.
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    match compress::gzip(&body, QUICK) {
        Some(packed) => {
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            parts.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Either::Left(Full::new(packed)))
        }
        None => Response::from_parts(parts, Either::Left(Full::new(body))),
    }
}
