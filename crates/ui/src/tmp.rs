use crate::Page;
use askama::Template;
pub struct Link;
#[derive(Clone, Debug, Template)]
#[template(source = "{{ code }} {{ heading }} {{ text }}", ext = "html")]
pub struct ErrorPage {
    pub page: Page,
    pub code: u16,
    pub heading: String,
    pub text: String,
    pub action: Option<String>,
}
pub mod assets {
    pub struct Asset {
        pub name: &'static str,
        pub path: &'static str,
        pub content_type: &'static str,
        pub bytes: &'static [u8],
    }
    pub fn all() -> &'static [Asset] {
        &[]
    }
    pub fn href(_: &str) -> &'static str {
        ""
    }
}
pub mod gallery {
    use askama::Template;
    #[derive(Template)]
    #[template(source = "{{ page.title }}", ext = "html")]
    pub struct GalleryPage {
        pub page: crate::Page,
    }
    impl GalleryPage {
        pub fn new(page: crate::Page) -> Self {
            Self { page }
        }
    }
}
pub static LOCALE: crate::Locale = crate::Locale { vi: "", en: "" };
