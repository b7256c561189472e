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
    let (mut brotli, mut gzip) = (false, false);
    let refused = |q: &[u8]| matches!(q.trim_ascii(), b"q=0" | b"q=0.0" | b"q=0.00" | b"q=0.000");
    // Asked for every page from memory: bytes are quicker than text.
    for part in header.map(http::HeaderValue::as_bytes).unwrap_or_default().split(|b| *b == b',') {
        let mut pieces = part.split(|b| *b == b';');
        let takes = match pieces.next().map(<[u8]>::trim_ascii) {
            Some(b"br") => &mut brotli,
            Some(b"gzip") => &mut gzip,
            _ => continue,
        };
        *takes |= !pieces.any(refused);
    }
    (brotli, gzip)
}
