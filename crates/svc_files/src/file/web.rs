use axum::{
    body::Body,
    extract::Path,
    response::{IntoResponse as _, Response},
};
use base::{Id, text::fold};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use kernel::{Ctx, Error, Result};
use uuid::Uuid;

use super::{
    open::{self, Opened},
    range::{Asked, asked},
};
use crate::{Kind, name};

/// What is sent, whether a file or a picture made from it.
struct Thing<'a> {
    object: &'a str,
    size: u64,
    sha256: &'a str,
    kind: Kind,
    name: &'a str,
    cache: &'static str,
}

pub(super) async fn show(
    ctx: Ctx,
    method: Method,
    Path((id, _)): Path<(Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let opened = open::open(&ctx, Id::from_uuid(id)).await?;
    let Opened { file, blob } = &opened;
    let thing = Thing {
        object: &blob.object,
        size: blob.size,
        sha256: &blob.sha256,
        kind: Kind::of_media_type(&blob.media_type),
        name: &file.name,
        // Asked again each time, so that what is removed is gone at once.
        cache: if file.is_public { "public, no-cache" } else { "private, no-cache" },
    };
    send(&ctx, &method, &headers, &opened, &thing).await
}

pub(super) async fn show_variant(
    ctx: Ctx,
    method: Method,
    Path((id, slug, _)): Path<(Uuid, String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let opened = open::open(&ctx, Id::from_uuid(id)).await?;
    let Opened { file, blob } = &opened;
    let variant = blob.variants.iter().find(|v| v.slug == slug).ok_or(Error::NotFound)?;
    let name = name::with_ending(&file.name, Kind::Webp.extension());
    let thing = Thing {
        object: &variant.object,
        size: variant.size,
        sha256: &variant.sha256,
        kind: Kind::Webp,
        name: &name,
        // The content of a file never changes, so neither does what was made from it.
        cache: if file.is_public { "public, max-age=31536000, immutable" } else { "private, no-cache" },
    };
    send(&ctx, &method, &headers, &opened, &thing).await
}

async fn send(
    ctx: &Ctx,
    method: &Method,
    headers: &HeaderMap,
    opened: &Opened,
    thing: &Thing<'_>,
) -> Result<Response> {
    let etag = HeaderValue::from_str(&format!("\"{}\"", thing.sha256)).map_err(anyhow::Error::from)?;
    let known = headers.get(header::IF_NONE_MATCH).and_then(|h| h.to_str().ok()).is_some_and(|given| {
        given == "*"
            || given.split(',').any(|g| g.trim().trim_start_matches("W/").as_bytes() == etag.as_bytes())
    });
    // Parts are for GET alone.
    let only_head = method == Method::HEAD;
    let asked = if only_head { Asked::Whole } else { asked(headers, thing.size, &etag) };
    let mut response = match &asked {
        _ if known => StatusCode::NOT_MODIFIED.into_response(),
        Asked::Outside => StatusCode::RANGE_NOT_SATISFIABLE.into_response(),
        // The place for files is not asked.
        Asked::Whole if only_head => StatusCode::OK.into_response(),
        Asked::Whole => Body::from_stream(open::flow(ctx, thing.object, None).await?).into_response(),
        Asked::Part(range) => {
            let body = Body::from_stream(open::flow(ctx, thing.object, Some(range.clone())).await?);
            (StatusCode::PARTIAL_CONTENT, body).into_response()
        }
    };
    let size = thing.size;
    let (length, part) = match asked {
        Asked::Part(range) => {
            let text = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            (range.end - range.start, Some((text, range.start)))
        }
        Asked::Outside => (0, Some((format!("bytes */{size}"), 0))),
        Asked::Whole => (size, None),
    };
    let begins = part.as_ref().is_none_or(|(_, start)| *start == 0);
    let out = response.headers_mut();
    describe(out, thing, opened.file.is_public)?;
    out.insert(header::ETAG, etag);
    if !known {
        out.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        if let Some((text, _)) = part {
            out.insert(header::CONTENT_RANGE, HeaderValue::from_str(&text).map_err(anyhow::Error::from)?);
        }
    }
    // A film is asked for in many parts; it is opened once.
    let own = opened.file.owner.is_some() && opened.file.owner == ctx.actor().account_id();
    if !opened.file.is_public && !own && begins && !known {
        ctx.log_access(&format!("opened file {}", opened.file.id)).await;
    }
    Ok(response)
}

/// What browsers are told about a file: its type and no other, shown only where it cannot do anything.
fn describe(headers: &mut HeaderMap, thing: &Thing<'_>, public: bool) -> Result<()> {
    let mut set = |name: HeaderName, value: &str| -> Result<()> {
        headers.insert(name, HeaderValue::from_str(value).map_err(anyhow::Error::from)?);
        Ok(())
    };
    let media_type = match thing.kind {
        Kind::Text | Kind::Csv => format!("{}; charset=utf-8", thing.kind.media_type()),
        kind => kind.media_type().to_owned(),
    };
    set(header::CONTENT_TYPE, &media_type)?;
    set(header::CONTENT_DISPOSITION, &disposition(thing.kind, thing.name))?;
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff")?;
    // Browsers show no PDF in a sandbox; it runs nothing of ours either way.
    let sandbox = if thing.kind == Kind::Pdf { "" } else { "; sandbox" };
    let policy = format!(
        "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'; \
         frame-ancestors 'none'{sandbox}"
    );
    set(header::CONTENT_SECURITY_POLICY, &policy)?;
    set(header::REFERRER_POLICY, "no-referrer")?;
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        if public { "same-site" } else { "same-origin" },
    )?;
    set(header::ACCEPT_RANGES, "bytes")?;
    set(header::CACHE_CONTROL, thing.cache)?;
    if !public {
        set(header::VARY, "cookie")?;
    }
    Ok(())
}

/// RFC 6266: a plain name for old programs, the real one in RFC 5987's writing.
fn disposition(kind: Kind, name: &str) -> String {
    let manner = if kind.is_shown() { "inline" } else { "attachment" };
    let plain: String = fold(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    format!("{manner}; filename=\"{plain}\"; filename*=UTF-8''{}", name::encoded(name))
}
