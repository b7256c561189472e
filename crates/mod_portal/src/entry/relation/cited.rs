use base::LocalDate;

use super::FIELD;
use crate::entry::content::Content;

/// How a document stands to one it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It changes or adds to some of it.
    Amends,
    /// It takes its place.
    Replaces,
    /// It does away with it.
    Repeals,
    /// It mends an error in it.
    Corrects,
    /// It says how it is carried out.
    Guides,
    /// It was issued because of it.
    Rests,
}

impl Relation {
    /// All, the most telling first.
    pub const ALL: [Self; 6] =
        [Self::Amends, Self::Replaces, Self::Repeals, Self::Corrects, Self::Guides, Self::Rests];

    /// Their words, in that order.
    pub const WORDS: &'static [&'static str] =
        &["sua-doi", "thay-the", "bai-bo", "dinh-chinh", "huong-dan", "can-cu"];

    /// The word kept.
    pub const fn code(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The relation kept under this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.code() == code)
    }

    /// Whether the other document is no longer what it was: only those with power over it can do that.
    pub const fn changes(self) -> bool {
        !matches!(self, Self::Guides | Self::Rests)
    }
}

/// What a document says of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    pub relation: Relation,
    /// Its number, as written.
    pub number: String,
    /// The end of its address, where the writer named it.
    pub short: String,
    /// Which part of it; all of it where empty.
    pub part: String,
    /// From which day on.
    pub from: Option<LocalDate>,
}

impl Cited {
    /// One of which nothing is known but the end of its address.
    pub fn named(short: &str) -> Self {
        let (relation, short) = (Relation::Rests, short.to_owned());
        Self { relation, number: String::new(), short, part: String::new(), from: None }
    }

    /// By what it is found among the documents of the portal.
    pub fn key(&self) -> String {
        if self.short.is_empty() { key(&self.number) } else { self.short.clone() }
    }
}

/// A number as documents are found by it: without accents, capitals and spaces.
pub fn key(number: &str) -> String {
    base::text::fold(number).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The key of pages that name a document by its number: another may be meant from now on.
pub fn cited_key(number: &str) -> String {
    format!("cited:{number}")
}

/// What a document says of others. What has no day of its own holds from the day the document itself does.
pub fn cited(content: &Content) -> Vec<Cited> {
    let day = |text: &str| LocalDate::parse(text).ok();
    let effective = day(content.fields.text("effective"));
    let rows = content.fields.rows(FIELD.name).iter();
    rows.filter_map(|row| {
        let said = |name: &str| row.get(name).cloned().unwrap_or_default();
        Some(Cited {
            relation: Relation::parse(&said("relation"))?,
            number: said("number"),
            short: said("document"),
            part: said("part"),
            from: day(&said("from")).or(effective),
        })
    })
    .collect()
}

/// The row in which a document cites itself, and the column that says so. `short` is the end of its own address. A row that
/// names an address means what stands there, whatever its number: another site may have a document of the same number.
pub fn cites_itself(content: &Content, short: &str) -> Option<(usize, &'static str)> {
    let own = key(content.fields.text("number"));
    let mut rows = content.fields.rows(FIELD.name).iter().enumerate();
    rows.find_map(|(n, row)| match row.get("document").filter(|document| !document.is_empty()) {
        Some(document) => (document == short).then_some((n, "document")),
        None => {
            let number = row.get("number").map(|number| key(number));
            (!own.is_empty() && number.as_ref() == Some(&own)).then_some((n, "number"))
        }
    })
}

/// What a published document with the power to do so does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// What it does.
    pub relation: Relation,
    /// Whether to the whole of it.
    pub whole: bool,
    /// From which day on.
    pub from: LocalDate,
}

impl Effect {
    /// Whether nothing of the other document is in force from then on.
    pub const fn ends(&self) -> bool {
        self.whole && matches!(self.relation, Relation::Replaces | Relation::Repeals)
    }

    /// Whether some of the other document is no longer in force from then on, and the rest is. A correction takes nothing
    /// away: it says what was meant from the beginning.
    pub const fn lessens(&self) -> bool {
        matches!(self.relation, Relation::Amends | Relation::Replaces | Relation::Repeals) && !self.ends()
    }
}

/// The end of an entry's address, from the address or alone.
pub fn short(typed: &str) -> Option<String> {
    let path = typed.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let short = last.rsplit('-').next().unwrap_or_default().to_lowercase();
    // As `draft::short` makes them.
    let is_short = short.len() == 10
        && short.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
        && !short.contains(['i', 'l', 'o', 'u']);
    is_short.then_some(short)
}
