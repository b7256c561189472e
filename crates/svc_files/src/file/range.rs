//! Parts of a file (RFC 9110 §14): films that are jumped about in, downloads that go on after a cut.

use std::ops::Range;

use http::{HeaderMap, HeaderValue, header};

/// What part was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it; also when several parts were asked for, which nobody needs.
    Whole,
    /// One part.
    Part(Range<u64>),
    /// A part that does not exist.
    Outside,
}

/// Reads `Range`, unless `If-Range` names another state of the file.
pub(super) fn asked(headers: &HeaderMap, size: u64, etag: &HeaderValue) -> Asked {
    if headers.get(header::IF_RANGE).is_some_and(|state| state != etag) {
        return Asked::Whole;
    }
    let text = headers.get(header::RANGE).and_then(|h| h.to_str().ok());
    let Some(spec) = text.and_then(|t| t.strip_prefix("bytes=")).filter(|s| !s.contains(',')) else {
        return Asked::Whole;
    };
    let Some((first, last)) = spec.trim().split_once('-') else { return Asked::Whole };
    let number = |text: &str| text.parse::<u64>().ok();
    let range = match (first, last) {
        ("", last) => number(last).map(|n| size.saturating_sub(n)..size),
        (first, "") => number(first).map(|n| n..size),
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Some(first..last.saturating_add(1).min(size)),
            _ => None,
        },
    };
    match range {
        None => Asked::Whole,
        Some(range) if range.start < range.end => Asked::Part(range),
        Some(_) => Asked::Outside,
    }
}
