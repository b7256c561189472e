//! What would make a text easier to read, or readable at all for those who do not see it. Advice, never a refusal: what
//! must be is asked for on handing over. Accessibility: WCAG 2.0 (1.1.1, 1.3.1, 2.4.4); plain language is our own.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ui::Message;

use super::content::Content;

/// Longest sentence that is read at one go, in syllables: Vietnamese writes each as a word.
const SENTENCE: usize = 45;
/// Longest paragraph, in syllables: a phone's screen.
const PARAGRAPH: usize = 160;
/// Letters from which capitals are shouting, not a name's abbreviation.
const CAPITALS: usize = 16;
/// Words of links that say nothing of where they lead, without accents.
const EMPTY_WORDS: [&str; 10] =
    ["tai day", "day", "o day", "xem them", "chi tiet", "link", "here", "click here", "more", "bam vao day"];

/// What could be better.
pub fn of(content: &Content) -> Vec<Message> {
    let mut hints = Vec::new();
    if is_shouting(&content.title) {
        hints.push(Message::new("portal.entry.hint.title_capitals"));
    }
    if content.title.ends_with('.') {
        hints.push(Message::new("portal.entry.hint.title_stop"));
    }
    let text = Text::read(&content.body);
    let long = text.paragraphs.iter().chain([&content.summary]).flat_map(|p| sentences(p));
    let long = long.filter(|sentence| syllables(sentence) > SENTENCE).count();
    let mut count = |n: usize, key: &'static str| {
        if n > 0 {
            hints.push(Message::new(key).with("n", n));
        }
    };
    count(text.bare, "portal.entry.hint.alt");
    count(text.vague, "portal.entry.hint.link");
    count(text.addresses, "portal.entry.hint.address");
    count(text.skipped, "portal.entry.hint.heading");
    count(text.bold, "portal.entry.hint.bold");
    count(long, "portal.entry.hint.sentence");
    count(text.paragraphs.iter().filter(|p| syllables(p) > PARAGRAPH).count(), "portal.entry.hint.paragraph");
    count(text.paragraphs.iter().filter(|p| is_shouting(p)).count(), "portal.entry.hint.capitals");
    hints
}

/// What a text is made of, as far as advice goes.
#[derive(Default)]
struct Text {
    paragraphs: Vec<String>,
    /// Pictures without words.
    bare: usize,
    /// Links whose words say nothing.
    vague: usize,
    /// Links whose words are their address.
    addresses: usize,
    /// Headings that leave out a level.
    skipped: usize,
    /// Paragraphs that are bold from end to end: headings in disguise.
    bold: usize,
}

impl Text {
    fn read(body: &str) -> Self {
        let mut text = Self { bare: super::body::undescribed(body), ..Self::default() };
        let (mut paragraph, mut link) = (String::new(), None::<String>);
        let (mut strong, mut in_bold, mut level) = (0usize, 0usize, 2u8);
        for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Paragraph) => {
                    paragraph.clear();
                    in_bold = 0;
                }
                Event::End(TagEnd::Paragraph) => {
                    if !paragraph.is_empty()
                        && in_bold == paragraph.chars().count()
                        && syllables(&paragraph) < 20
                    {
                        text.bold += 1;
                    }
                    text.paragraphs.push(std::mem::take(&mut paragraph));
                }
                Event::Start(Tag::Strong) => strong += 1,
                Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
                Event::Start(Tag::Link { .. }) => link = Some(String::new()),
                Event::End(TagEnd::Link) => text.link(link.take().unwrap_or_default().trim()),
                Event::Start(Tag::Heading { level: next, .. }) => {
                    let next = match next {
                        HeadingLevel::H1 | HeadingLevel::H2 => 2,
                        HeadingLevel::H3 => 3,
                        _ => 4,
                    };
                    text.skipped += usize::from(next > level + u8::from(level >= 2));
                    level = next;
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some(link) = &mut link {
                        link.push_str(&words);
                    }
                    paragraph.push_str(&words);
                    if strong > 0 {
                        in_bold += words.chars().count();
                    }
                }
                Event::SoftBreak | Event::HardBreak => paragraph.push(' '),
                _ => {}
            }
        }
        text
    }

    fn link(&mut self, words: &str) {
        let folded = base::text::fold(words);
        if EMPTY_WORDS.contains(&folded.trim_matches(|c: char| !c.is_alphanumeric())) {
            self.vague += 1;
        } else if words.starts_with("http") || words.starts_with("www.") {
            self.addresses += 1;
        }
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', ';', '…'])
}

fn syllables(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

fn is_shouting(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (upper, all) =
        letters.fold((0, 0), |(upper, all), c| (upper + usize::from(c.is_uppercase()), all + 1));
    all >= CAPITALS && upper * 10 >= all * 9
}
