//! What a file is, decided by its content; what it calls itself must agree.

mod container;
mod judge;
mod purpose;
mod sniff;
#[cfg(test)]
mod tests;

pub(crate) use judge::judge;
pub use purpose::{ATTACHMENT, DOCUMENT, IMAGE, MEDIA, Purpose, TABLE};
pub(crate) use sniff::sniff;

/// A kind of file this program tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A photograph.
    Jpeg,
    /// A picture without loss.
    Png,
    /// A picture for the web.
    Webp,
    /// A picture of few colours, perhaps moving.
    Gif,
    /// A document as printed.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PowerPoint.
    Pptx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument table.
    Ods,
    /// OpenDocument slides.
    Odp,
    /// Word before 2007.
    Doc,
    /// Excel before 2007.
    Xls,
    /// PowerPoint before 2007.
    Ppt,
    /// Plain text.
    Text,
    /// A table as text.
    Csv,
    /// Structured text, such as an electronic invoice.
    Xml,
    /// An archive.
    Zip,
    /// An archive.
    Rar,
    /// An archive.
    SevenZip,
    /// A film.
    Mp4,
    /// A film.
    Webm,
    /// Sound.
    Mp3,
    /// Sound.
    M4a,
    /// Sound.
    Ogg,
    /// Sound.
    Wav,
    /// A drawing that may carry scripts.
    Svg,
    /// A web page.
    Html,
    /// An office document with macros.
    Macro,
    /// A program or a script.
    Program,
    /// Anything else.
    Unknown,
}

/// What is known of a kind.
struct Facts {
    kind: Kind,
    /// What people call it, in every language.
    label: &'static str,
    media_type: &'static str,
    /// How names of such files end; the first is the usual one.
    extensions: &'static [&'static str],
    /// What else browsers take such files for.
    aliases: &'static [&'static str],
}

macro_rules! facts {
    ($($kind:ident, $label:literal, $media:literal, [$($ext:literal),*], [$($alias:literal),*];)*) => {
        &[$(Facts {
            kind: Kind::$kind, label: $label, media_type: $media, extensions: &[$($ext),*], aliases: &[$($alias),*],
        }),*]
    };
}

#[rustfmt::skip]
static FACTS: &[Facts] = facts! {
    Jpeg, "JPEG", "image/jpeg", ["jpg", "jpeg", "jpe", "jfif"], ["image/jpg", "image/pjpeg"];
    Png, "PNG", "image/png", ["png"], ["image/x-png"];
    Webp, "WebP", "image/webp", ["webp"], [];
    Gif, "GIF", "image/gif", ["gif"], [];
    Pdf, "PDF", "application/pdf", ["pdf"], ["application/x-pdf"];
    Docx, "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx"], ["application/msword", "application/zip"];
    Xlsx, "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx"], ["application/vnd.ms-excel", "application/zip"];
    Pptx, "PPTX", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ["pptx"], ["application/vnd.ms-powerpoint", "application/zip"];
    Odt, "ODT", "application/vnd.oasis.opendocument.text", ["odt"], ["application/zip"];
    Ods, "ODS", "application/vnd.oasis.opendocument.spreadsheet", ["ods"], ["application/zip"];
    Odp, "ODP", "application/vnd.oasis.opendocument.presentation", ["odp"], ["application/zip"];
    Doc, "DOC", "application/msword", ["doc"], [];
    Xls, "XLS", "application/vnd.ms-excel", ["xls"], [];
    Ppt, "PPT", "application/vnd.ms-powerpoint", ["ppt"], [];
    Text, "TXT", "text/plain", ["txt", "log", "md"], ["text/markdown", "text/x-log"];
    Csv, "CSV", "text/csv", ["csv"], ["text/plain", "application/vnd.ms-excel", "application/csv"];
    Xml, "XML", "application/xml", ["xml"], ["text/xml", "text/plain"];
    Zip, "ZIP", "application/zip", ["zip"], ["application/x-zip-compressed", "application/x-zip"];
    Rar, "RAR", "application/vnd.rar", ["rar"], ["application/x-rar-compressed", "application/x-compressed"];
    SevenZip, "7Z", "application/x-7z-compressed", ["7z"], ["application/x-compressed"];
    Mp4, "MP4", "video/mp4", ["mp4", "m4v", "mov"], ["video/x-m4v", "video/quicktime"];
    Webm, "WebM", "video/webm", ["webm"], ["audio/webm"];
    Mp3, "MP3", "audio/mpeg", ["mp3"], ["audio/mp3"];
    M4a, "M4A", "audio/mp4", ["m4a"], ["audio/x-m4a", "audio/m4a", "video/mp4"];
    Ogg, "OGG", "audio/ogg", ["ogg", "oga", "opus"], ["video/ogg", "application/ogg", "audio/opus"];
    Wav, "WAV", "audio/wav", ["wav"], ["audio/x-wav", "audio/wave", "audio/vnd.wave"];
    Svg, "SVG", "image/svg+xml", ["svg"], ["application/xml", "text/xml"];
    Html, "HTML", "text/html", ["html", "htm", "xhtml"], ["application/xhtml+xml"];
    Macro, "DOCM/XLSM/PPTM", "application/vnd.ms-office", ["docm", "xlsm", "pptm"], [];
    Program, "EXE", "application/x-executable", ["exe", "dll", "sh", "bat", "js"], [];
    Unknown, "?", "application/octet-stream", [], [];
};

impl Kind {
    fn facts(self) -> &'static Facts {
        // The last row stands for every kind without one of its own.
        FACTS.iter().find(|f| f.kind == self).unwrap_or(&FACTS[FACTS.len() - 1])
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.facts().label
    }

    /// The media type it is sent with.
    pub fn media_type(self) -> &'static str {
        self.facts().media_type
    }

    /// The usual ending of its files' names, without the dot.
    pub fn extension(self) -> &'static str {
        self.facts().extensions.first().copied().unwrap_or("bin")
    }

    pub(crate) fn extensions(self) -> &'static [&'static str] {
        self.facts().extensions
    }

    /// The kind sent with this media type.
    pub(crate) fn of_media_type(media_type: &str) -> Self {
        FACTS.iter().find(|f| f.media_type == media_type).map_or(Self::Unknown, |f| f.kind)
    }

    /// Whether a browser may take this kind for what it says it is.
    fn answers_to(self, media_type: &str) -> bool {
        self.media_type() == media_type || self.facts().aliases.contains(&media_type)
    }

    /// Whether it is a picture this program can open.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Gif)
    }

    /// Whether a browser shows it in its own window instead of keeping it: what cannot carry scripts of ours.
    pub const fn is_shown(self) -> bool {
        self.is_image()
            || matches!(
                self,
                Self::Pdf | Self::Mp4 | Self::Webm | Self::Mp3 | Self::M4a | Self::Ogg | Self::Wav
            )
    }
}
