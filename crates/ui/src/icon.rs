use std::fmt;

/// SVG that is written into a page as it is. Only this crate makes it, from fixed drawings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawing {
    open: &'static str,
    body: &'static str,
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.open)?;
        f.write_str(self.body)?;
        f.write_str("</svg>")
    }
}

impl askama::filters::HtmlSafe for Drawing {}

/// The brand mark: a gold star on a disc of lacquer.
pub const fn mark() -> Drawing {
    Drawing {
        open: r#"<svg viewBox="0 0 44 44" aria-hidden="true" focusable="false">"#,
        body: r##"<circle cx="22" cy="22" r="21" fill="#9b1c1c" stroke="#d9a441" stroke-width="2"/><circle cx="22" cy="22" r="17.5" fill="none" stroke="#d9a441" stroke-opacity=".45" stroke-dasharray="1 2.05"/><path d="M22 8.5l3.1 9h9.6l-7.7 5.7 2.9 9.2-7.9-5.6-7.9 5.6 2.9-9.2-7.7-5.7h9.6z" fill="#e9b950"/>"##,
    }
}

/// The icon of a name, 24 units square, drawn with one stroke width; an unknown name draws nothing. Icons only
/// accompany words, so they are hidden from screen readers.
pub fn icon(name: &str) -> Drawing {
    let body = ICONS.iter().find(|(known, _)| *known == name).map_or("", |(_, body)| body);
    Drawing { open: r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">"#, body }
}

/// Every icon: its name and its drawing.
pub static ICONS: &[(&str, &str)] = &[
    ("alert", r#"<path d="M12 4l9 16H3z"/><path d="M12 10v4M12 17v.01"/>"#),
    ("arrow-left", r#"<path d="M19 12H5M11 6l-6 6 6 6"/>"#),
    ("arrow-down", r#"<path d="M12 5v14M6 13l6 6 6-6"/>"#),
    ("arrow-right", r#"<path d="M5 12h14M13 6l6 6-6 6"/>"#),
    ("arrow-up", r#"<path d="M12 19V5M6 11l6-6 6 6"/>"#),
    ("bell", r#"<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 19.500a2 2 0 0 0 4 0M12 5V3"/>"#),
    (
        "birth",
        r#"<circle cx="12" cy="13" r="7"/><path d="M12 6c0-2 2-3 3-2M9.5 12v.01M14.5 12v.01M9.5 15.5c1.5 1.3 3.5 1.3 5 0"/>"#,
    ),
    ("bold", r#"<path d="M8 5h5a3.5 3.5 0 0 1 0 7H8zM8 12h6a3.5 3.5 0 0 1 0 7H8z"/>"#),
    (
        "book",
        r#"<path d="M12 6c-2-1.5-5-2-8-1.5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5v-13c-3-.5-6 0-8 1.5zM12 6v13"/>"#,
    ),
    ("building", r#"<path d="M4 21h16M5 10h14M12 3l8 5v2H4V8zM7 10v8M12 10v8M17 10v8M5 18h14v3H5z"/>"#),
    (
        "business",
        r#"<path d="M4 10v10h16V10M3 7l2-4h14l2 4c0 2-3 3-4.5 1C15 10 12.5 10 12 8c-1 2-3.5 2-4.5 0C6 10 3 9 3 7zM10 20v-5h4v5"/>"#,
    ),
    ("calendar", r#"<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>"#),
    ("check", r#"<path d="M5 12.5l4.5 4.5L19 7.5"/>"#),
    ("clock", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>"#),
    ("close", r#"<path d="M6 6l12 12M18 6L6 18"/>"#),
    ("document", r#"<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>"#),
    ("download", r#"<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14"/>"#),
    ("edit", r#"<path d="M5 19l1-4L16 5l3 3L9 18zM14 7l3 3"/>"#),
    ("external", r#"<path d="M18 13v6H5V6h6M14 4h6v6M20 4l-9 9"/>"#),
    ("filter", r#"<path d="M4 6h16M7 12h10M10 18h4"/>"#),
    ("flag", r#"<path d="M6 21V4c4-2 7 2 12 0v9c-5 2-8-2-12 0"/>"#),
    (
        "globe",
        r#"<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c3 3 3 14 0 17M12 3.5c-3 3-3 14 0 17"/>"#,
    ),
    (
        "health",
        r#"<path d="M12 20s-8-4.800-8-10.5A4.300 4.300 0 0 1 12 7a4.300 4.300 0 0 1 8 2.5C20 15.200 12 20 12 20z"/><path d="M9 12h6M12 9v6"/>"#,
    ),
    ("home", r#"<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/>"#),
    ("house", r#"<path d="M3 11l9-7 9 7M5 10v7h14v-7M7 17v4M12 17v4M17 17v4M10 17v-5h4v5"/>"#),
    (
        "image",
        r#"<rect x="4" y="5" width="16" height="14" rx="2"/><path d="M4 16l4.500-4.500 4 4 3-3L20 17M15 9.500v.01"/>"#,
    ),
    ("italic", r#"<path d="M10 5h7M7 19h7M14 5l-4 14"/>"#),
    (
        "link",
        r#"<path d="M10 14a4 4 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5"/>"#,
    ),
    ("list", r#"<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01"/>"#),
    ("list-numbers", r#"<path d="M10 6h10M10 12h10M10 18h10M4 4.5h1.5V9M4 13h3l-3 4h3"/>"#),
    ("mail", r#"<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3.5 7l8.5 6 8.5-6"/>"#),
    (
        "map-pin",
        r#"<path d="M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11z"/><circle cx="12" cy="10" r="2.5"/>"#,
    ),
    (
        "marriage",
        r#"<circle cx="9" cy="14.5" r="5.5"/><circle cx="15" cy="14.5" r="5.5"/><path d="M9 9l-1.5-2L9 4.5 10.5 7z"/>"#,
    ),
    ("megaphone", r#"<path d="M4 10v4h3l9 4V6l-9 4zM7 14l1.5 5M19 10c1 1 1 3 0 4"/>"#),
    ("menu", r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#),
    (
        "money",
        r#"<rect x="3" y="6" width="18" height="12" rx="2"/><circle cx="12" cy="12" r="2.5"/><path d="M6.5 12v.01M17.5 12v.01"/>"#,
    ),
    (
        "person-help",
        r#"<circle cx="9" cy="7" r="3"/><path d="M4 20v-4c0-3 2-4.5 5-4.5s4 1 5 3l3 1 3-2M9 20v-4"/>"#,
    ),
    (
        "phone",
        r#"<path d="M6 3h3.5l1.5 5-2 1.5a11 11 0 0 0 5.5 5.5L16 13l5 1.5V18a3 3 0 0 1-3 3C10 20.5 3.5 14 3 6a3 3 0 0 1 3-3z"/>"#,
    ),
    (
        "picture",
        r#"<rect x="4" y="5" width="16" height="14" rx="2"/><path d="M4 16l5-5 4 4 3-3 4 4M15.5 9v.01"/>"#,
    ),
    ("play", r#"<circle cx="12" cy="12" r="8.5"/><path d="M10 8.500l5.500 3.500-5.500 3.500z"/>"#),
    ("plus", r#"<path d="M12 5v14M5 12h14"/>"#),
    ("print", r#"<path d="M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z"/>"#),
    ("quote", r#"<path d="M5 6v12M9 8h10M9 12h10M9 16h6"/>"#),
    ("redo", r#"<path d="M16 5l4 4-4 4M20 9H10a5 5 0 0 0 0 10h4"/>"#),
    ("rss", r#"<path d="M5 5c8 0 14 6 14 14M5 11c5 0 8 3 8 8M6 18v.01"/>"#),
    ("school", r#"<path d="M2.5 9.5L12 5l9.5 4.5L12 14zM6.5 11.5v5c3 2.5 8 2.5 11 0v-5M21.5 9.5V15"/>"#),
    ("search", r#"<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>"#),
    (
        "share",
        r#"<circle cx="6" cy="12" r="2.5"/><circle cx="17.5" cy="5.5" r="2.5"/><circle cx="17.5" cy="18.5" r="2.5"/><path d="M8.200 10.800l7-4M8.200 13.200l7 4"/>"#,
    ),
    ("star", r#"<path d="M12 4l2.5 5.200 5.5.8-4 4 1 5.600-5-2.700-5 2.700 1-5.600-4-4 5.5-.8z"/>"#),
    ("table", r#"<rect x="4" y="5" width="16" height="14" rx="1"/><path d="M4 10h16M4 14.5h16M10 5v14"/>"#),
    ("text-size", r#"<path d="M3 18l5-12 5 12M4.800 14h6.400M15 18l3-7 3 7M16 16h4"/>"#),
    ("undo", r#"<path d="M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4"/>"#),
    ("user", r#"<circle cx="12" cy="8" r="4"/><path d="M5 20c.5-4 3-6 7-6s6.5 2 7 6"/>"#),
    (
        "users",
        r#"<circle cx="9" cy="8" r="3.5"/><path d="M3 20c.3-4 2.5-5.5 6-5.5s5.700 1.5 6 5.5M15.5 5a3.5 3.5 0 0 1 0 6.5M17.5 14.5c2.300.6 3.300 2.5 3.5 5.5"/>"#,
    ),
];
