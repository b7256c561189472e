//! The fields a kind of entry declares: how each is asked for, checked, kept and shown. What is kept is text, so that
//! another kind needs no other table; rows are lists of such texts.

mod ask;
mod derived;
mod read;
mod show;
mod values;

pub use ask::{Asked, Offered, ask};
pub use derived::{Known, Work, Worked};
pub use read::read;
pub use show::{Fact, facts};
pub use values::{Fields, Row};

/// A field of a kind. Its words are `portal.kind.{kind}.{name}`; fields many kinds have are `portal.field.{name}`.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in forms, in what is kept, and in text keys.
    pub name: &'static str,
    /// What may be put into it.
    pub shape: Shape,
    /// Without it an entry is not handed over for review.
    pub required: bool,
    /// Readers narrow lists by it.
    pub facet: bool,
    /// Lists show it.
    pub listed: bool,
    /// Its words are those many kinds share.
    pub common: bool,
    /// The field of a day or hour it must not lie before.
    pub not_before: Option<&'static str>,
}

/// What may be put into a field.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One line of text.
    Line,
    /// Several lines of plain text.
    Text,
    /// A day, kept as ISO 8601.
    Day,
    /// A day and a time in Viet Nam, kept as `2026-03-02T08:00`.
    Moment,
    /// A whole number, not negative.
    Number,
    /// A year.
    Year,
    /// An amount of money in đồng, not negative.
    Money,
    /// An address on the web, or on this portal.
    Link,
    /// One of these words, each with the text `{field}.{word}`.
    Choice(&'static [&'static str]),
    /// A drawing, or a picture of the library, kept as its identifier.
    Picture,
    /// A document of the library, kept as its identifier.
    File,
    /// Another entry of the portal, kept as the end of its address.
    Entry,
    /// One of these words, which nobody types: it follows from the rest.
    Derived(&'static [&'static str], Work),
    /// The same few fields several times over.
    Rows(&'static [Field]),
}

/// Longest line, in characters.
pub const LINE_MAX: usize = 300;
/// Longest text of several lines, in characters.
pub const TEXT_MAX: usize = 4_000;
/// Most rows.
pub const ROWS_MAX: usize = 100;

impl Shape {
    /// The words one of which it holds, chosen or worked out.
    pub const fn words(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Choice(words) | Self::Derived(words, _) => Some(words),
            _ => None,
        }
    }
}

impl Field {
    const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, shape, required: false, facet: false, listed: false, common: false, not_before: None }
    }
    /// One line.
    pub const fn line(name: &'static str) -> Self {
        Self::new(name, Shape::Line)
    }
    /// Several lines.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, Shape::Text)
    }
    /// A day.
    pub const fn day(name: &'static str) -> Self {
        Self::new(name, Shape::Day)
    }
    /// A day and a time.
    pub const fn moment(name: &'static str) -> Self {
        Self::new(name, Shape::Moment)
    }
    /// A whole number.
    pub const fn number(name: &'static str) -> Self {
        Self::new(name, Shape::Number)
    }
    /// A year.
    pub const fn year(name: &'static str) -> Self {
        Self::new(name, Shape::Year)
    }
    /// Money.
    pub const fn money(name: &'static str) -> Self {
        Self::new(name, Shape::Money)
    }
    /// An address.
    pub const fn link(name: &'static str) -> Self {
        Self::new(name, Shape::Link)
    }
    /// One of several words.
    pub const fn choice(name: &'static str, words: &'static [&'static str]) -> Self {
        Self::new(name, Shape::Choice(words))
    }
    /// A picture.
    pub const fn picture(name: &'static str) -> Self {
        Self::new(name, Shape::Picture)
    }
    /// A document.
    pub const fn file(name: &'static str) -> Self {
        Self::new(name, Shape::File)
    }
    /// Another entry.
    pub const fn entry(name: &'static str) -> Self {
        Self::new(name, Shape::Entry)
    }
    /// One of several words, worked out.
    pub const fn derived(name: &'static str, words: &'static [&'static str], work: Work) -> Self {
        Self::new(name, Shape::Derived(words, work))
    }
    /// Documents that come with an entry, each with what it is.
    pub const ATTACHED: Self =
        Self::rows("files", &[Self::line("title").common(), Self::file("file").required().common()]).common();
    /// Rows of fields.
    pub const fn rows(name: &'static str, fields: &'static [Self]) -> Self {
        Self::new(name, Shape::Rows(fields))
    }
    /// Asked for before it is handed over.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }
    /// Lists are narrowed by it.
    #[must_use]
    pub const fn facet(self) -> Self {
        Self { facet: true, ..self }
    }
    /// Lists show it.
    #[must_use]
    pub const fn listed(self) -> Self {
        Self { listed: true, ..self }
    }
    /// Its words are those many kinds share.
    #[must_use]
    pub const fn common(self) -> Self {
        Self { common: true, ..self }
    }

    /// Not before the day or hour of another field.
    #[must_use]
    pub const fn not_before(self, other: &'static str) -> Self {
        Self { not_before: Some(other), ..self }
    }

    /// The fields of its rows; none of one that has no rows.
    pub const fn columns(&self) -> &'static [Self] {
        match self.shape {
            Shape::Rows(columns) => columns,
            _ => &[],
        }
    }

    /// Whether it holds one of a few words, or names something: nothing anybody would look for.
    pub const fn is_choice(&self) -> bool {
        matches!(
            self.shape,
            Shape::Choice(_) | Shape::Picture | Shape::File | Shape::Entry | Shape::Derived(..)
        )
    }

    /// The text key of its label in a kind.
    pub fn key(&self, kind: &str) -> String {
        if self.common {
            format!("portal.field.{}", self.name)
        } else {
            format!("portal.kind.{kind}.{}", self.name)
        }
    }

    /// The text key of one of its words. Their own table: a label's key cannot have others below it.
    pub fn word_key(&self, kind: &str, word: &str) -> String {
        if self.common {
            format!("portal.field_word.{}.{word}", self.name)
        } else {
            format!("portal.kind_word.{kind}.{}.{word}", self.name)
        }
    }
}
