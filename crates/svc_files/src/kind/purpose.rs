use super::Kind;

const MIB: u64 = 1024 * 1024;

/// What files are sent for: which kinds, and how large. Other crates declare their own as constants and make them
/// known with [`crate::declare`] at their start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// The word by which upload fields name it: `image`, or `module.what`.
    pub name: &'static str,
    /// The kinds it takes.
    pub kinds: &'static [Kind],
    /// The largest file in bytes; the setting `files_max_mib` holds as well.
    pub limit: u64,
    /// Pictures are made anew: turned the right way up, without place, camera and date, in several widths. Without
    /// it a file is kept byte by byte, as evidence must be.
    pub remake: bool,
}

/// Pictures for pages.
pub const IMAGE: Purpose = Purpose {
    name: "image",
    kinds: &[Kind::Jpeg, Kind::Png, Kind::Webp, Kind::Gif],
    limit: 20 * MIB,
    remake: true,
};

/// Documents.
pub const DOCUMENT: Purpose = Purpose {
    name: "document",
    kinds: &[Kind::Pdf, Kind::Docx, Kind::Xlsx, Kind::Odt],
    limit: 50 * MIB,
    remake: false,
};

/// Lists the program reads: a workbook, or text with commas, semicolons or tabs.
pub const TABLE: Purpose =
    Purpose { name: "table", kinds: &[Kind::Xlsx, Kind::Csv, Kind::Text], limit: 10 * MIB, remake: false };

/// Sound and film for pages.
pub const MEDIA: Purpose = Purpose {
    name: "media",
    kinds: &[Kind::Mp4, Kind::Webm, Kind::Mp3, Kind::M4a, Kind::Ogg, Kind::Wav],
    limit: 100 * MIB,
    remake: false,
};

/// Whatever belongs to a dossier or a letter, kept byte by byte.
pub const ATTACHMENT: Purpose = Purpose {
    name: "attachment",
    kinds: &[
        Kind::Pdf,
        Kind::Docx,
        Kind::Xlsx,
        Kind::Pptx,
        Kind::Odt,
        Kind::Ods,
        Kind::Odp,
        Kind::Doc,
        Kind::Xls,
        Kind::Ppt,
        Kind::Jpeg,
        Kind::Png,
        Kind::Webp,
        Kind::Gif,
        Kind::Text,
        Kind::Csv,
        Kind::Xml,
        Kind::Zip,
        Kind::Rar,
        Kind::SevenZip,
        Kind::Mp4,
        Kind::Webm,
        Kind::Mp3,
        Kind::M4a,
        Kind::Ogg,
        Kind::Wav,
    ],
    limit: 100 * MIB,
    remake: false,
};

impl Purpose {
    /// The purposes every program has.
    pub(crate) const COMMON: &'static [Self] = &[IMAGE, DOCUMENT, TABLE, MEDIA, ATTACHMENT];

    /// The kinds it takes as people call them.
    pub fn labels(&self) -> String {
        self.kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>().join(", ")
    }

    /// The kinds as the `accept` attribute of a file field wants them.
    pub fn accept(&self) -> String {
        let endings = self.kinds.iter().flat_map(|kind| kind.extensions()).map(|ending| format!(".{ending}"));
        endings.collect::<Vec<_>>().join(",")
    }
}
