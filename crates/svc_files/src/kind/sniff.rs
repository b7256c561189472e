use std::{
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
};

use kernel::{Error, Result};

use super::{Kind, container};

/// How much of a file's beginning says what it is.
const HEAD: u64 = 16 * 1024;
/// The compound files of office programs before 2007.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What a file is by its content alone. Archives that claim to hold far more than they are worth are refused here.
pub(crate) fn sniff(path: &Path) -> Result<Kind> {
    let read = || -> std::io::Result<(std::fs::File, Vec<u8>)> {
        let mut file = std::fs::File::open(path)?;
        let mut head = Vec::new();
        file.by_ref().take(HEAD).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, head))
    };
    let (file, head) = read().map_err(|e| Error::internal(format!("a file just received: {e}")))?;
    if head.starts_with(b"PK") {
        return container::kind(file);
    }
    Ok(by_head(&head))
}

pub(super) fn by_head(head: &[u8]) -> Kind {
    if head.starts_with(COMPOUND) {
        return Kind::Doc;
    }
    if head.starts_with(b"#!") {
        return Kind::Program;
    }
    // Text is looked at before signatures of two or three bytes, with which ordinary words may begin.
    if let Some(kind) = text(head) {
        return kind;
    }
    let Some(found) = infer::get(head) else { return Kind::Unknown };
    match found.mime_type() {
        "image/jpeg" => Kind::Jpeg,
        "image/png" => Kind::Png,
        "image/webp" => Kind::Webp,
        "image/gif" => Kind::Gif,
        "application/pdf" => Kind::Pdf,
        "application/vnd.rar" => Kind::Rar,
        "application/x-7z-compressed" => Kind::SevenZip,
        "video/mp4" | "video/x-m4v" | "video/quicktime" => Kind::Mp4,
        "audio/m4a" => Kind::M4a,
        "video/webm" => Kind::Webm,
        "audio/mpeg" => Kind::Mp3,
        "audio/ogg" | "audio/opus" => Kind::Ogg,
        "audio/x-wav" => Kind::Wav,
        "application/x-executable"
        | "application/vnd.microsoft.portable-executable"
        | "application/java"
        | "application/x-llvm"
        | "application/x-mach-binary"
        | "application/vnd.android.dex"
        | "application/vnd.android.dey"
        | "application/wasm" => Kind::Program,
        _ => Kind::Unknown,
    }
}

/// Text, and which: what a browser could take for a page or a drawing is that.
fn text(head: &[u8]) -> Option<Kind> {
    if head.starts_with(b"%PDF") || head.is_empty() {
        return None;
    }
    let words = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => wide(head)?,
        _ => match std::str::from_utf8(head) {
            Ok(words) => words.to_owned(),
            // The last letter may be cut in two.
            Err(e) if e.error_len().is_none() && head.len() as u64 == HEAD => {
                String::from_utf8_lossy(&head[..e.valid_up_to()]).into_owned()
            }
            Err(_) => return None,
        },
    };
    if words.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')) {
        return None;
    }
    let words = words.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let tag = |name: &str| {
        words.match_indices(name).any(|(at, _)| {
            let after = words[at + name.len()..].chars().next();
            after.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/' | ':'))
        })
    };
    Some(if tag("<svg") || tag("<svg:svg") {
        Kind::Svg
    } else if ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe"].into_iter().any(tag) {
        Kind::Html
    } else if words.starts_with("<?xml") {
        Kind::Xml
    } else {
        Kind::Text
    })
}

fn wide(head: &[u8]) -> Option<String> {
    let little = head[0] == 0xff;
    let units = head[2..].chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let units: Vec<u16> = units.collect();
    match String::from_utf16(&units) {
        Ok(words) => Some(words),
        Err(_) => String::from_utf16(&units[..units.len().saturating_sub(1)]).ok(),
    }
}
