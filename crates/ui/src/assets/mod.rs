//! Styles, scripts, fonts and pictures, built by `web/` and embedded in the program.

mod generated;

/// A file the program serves under `/assets/`. Its address carries a hash of its content, so it may be cached for
/// ever: `Cache-Control: public, max-age=31536000, immutable`.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name in `web/dist/`, for example `app.css` or `pictures/tea-hills.svg`.
    pub name: &'static str,
    /// Its address, for example `/assets/app.3fa9c1d2.css`.
    pub path: &'static str,
    /// Its media type, as the `Content-Type` header says it.
    pub content_type: &'static str,
    /// Its content, uncompressed: whoever serves it compresses it once.
    pub bytes: &'static [u8],
}

/// Every file served under `/assets/`.
pub fn all() -> &'static [Asset] {
    generated::ASSETS
}

/// The address of a file by its name. An unknown name answers with an empty address, which no page links to by
/// accident: a test asks for every name the templates use.
pub fn href(name: &str) -> &'static str {
    all().iter().find(|asset| asset.name == name).map_or("", |asset| asset.path)
}

/// The content of a file by its name, or `None`.
pub fn find(name: &str) -> Option<&'static Asset> {
    all().iter().find(|asset| asset.name == name)
}
