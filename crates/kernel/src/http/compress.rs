use std::io::Write as _;

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};

/// Bodies below this many bytes travel as they are: packing them saves no packet.
const WORTH_IT: usize = 860;

/// Whether packing this kind of content pays.
pub(crate) fn packs(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || ["json", "xml", "javascript", "svg"].iter().any(|kind| content_type.contains(kind))
}

pub(crate) fn gzip(body: &[u8], level: u32) -> Option<Bytes> {
    if body.len() < WORTH_IT {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(level));
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// Brotli with a window no larger than the page: the default tables cost milliseconds to clear for each small page.
pub(crate) fn brotli(body: &[u8]) -> Option<Bytes> {
    if body.len() < WORTH_IT {
        return None;
    }
    let params = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: (usize::BITS - body.len().leading_zeros()).clamp(14, 22) as i32,
        size_hint: body.len(),
        ..Default::default()
    };
    let mut packed = Vec::with_capacity(body.len() / 4);
    brotli::BrotliCompress(&mut &body[..], &mut packed, &params).ok()?;
    Some(Bytes::from(packed))
}

/// Which encodings a client takes: `(brotli, gzip)`. An explicit `q=0` refuses.
pub(crate) fn accepted(header: Option<&http::HeaderValue>) -> (bool, bool) {
    let Some(text) = header.and_then(|h| h.to_str().ok()) else { return (false, false) };
    let takes = |name: &str| {
        text.split(',').map(str::trim).any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            pieces.next() == Some(name)
                && !pieces.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    (takes("br"), takes("gzip"))
}
