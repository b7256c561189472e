//! The marks an entry is written in, and what becomes of them.
//!
//! A part of Markdown: headings, paragraphs, lists, quotes, tables, bold, italic, links, pictures of the library.
//! Nothing a writer types can become markup of its own: tags are shown as the characters they are, pictures from
//! elsewhere are reduced to their description, and links lead only where [`is_safe`] allows.

use askama::Template;
use base::Id;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use ui::Picture;

use crate::media::{self, Item, Media};

fn parse(body: &str) -> Parser<'_> {
    Parser::new_ext(body, Options::ENABLE_TABLES)
}

/// A picture of the library within a text.
#[derive(Template)]
#[template(path = "entry/templates/_figure.html")]
struct Figure<'a> {
    picture: Picture,
    caption: &'a str,
    credit: &'a str,
    /// Alone in its paragraph it stands with its caption, else within the line.
    alone: bool,
}

/// The text with its pictures drawn: each of the library becomes markup, a paragraph of nothing else gives way to it.
fn with_pictures<'a>(body: &'a str, media: &Media) -> Vec<Event<'a>> {
    let events: Vec<Event<'a>> = parse(body).collect();
    let mut drawn = Vec::with_capacity(events.len());
    let mut alone = false;
    let mut at = 0;
    while at < events.len() {
        match &events[at] {
            Event::Start(Tag::Paragraph) if is_only_pictures(&events[at + 1..], media) => alone = true,
            Event::End(TagEnd::Paragraph) if alone => alone = false,
            Event::SoftBreak if alone => {}
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let length = image_length(&events[at..]);
                let alt = plain(&events[at + 1..at + length]);
                match figure(media, dest_url, &alt, title, alone) {
                    Some(html) => drawn.push(Event::InlineHtml(html.into())),
                    None => drawn.push(Event::Text(alt.into())),
                }
                at += length;
            }
            // What looks like markup is what somebody typed.
            Event::Html(text) | Event::InlineHtml(text) => drawn.push(Event::Text(text.clone())),
            other => drawn.push(other.clone()),
        }
        at += 1;
    }
    drawn
}

/// How many events after its start a picture's end lies.
fn image_length(events: &[Event<'_>]) -> usize {
    let mut open = 0usize;
    for (n, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Image { .. }) => open += 1,
            Event::End(TagEnd::Image) if open == 1 => return n,
            Event::End(TagEnd::Image) => open -= 1,
            _ => {}
        }
    }
    events.len() - 1
}

/// Whether, until the paragraph's end, there is nothing but pictures of the library.
fn is_only_pictures(events: &[Event<'_>], media: &Media) -> bool {
    let is_picture = |address: &str| media.at(address).is_some_and(|shown| shown.look.picture.is_some());
    let mut at = 0;
    let mut any = false;
    while let Some(event) = events.get(at) {
        match event {
            Event::End(TagEnd::Paragraph) => return any,
            Event::SoftBreak => {}
            Event::Start(Tag::Image { dest_url, .. }) if is_picture(dest_url) => {
                any = true;
                at += image_length(&events[at..]);
            }
            _ => return false,
        }
        at += 1;
    }
    false
}

fn plain(events: &[Event<'_>]) -> String {
    let words = events.iter().filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    });
    words.collect()
}

fn figure(media: &Media, address: &str, alt: &str, title: &str, alone: bool) -> Option<String> {
    let shown = media.get(media::named(address)?)?;
    let details = &shown.item.details;
    let caption = if title.is_empty() { details.caption.as_str() } else { title };
    Figure { picture: shown.picture(alt)?, caption, credit: &details.credit, alone }.render().ok()
}

/// The items of the library a text names, in its order.
pub fn media(body: &str) -> Vec<Id<Item>> {
    let mut named = Vec::new();
    for event in parse(body) {
        if let Event::Start(Tag::Image { dest_url, .. } | Tag::Link { dest_url, .. }) = event
            && let Some(id) = media::named(&dest_url)
            && !named.contains(&id)
        {
            named.push(id);
        }
    }
    named
}

/// How many pictures of the library stand in the text without words on what they show.
pub fn undescribed(body: &str) -> usize {
    let events: Vec<Event<'_>> = parse(body).collect();
    let bare = |(n, event): (usize, &Event<'_>)| match event {
        Event::Start(Tag::Image { dest_url, .. }) if media::named(dest_url).is_some() => {
            plain(&events[n + 1..n + image_length(&events[n..])]).trim().is_empty()
        }
        _ => false,
    };
    events.iter().enumerate().filter(|&at| bare(at)).count()
}

/// The text as HTML that may stand in a page as it is, with what the library holds of it.
pub fn to_html(body: &str, media: &Media) -> String {
    // Whether each link being open leads somewhere, and what is said behind it.
    let mut links: Vec<(bool, Option<String>)> = Vec::new();
    let events = with_pictures(body, media).into_iter().flat_map(|event| {
        let mut after = None;
        let event = (|| {
            Some(match event {
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
                    let shown = media::named(&dest_url).and_then(|id| media.get(id));
                    links.push((is_safe(&dest_url), shown.map(|shown| format!(" ({})", shown.measure()))));
                    if !is_safe(&dest_url) {
                        return None;
                    }
                    let dest_url = shown.map_or(dest_url, |shown| shown.href().into());
                    let (title, id) = (CowStr::from(""), CowStr::from(""));
                    Event::Start(Tag::Link { link_type, dest_url, title, id })
                }
                Event::End(TagEnd::Link) => {
                    let (leads, said) = links.pop().unwrap_or_default();
                    after = said.map(|said| Event::Text(said.into()));
                    leads.then_some(Event::End(TagEnd::Link))?
                }
                // Alignment would become a style attribute, which the security policy forbids.
                Event::Start(Tag::Table(columns)) => {
                    Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()]))
                }
                Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)),
                other => other,
            })
        })();
        [event, after].into_iter().flatten()
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
