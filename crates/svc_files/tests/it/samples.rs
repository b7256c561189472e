//! Files made for the tests: good ones and bad ones.

use std::io::{Cursor, Write as _};

use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, codecs};

/// The date in the place metadata of [`photo`]: what must not be found in anything made from it.
pub const SECRET: &str = "2026:03:02";

/// A photograph of a camera held upright: red above, blue below when turned the right way; with the place it was taken.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    // As the sensor sees it, lying on its side: orientation 6 turns it clockwise, so what is left comes on top.
    let points = RgbImage::from_fn(height, width, |x, _| {
        if x < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
    });
    let mut bytes = Vec::new();
    let mut encoder = codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_exif_metadata(exif()).unwrap();
    encoder.write_image(points.as_raw(), height, width, ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// Orientation 6, and a GPS directory with a date.
fn exif() -> Vec<u8> {
    let mut out = b"II*\0".to_vec();
    let mut put = |bytes: &[u8]| out.extend_from_slice(bytes);
    put(&8_u32.to_le_bytes());
    put(&2_u16.to_le_bytes());
    put(&entry(0x0112, 3, 1, 6));
    put(&entry(0x8825, 4, 1, 38));
    put(&0_u32.to_le_bytes());
    put(&1_u16.to_le_bytes());
    put(&entry(0x001d, 2, 11, 56));
    put(&0_u32.to_le_bytes());
    put(SECRET.as_bytes());
    put(b"\0");
    out
}

fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
    [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 7]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A few bytes that claim to be a picture of 60,000 by 60,000 points.
pub fn png_bomb() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&60_000_u32.to_be_bytes()[..], &60_000_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    for (name, data) in [(b"IHDR", header), (b"IDAT", vec![0x78, 0x9c, 3, 0, 0, 0, 0, 1]), (b"IEND", vec![])]
    {
        let chunk = [&name[..], &data].concat();
        bytes.extend_from_slice(&(data.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&chunk);
        bytes.extend_from_slice(&crc(&chunk).to_be_bytes());
    }
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

pub fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in entries {
        archive.start_file(*name, options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub fn docx() -> Vec<u8> {
    zip(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>")])
}

pub fn xlsx() -> Vec<u8> {
    zip(&[("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")])
}

pub fn odt() -> Vec<u8> {
    zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>")])
}

/// A document whose directory says it unpacks to four thousand million bytes.
pub fn zip_bomb() -> Vec<u8> {
    let mut bytes = docx();
    let at: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, w)| *w == b"PK\x01\x02").map(|(at, _)| at).collect();
    for at in at {
        bytes[at + 10] = 8;
        bytes[at + 24..at + 28].copy_from_slice(&3_900_000_000_u32.to_le_bytes());
    }
    bytes
}

/// A page with a line of text.
pub fn pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        {
            let text = "1 0 0 rg 20 20 160 100 re f BT /F1 24 Tf 20 200 Td (Xin chao) Tj ET";
            format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len())
        },
    ];
    pdf_of(&objects.map(String::into_bytes))
}

/// A document of these objects, the first of which is its root.
pub fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", n + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        end.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    end.push_str(&format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    out.extend_from_slice(end.as_bytes());
    out
}

/// Bytes that repeat nowhere near.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}

/// A film of this many bytes, as far as its beginning tells.
pub fn film(length: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    bytes.extend(noise(length - bytes.len()));
    bytes
}
