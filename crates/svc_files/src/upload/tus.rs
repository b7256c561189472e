//! The tus protocol 1.0.0 (<https://tus.io>): core, creation, termination, checksum, expiration. A client that was cut
//! off asks with HEAD how much is here and goes on from there.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use base::{Id, Timestamp};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Sent};
use time::macros::format_description;
use ui::Message;
use uuid::Uuid;

use super::{
    Begin, Source, Upload,
    append::{self, Checksum},
    create, finish,
};

pub(super) const PATH: &str = "/tep/tai-len";
pub(super) const UPLOAD: &str = "/tep/tai-len/{id}";

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,termination,checksum,expiration";
const ALGORITHMS: &str = "sha1,sha256";
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

/// What this server speaks.
pub(super) async fn options(ctx: Ctx) -> Response {
    let most = ctx.app().config().files_max_mib.saturating_mul(1024 * 1024);
    let fields = [
        ("tus-resumable", VERSION.to_owned()),
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", EXTENSIONS.to_owned()),
        ("tus-checksum-algorithm", ALGORITHMS.to_owned()),
        ("tus-max-size", most.to_string()),
    ];
    (StatusCode::NO_CONTENT, fields).into_response()
}

/// Begins an upload.
pub(super) async fn begin(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    speak(&headers)?;
    let length = number(&headers, "upload-length")?;
    let told = metadata(text(&headers, "upload-metadata"))?;
    let get = |name: &str| told.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let begin = Begin {
        purpose: get("purpose"),
        name: get("filename"),
        declared: get("filetype"),
        length: Some(length),
    };
    let upload = create(&ctx, begin).await?;
    let mut response = answer(StatusCode::CREATED, Some(&upload));
    if let Ok(location) = HeaderValue::from_str(&format!("{PATH}/{}", upload.id)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// How much is here.
pub(super) async fn head(ctx: Ctx, Path(id): Path<Uuid>, headers: HeaderMap) -> Result<Response> {
    speak(&headers)?;
    let upload = create::find(&ctx, Id::from_uuid(id)).await?;
    let mut response = answer(StatusCode::OK, Some(&upload));
    if let Some(length) = upload.length {
        response.headers_mut().insert("upload-length", HeaderValue::from(length));
    }
    response.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(upload.offset));
    Ok(response)
}

/// Takes more of it.
pub(super) async fn patch(
    ctx: Ctx,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response> {
    speak(&headers)?;
    if text(&headers, "content-type") != "application/offset+octet-stream" {
        return Err(Error::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE, Message::new("files.refuse.protocol")));
    }
    let offset = number(&headers, "upload-offset")?;
    let checksum = checksum(&headers)?;
    let upload = create::find(&ctx, Id::from_uuid(id)).await?;
    upload.require_offset(offset)?;
    let room = upload.length.map(|length| length - offset);
    if let (Some(room), Some(sent)) = (room, sent.length())
        && sent > room
    {
        let message = Message::new("files.refuse.longer").with("length", offset + room);
        return Err(Error::TooLarge(message));
    }
    let pieces = Source::Pieces(sent.pieces()?);
    // A task of its own: when the client is cut off this answer is dropped, and what arrived must still be kept.
    let work = tokio::spawn(async move {
        let reached = append::append(ctx.app(), &upload, pieces, checksum).await?;
        if upload.length == Some(reached) {
            finish(ctx.app(), &create::find(&ctx, upload.id).await?).await?;
        }
        Ok::<_, Error>((upload, reached))
    });
    let (upload, reached) = work.await.map_err(|e| Error::internal(e.to_string()))??;
    let mut response = answer(StatusCode::NO_CONTENT, Some(&upload));
    response.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(reached));
    Ok(response)
}

/// For clients whose way here knows only POST.
pub(super) async fn patch_by_post(
    ctx: Ctx,
    path: Path<Uuid>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response> {
    match text(&headers, "x-http-method-override") {
        "PATCH" => patch(ctx, path, headers, sent).await,
        "DELETE" => {
            // The token in the head was checked, or this is refused.
            sent.pieces()?;
            delete(ctx, path, headers).await
        }
        _ => Err(Error::BadRequest(Message::new("files.refuse.protocol"))),
    }
}

/// Ends an upload.
pub(super) async fn delete(ctx: Ctx, Path(id): Path<Uuid>, headers: HeaderMap) -> Result<Response> {
    speak(&headers)?;
    let upload = create::find(&ctx, Id::from_uuid(id)).await?;
    create::terminate(ctx.app(), upload.id).await?;
    Ok(answer(StatusCode::NO_CONTENT, None))
}

/// Whether the client speaks this version.
fn speak(headers: &HeaderMap) -> Result<()> {
    if text(headers, "tus-resumable") == VERSION {
        return Ok(());
    }
    Err(Error::Status(StatusCode::PRECONDITION_FAILED, Message::new("files.refuse.protocol")))
}

fn answer(status: StatusCode, upload: Option<&Upload>) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(TUS_RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert("tus-version", HeaderValue::from_static(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let expires = upload.filter(|u| u.blob.is_none()).and_then(|u| date(u.expires_at));
    if let Some(expires) = expires {
        headers.insert("upload-expires", expires);
    }
    response
}

/// An instant as HTTP writes it.
fn date(at: Timestamp) -> Option<HeaderValue> {
    let form = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    HeaderValue::from_str(&at.to_offset_date_time().format(form).ok()?).ok()
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|h| h.to_str().ok()).unwrap_or_default()
}

fn number(headers: &HeaderMap, name: &str) -> Result<u64> {
    let number = text(headers, name).parse().ok().filter(|&n: &u64| i64::try_from(n).is_ok());
    number.ok_or_else(|| Error::BadRequest(Message::new("files.refuse.protocol")))
}

/// `name base64, name base64`.
fn metadata(text: &str) -> Result<Vec<(String, String)>> {
    let wrong = || Error::BadRequest(Message::new("files.refuse.protocol"));
    let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = STANDARD.decode(value.trim()).map_err(|_| wrong())?;
            let value = String::from_utf8(value).ok().filter(|v| !v.contains('\0')).ok_or_else(wrong)?;
            Ok((name.to_owned(), value))
        })
        .collect()
}

fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>> {
    let given = text(headers, "upload-checksum");
    if given.is_empty() {
        return Ok(None);
    }
    let wrong = || Error::BadRequest(Message::new("files.refuse.protocol"));
    let (algorithm, hash) = given.split_once(' ').ok_or_else(wrong)?;
    let hash = STANDARD.decode(hash.trim()).map_err(|_| wrong())?;
    match algorithm {
        "sha1" => Ok(Some(Checksum::Sha1(hash))),
        "sha256" => Ok(Some(Checksum::Sha256(hash))),
        _ => Err(wrong()),
    }
}
