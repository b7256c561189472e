//! Zip archives: office documents told apart from plain ones, and from bombs.

use std::{
    fs::File,
    io::{BufReader, Read as _},
};

use kernel::Result;
use ui::Message;

use super::Kind;
use crate::said::refuse;

/// Most entries of an archive.
const ENTRIES: usize = 20_000;
/// Up to this many bytes an archive may unpack to, however small it is.
const HARMLESS: u128 = 100 * 1024 * 1024;
/// Above, at most this many times its own size, ...
const RATIO: u128 = 200;
/// ... and never more than this.
const LARGEST: u128 = 4 * 1024 * 1024 * 1024;

pub(super) fn kind(file: File) -> Result<Kind> {
    let broken = || refuse(Message::new("files.refuse.archive_broken"));
    let size = file.metadata().map_err(|_| broken())?.len();
    // The directory is read, nothing is unpacked: what is declared decides.
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|_| broken())?;
    // Each entry asked for itself: the sum of all is unknown to the library where a writer put the sizes behind the data, as
    // writers of workbooks do.
    let mut unpacked = 0_u128;
    for n in 0..archive.len().min(ENTRIES + 1) {
        unpacked += u128::from(archive.by_index_raw(n).map_err(|_| broken())?.size());
    }
    let overlaps = archive.has_overlapping_files().map_err(|_| broken())?;
    let bomb = archive.len() > ENTRIES
        || unpacked > LARGEST
        || (unpacked > HARMLESS && unpacked > u128::from(size) * RATIO);
    if bomb || overlaps {
        let unpacked = format!("{} MB", unpacked / (1024 * 1024));
        return Err(refuse(Message::new("files.refuse.archive_bomb").with("unpacked", unpacked)));
    }
    if let Some(kind) = open_document(&mut archive) {
        return Ok(kind);
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    if !has("[Content_Types].xml") {
        return Ok(Kind::Zip);
    }
    if archive.file_names_raw().any(|name| name.to_ascii_lowercase().ends_with(b"vbaproject.bin")) {
        return Ok(Kind::Macro);
    }
    let main = [
        ("word/document.xml", Kind::Docx),
        ("xl/workbook.xml", Kind::Xlsx),
        ("ppt/presentation.xml", Kind::Pptx),
    ];
    Ok(main.into_iter().find(|(name, _)| has(name)).map_or(Kind::Zip, |(_, kind)| kind))
}

/// OpenDocument says what it is in its first entry, unpacked.
fn open_document(archive: &mut zip::ZipArchive<BufReader<File>>) -> Option<Kind> {
    let mut entry = archive.by_name("mimetype").ok()?;
    let mut said = String::new();
    entry.by_ref().take(100).read_to_string(&mut said).ok()?;
    [Kind::Odt, Kind::Ods, Kind::Odp].into_iter().find(|kind| kind.media_type() == said.trim())
}
