use std::path::Path;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use kernel::{Error, Result};
use ui::Message;

use super::scale::Points;
use crate::{kind::Kind, said::refuse};

/// Most points of a picture: twice what telephones take.
const MOST_POINTS: u64 = 50_000_000;
/// Most memory one picture may take while it is opened.
const MOST_MEMORY: u64 = 600 * 1024 * 1024;

/// Opens a picture, turned the right way up. What claims to be larger than any picture is refused by its head, before
/// memory is taken for it.
pub(super) fn open(path: &Path, kind: Kind) -> Result<Points> {
    let broken = || refuse(Message::new("files.refuse.image_broken").with("kind", kind.label()));
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        _ => return Err(broken()),
    };
    let file = std::fs::File::open(path).map_err(|e| Error::internal(format!("a picture: {e}")))?;
    let mut reader = ImageReader::with_format(std::io::BufReader::new(file), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| broken())?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_POINTS || decoder.total_bytes() > MOST_MEMORY {
        let message = Message::new("files.refuse.image_bomb").with("width", width).with("height", height);
        return Err(refuse(message.with("most", MOST_POINTS / 1_000_000)));
    }
    if width == 0 || height == 0 {
        return Err(broken());
    }
    if kind == Kind::Jpeg && !is_whole(path).map_err(|_| broken())? {
        return Err(broken());
    }
    let orientation = decoder.orientation().map_err(|_| broken())?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| broken())?;
    picture.apply_orientation(orientation);
    Ok(points(picture))
}

/// Whether a JPEG reaches its end: the decoder fills up with grey what was cut off. After the last begin of points comes
/// an end; within points neither mark occurs, and a thumbnail before them has both.
fn is_whole(path: &Path) -> std::io::Result<bool> {
    let bytes = std::fs::read(path)?;
    let last = |mark: [u8; 2]| bytes.windows(2).rposition(|pair| pair == mark);
    Ok(last([0xff, 0xd9]) > last([0xff, 0xda]))
}

fn points(picture: DynamicImage) -> Points {
    let (width, height) = (picture.width(), picture.height());
    if picture.color().has_alpha() {
        let rgba = picture.into_rgba8();
        if rgba.pixels().any(|point| point.0[3] != u8::MAX) {
            return Points { width, height, alpha: true, bytes: rgba.into_raw() };
        }
        let rgb = DynamicImage::ImageRgba8(rgba).into_rgb8();
        return Points { width, height, alpha: false, bytes: rgb.into_raw() };
    }
    Points { width, height, alpha: false, bytes: picture.into_rgb8().into_raw() }
}
