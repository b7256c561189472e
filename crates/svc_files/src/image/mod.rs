//! Pictures made anew: opened within bounds, turned the right way up, stripped of everything but their points, and
//! made again in the widths pages ask for.

mod open;
mod scale;

use std::path::Path;

use image::{ImageEncoder as _, codecs};
use kernel::{Error, Result};

use crate::kind::Kind;
use scale::Points;

/// The widths pages ask for. Never more than the picture has.
const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1920];
/// A picture longer than this on one side is made smaller: no screen shows more.
const LONGEST_SIDE: u32 = 4096;
/// Qualities at which people see no difference.
const JPEG_QUALITY: u8 = 88;
const WEBP_QUALITY: f32 = 80.0;

/// A picture made anew.
pub(crate) struct Remade {
    pub(crate) kind: Kind,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
    /// Smaller ones for pages, narrowest first.
    pub(crate) smaller: Vec<Smaller>,
}

/// A picture of one width, as WebP.
pub(crate) struct Smaller {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
}

/// Makes a picture anew. Takes up to seconds and hundreds of megabytes: not on a thread that answers.
pub(crate) fn remake(path: &Path, kind: Kind) -> Result<Remade> {
    let mut points = open::open(path, kind)?;
    let longest = points.width.max(points.height);
    if longest > LONGEST_SIDE {
        let width = (u64::from(points.width) * u64::from(LONGEST_SIDE) / u64::from(longest)).max(1);
        points = points.scaled(width as u32)?;
    }
    // A drawing keeps its sharp edges; of photographs only those one can see through need them.
    let to = if kind == Kind::Png || points.alpha { Kind::Png } else { Kind::Jpeg };
    let bytes = encode(&points, to)?;
    let smaller = smaller(&points)?;
    Ok(Remade { kind: to, width: points.width, height: points.height, bytes, smaller })
}

/// One picture as WebP, no wider than this.
pub(crate) fn webp(points: Points, width: u32) -> Result<Smaller> {
    let points = if points.width > width { points.scaled(width)? } else { points };
    to_webp(&points)
}

pub(crate) use scale::Points as Picture;

fn smaller(points: &Points) -> Result<Vec<Smaller>> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|&w| w <= points.width).collect();
    // Something between two steps gets its own width, unless the step below is nearly that.
    let last = widths.last().copied().unwrap_or_default();
    if points.width < WIDTHS[WIDTHS.len() - 1] && last * 100 < points.width * 85 {
        widths.push(points.width);
    }
    widths.iter().map(|&width| to_webp(&points.scaled(width)?)).collect()
}

fn to_webp(points: &Points) -> Result<Smaller> {
    let (width, height) = (points.width, points.height);
    let encoder = if points.alpha {
        webp::Encoder::from_rgba(&points.bytes, width, height)
    } else {
        webp::Encoder::from_rgb(&points.bytes, width, height)
    };
    let encoded = encoder
        .encode_simple(false, WEBP_QUALITY)
        .map_err(|e| Error::internal(format!("a picture as WebP: {e:?}")))?;
    Ok(Smaller { width, height, bytes: encoded.to_vec() })
}

fn encode(points: &Points, kind: Kind) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let color = if points.alpha { image::ExtendedColorType::Rgba8 } else { image::ExtendedColorType::Rgb8 };
    let (width, height) = (points.width, points.height);
    let done = match kind {
        Kind::Png => {
            codecs::png::PngEncoder::new(&mut bytes).write_image(&points.bytes, width, height, color)
        }
        _ => codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).write_image(
            &points.bytes,
            width,
            height,
            color,
        ),
    };
    done.map_err(|e| Error::internal(format!("a picture made anew: {e}")))?;
    Ok(bytes)
}
