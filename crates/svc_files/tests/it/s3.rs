//! An object store that speaks S3, played by a server of ours with the few calls this program makes: whatever store a
//! province uses must answer these the same way.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, Method, StatusCode};
use testkit::both_databases;

use crate::{
    kit::{attach, configured, somebody},
    samples, tus,
};

#[derive(Default)]
struct Bucket {
    objects: BTreeMap<String, Bytes>,
    uploads: BTreeMap<String, BTreeMap<u32, Bytes>>,
    refused: usize,
}

type Shared = Arc<Mutex<Bucket>>;

const DATE: &str = "Mon, 02 Mar 2026 01:00:00 GMT";

async fn call(
    State(shared): State<Shared>,
    method: Method,
    path: Option<Path<String>>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut bucket = shared.lock().unwrap();
    let signed = headers.get("authorization").and_then(|h| h.to_str().ok()).unwrap_or_default();
    if !signed.starts_with("AWS4-HMAC-SHA256 Credential=key-of-ours/") || !headers.contains_key("x-amz-date")
    {
        bucket.refused += 1;
        return StatusCode::FORBIDDEN.into_response();
    }
    let key = path.map(|Path(key)| key).unwrap_or_default();
    let has = |name: &str| query.contains_key(name);
    if method == Method::GET && has("list-type") {
        let prefix = query.get("prefix").cloned().unwrap_or_default();
        let contents: String = bucket
            .objects
            .iter()
            .filter(|(key, _)| key.starts_with(&prefix))
            .map(|(key, bytes)| {
                format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-03-02T01:00:00.000Z</LastModified>\
                     <ETag>\"e\"</ETag><Size>{}</Size></Contents>",
                    bytes.len()
                )
            })
            .collect();
        return format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>")
            .into_response();
    }
    match method {
        Method::POST if has("uploads") => {
            let id = format!("u{}", bucket.uploads.len());
            bucket.uploads.insert(id.clone(), BTreeMap::new());
            format!(
                "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
            )
            .into_response()
        }
        Method::PUT if has("partNumber") => {
            let number = query["partNumber"].parse().unwrap();
            bucket.uploads.get_mut(&query["uploadId"]).unwrap().insert(number, body);
            ([("etag", format!("\"p{number}\""))], "").into_response()
        }
        Method::POST if has("uploadId") => {
            let parts = bucket.uploads.remove(&query["uploadId"]).unwrap();
            // All but the last are at least 5 MiB, or S3 refuses.
            let small = parts.values().rev().skip(1).any(|part| part.len() < 5 * 1024 * 1024);
            assert!(!small, "a piece is too small");
            let whole: Vec<u8> = parts.into_values().flatten().collect();
            bucket.objects.insert(key, whole.into());
            "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>"
                .into_response()
        }
        Method::PUT => {
            bucket.objects.insert(key, body);
            ([("etag", "\"e\"")], "").into_response()
        }
        Method::DELETE => {
            bucket.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => {
            let Some(bytes) = bucket.objects.get(&key).cloned() else {
                return (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response();
            };
            let range =
                headers.get("range").and_then(|h| h.to_str().ok()).and_then(|h| h.strip_prefix("bytes="));
            let common = [("etag", "\"e\"".to_owned()), ("last-modified", DATE.to_owned())];
            match range.and_then(|r| r.split_once('-')) {
                Some((first, last)) => {
                    let first: usize = first.parse().unwrap();
                    let last = last.parse().unwrap_or(bytes.len() - 1).min(bytes.len() - 1);
                    let named = [("content-range", format!("bytes {first}-{last}/{}", bytes.len()))];
                    (StatusCode::PARTIAL_CONTENT, common, named, Body::from(bytes.slice(first..=last)))
                        .into_response()
                }
                None => (common, Body::from(bytes)).into_response(),
            }
        }
    }
}

async fn store() -> (Shared, String) {
    let shared = Shared::default();
    let routes = Router::new()
        .route("/bucket", axum::routing::any(call))
        .route("/bucket/{*key}", axum::routing::any(call))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .with_state(Arc::clone(&shared));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (shared, format!("http://{address}"))
}

both_databases! {
    async fn files_live_in_an_object_store(database) {
        let (shared, endpoint) = store().await;
        let app = configured(database, |config| {
            config.files_url = "s3://bucket/tep/cua/tinh".to_owned();
            config.files_endpoint = endpoint;
            config.files_key = "key-of-ours".to_owned();
            config.files_secret = "secret-of-ours".to_owned();
        })
        .await;
        let me = somebody(&app);
        // Larger than one piece: it comes and goes in several.
        let film = samples::film(20_000_000);
        let upload = tus::sent(&me, "media", "phim.mp4", &film).await;
        let url = me.post(&format!("/letters/public/{upload}"), &[]).await.body();
        assert_eq!(app.visitor().get(&url).await.bytes, film);
        let part = app.visitor().with_header("range", "bytes=9000000-9000999").get(&url).await;
        assert_eq!((part.status, &part.bytes[..]), (206, &film[9_000_000..9_001_000]));
        attach(&me, "public", "picture", "a.jpg", &samples::photo(700, 700)).await;
        {
            let bucket = shared.lock().unwrap();
            let keys: Vec<&String> = bucket.objects.keys().collect();
            assert!(keys.iter().all(|key| key.starts_with("tep/cua/tinh/")), "{keys:?}");
            // Two contents, and two widths; no pieces are left.
            assert_eq!(keys.len(), 4, "{keys:?}");
            assert!(bucket.uploads.is_empty());
            assert_eq!(bucket.refused, 0);
        }
        let doctor = svc_files::MODULE.doctor.unwrap();
        assert!(doctor((*app).clone(), true).await.unwrap().iter().all(|f| f.good));
        let lost = shared.lock().unwrap().objects.keys().find(|k| k.contains("blobs")).unwrap().clone();
        shared.lock().unwrap().objects.remove(&lost);
        assert!(doctor((*app).clone(), false).await.unwrap().iter().any(|f| !f.good));
    }
}
