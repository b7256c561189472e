//! What somebody asked to be told by mail, and under which address. Pure: no database, no clock.

use std::fmt;

use base::{Id, Timestamp};
use kernel::{Secret, Subject};
use sea_orm::prelude::Uuid;

use crate::{
    entry::{Kind, field::Shape},
    site::Site,
    typed,
};

/// What digests of addresses are for.
const ADDRESS: &str = "portal.mailing.address";
/// What digests of mailboxes are for.
const MAILBOX: &str = "portal.mailing.mailbox";

/// A mail address as somebody typed it, checked. It shows itself to nobody but whoever writes the letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address, if letters can be sent there: letters, digits and the signs addresses are made of, and nothing by which
    /// a line of a letter's head could be ended.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (local, domain) = typed.split_once('@')?;
        let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        let local_good =
            local.len() <= 64 && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom));
        let label = |label: &str| {
            let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
            (1..=63).contains(&label.len())
                && label.chars().all(good)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let last = domain.rsplit('.').next().unwrap_or_default();
        let domain_good = domain.split('.').all(label) && last.chars().any(|c| c.is_ascii_alphabetic());
        (typed::is_mail(typed) && local_good && domain_good).then(|| Self(typed.to_owned()))
    }

    /// The address in the open, for the letter.
    pub fn open(&self) -> &str {
        &self.0
    }

    /// By what it is recognised: made with our key, so that nobody else can tell an address by it.
    pub fn digest(&self, secret: &Secret) -> String {
        secret.sign(ADDRESS, &self.0.to_lowercase())
    }

    /// By what the mailbox behind it is recognised. Many servers put `a.b+c@d` and `ab@d` into one box, so that somebody
    /// could be sent as many letters as there are ways to write it.
    pub fn mailbox(&self, secret: &Secret) -> String {
        let lower = self.0.to_lowercase();
        let (local, domain) = lower.split_once('@').unwrap_or((lower.as_str(), ""));
        let local = local.split('+').next().unwrap_or_default().replace('.', "");
        secret.sign(MAILBOX, &format!("{local}@{domain}"))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// What somebody is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What is published in a section, of one category or of all.
    Section(&'static Kind, Option<&'static str>),
    /// New versions of one entry.
    Entry(Uuid),
}

impl Topic {
    /// As it is kept and as forms say it.
    pub fn code(&self) -> String {
        match self {
            Self::Section(kind, None) => format!("section:{}", kind.name),
            Self::Section(kind, Some(word)) => format!("section:{}:{word}", kind.name),
            Self::Entry(id) => format!("entry:{id}"),
        }
    }

    /// The topic of a code; nothing for what no section and no category is.
    pub fn parse(code: &str) -> Option<Self> {
        let (what, rest) = code.split_once(':')?;
        match what {
            "entry" => rest.parse().ok().map(Self::Entry),
            "section" => {
                let (name, word) =
                    rest.split_once(':').map_or((rest, None), |(name, word)| (name, Some(word)));
                let kind = Kind::by_name(name)?;
                let Some(word) = word else { return Some(Self::Section(kind, None)) };
                words(kind).iter().find(|known| **known == word).map(|word| Self::Section(kind, Some(word)))
            }
            _ => None,
        }
    }

    /// The topics of what is published under a kind and this category.
    pub fn of_entry(kind: &'static Kind, category: &str) -> Vec<Self> {
        let own = words(kind).iter().find(|known| **known == category);
        [Some(Self::Section(kind, None)), own.map(|word| Self::Section(kind, Some(word)))]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// The categories of a section: the words of the first field by which its list is narrowed.
fn words(kind: &'static Kind) -> &'static [&'static str] {
    match kind.facets().next().map(|field| field.shape) {
        Some(Shape::Choice(words)) => words,
        _ => &[],
    }
}

/// How soon somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// By a letter for each.
    Each,
    /// By one letter every morning on which there is something.
    Daily,
}

impl Pace {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Each, Self::Daily];

    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Daily => "daily",
        }
    }

    /// The text key of what the reader chooses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Each => "portal.mailing.pace.each",
            Self::Daily => "portal.mailing.pace.daily",
        }
    }

    /// The pace of a word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.code() == code)
    }
}

/// One address that is told of one topic.
#[derive(Clone, Debug)]
pub struct Mailing {
    /// Its identifier.
    pub id: Id<Mailing>,
    /// The site.
    pub site: Id<Site>,
    /// That site's agency.
    pub agency: Uuid,
    /// What of.
    pub topic: Topic,
    /// How soon.
    pub pace: Pace,
    /// The digest of the address.
    pub digest: String,
    /// When its reader said that the address is theirs; nothing is sent before.
    pub confirmed_at: Option<Timestamp>,
}

/// The journal names it by identifier, which leads to nobody once it is deleted.
impl Subject for Mailing {
    const KIND: &'static str = "mailing";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}
