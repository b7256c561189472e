//! The marks an entry is written in, and what becomes of them.
//!
//! A part of Markdown: headings, paragraphs, lists, quotes, tables, bold, italic, links. Nothing a writer types can
//! become markup of its own: tags are shown as the characters they are, pictures are reduced to their description,
//! and links lead only where [`is_safe`] allows.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

fn parse(body: &str) -> Parser<'_> {
    Parser::new_ext(body, Options::ENABLE_TABLES)
}

/// The text as HTML that may stand in a page as it is.
pub fn to_html(body: &str) -> String {
    // Whether each link being open leads somewhere.
    let mut links = Vec::new();
    let events = parse(body).filter_map(|event| {
        Some(match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
                level: below_title(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_title(level))),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                links.push(is_safe(&dest_url));
                if !is_safe(&dest_url) {
                    return None;
                }
                let (title, id) = (CowStr::from(""), CowStr::from(""));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link))?,
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            // Alignment would become a style attribute, which the security policy forbids.
            Event::Start(Tag::Table(columns)) => {
                Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()]))
            }
            Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)),
            other => other,
        })
    });
    let mut rendered = String::with_capacity(body.len() * 5 / 4);
    html::push_html(&mut rendered, events);
    rendered
}

/// The addresses of links that [`to_html`] leaves out, as typed.
pub fn dropped(body: &str) -> Vec<String> {
    parse(body)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) if !is_safe(&dest_url) => Some(dest_url.into_string()),
            _ => None,
        })
        .collect()
}

/// The text without marks, for the search index and for descriptions.
pub fn to_text(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    for event in parse(body) {
        match event {
            Event::Text(t) | Event::Code(t) => text.push_str(&t),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::TableCell) => text.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead,
            ) => text.push('\n'),
            _ => {}
        }
    }
    text.trim_end().to_owned()
}

/// The page's first heading is the title; those of the text stand below it.
const fn below_title(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H2,
        HeadingLevel::H3 => HeadingLevel::H3,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H4,
    }
}

/// Whether a link may lead there: web, mail and telephone addresses, and places on the portal itself.
pub fn is_safe(address: &str) -> bool {
    // Browsers skip such characters inside a scheme, so "java\nscript:" would run.
    if address.is_empty() || address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return false;
    }
    if address.starts_with('#') || (address.starts_with('/') && !address.starts_with("//")) {
        return true;
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "tel"))
}
