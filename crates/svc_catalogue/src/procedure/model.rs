//! What a procedure is: its code, at which level it is done, how it may be handed in, how long it takes, what it costs.

use base::{Id, LocalDate, Timestamp, Vnd};
use serde::{Deserialize, Serialize};

use super::{layers::Layers, place};

/// The code of a procedure in the national database: `1.004884`, of one of its cases: `1.001193.01`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// Reads a code. Besides the regular form the national database carries a few of its own making, with up to nine
    /// digits or a word behind a dash (`1.014955-Xoa`); they name real entries, so they are taken as they are.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (head, rest) = text.split_once('.')?;
        let first = matches!(head.as_bytes(), [b'1'..=b'9']);
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, tail) = rest.split_at(end);
        let tail_is_case = tail.is_empty()
            || matches!(tail.as_bytes(), [b'.', a, b] if a.is_ascii_digit() && b.is_ascii_digit());
        let tail_is_word = tail
            .strip_prefix('-')
            .is_some_and(|w| !w.is_empty() && w.len() <= 8 && w.bytes().all(|b| b.is_ascii_alphanumeric()));
        let known = first && (6..=9).contains(&digits.len()) && (tail_is_case || tail_is_word);
        known.then(|| Self(text.to_owned()))
    }

    /// Whether the code has the form the rules give it: a digit, a dot, six digits, perhaps a case.
    pub fn is_regular(&self) -> bool {
        let digits = self.0.bytes().skip(2).take_while(u8::is_ascii_digit).count();
        digits == 6 && !self.0.contains('-')
    }

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The level of government at which a procedure is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Commune.
    #[serde(rename = "xa")]
    Commune,
    /// District; none since 1 July 2025, kept for what was imported before.
    #[serde(rename = "huyen")]
    District,
    /// Province.
    #[serde(rename = "tinh")]
    Province,
    /// Ministry.
    #[serde(rename = "bo")]
    Ministry,
}

impl Level {
    /// Every level, from the nearest to people.
    pub const ALL: [Self; 4] = [Self::Commune, Self::District, Self::Province, Self::Ministry];

    /// The word for it in files, addresses and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Commune => "xa",
            Self::District => "huyen",
            Self::Province => "tinh",
            Self::Ministry => "bo",
        }
    }

    /// The level of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == word.trim())
    }

    /// Text key of its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Commune => "catalogue.procedure.level.commune",
            Self::District => "catalogue.procedure.level.district",
            Self::Province => "catalogue.procedure.level.province",
            Self::Ministry => "catalogue.procedure.level.ministry",
        }
    }
}

/// A way to hand in an application and to get its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Channel {
    /// In person at the one-stop desk.
    #[serde(rename = "truc-tiep")]
    Desk,
    /// By post.
    #[serde(rename = "buu-chinh")]
    Post,
    /// Online.
    #[serde(rename = "truc-tuyen")]
    Online,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Desk, Self::Post, Self::Online];

    /// Its letter in the national index.
    pub const fn letter(self) -> char {
        match self {
            Self::Desk => 'T',
            Self::Post => 'B',
            Self::Online => 'O',
        }
    }

    /// The word for it in addresses, in the search index and in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Desk => "truc-tiep",
            Self::Post => "buu-chinh",
            Self::Online => "truc-tuyen",
        }
    }

    /// The channel of a word from an address.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == word)
    }

    /// The channel by its name in the national database's details.
    pub fn from_source(word: &str) -> Option<Self> {
        match word {
            "DIRECT" => Some(Self::Desk),
            "POSTAL" => Some(Self::Post),
            "ONLINE" => Some(Self::Online),
            _ => None,
        }
    }

    /// Text key of its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Desk => "catalogue.procedure.channel.desk",
            Self::Post => "catalogue.procedure.channel.post",
            Self::Online => "catalogue.procedure.channel.online",
        }
    }

    /// Name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Desk => "building",
            Self::Post => "mail",
            Self::Online => "globe",
        }
    }

    /// The channels of a text of letters, in their own order; `None` for any other letter, a repeated one, or none.
    pub fn of_letters(letters: &str) -> Option<Vec<Self>> {
        let found: Vec<Self> = Self::ALL.into_iter().filter(|c| letters.contains(c.letter())).collect();
        (!found.is_empty() && found.len() == letters.chars().count()).then_some(found)
    }
}

/// In what a term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TermUnit {
    /// Working days.
    #[serde(rename = "ngay_lam_viec")]
    WorkingDay,
    /// Calendar days.
    #[serde(rename = "ngay")]
    Day,
    /// Working hours.
    #[serde(rename = "gio")]
    Hour,
    /// Months.
    #[serde(rename = "thang")]
    Month,
}

impl TermUnit {
    const ALL: [Self; 4] = [Self::WorkingDay, Self::Day, Self::Hour, Self::Month];

    /// The word for it in files and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::WorkingDay => "ngay_lam_viec",
            Self::Day => "ngay",
            Self::Hour => "gio",
            Self::Month => "thang",
        }
    }

    /// The unit of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.key() == word)
    }
}

/// How long a procedure takes from acceptance. Sources give fractions such as 6.25 days, so hundredths are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Hundredths of the unit; 0 working days means on the day itself.
    pub hundredths: i64,
    /// The unit.
    pub unit: TermUnit,
}

impl Term {
    /// Reads a quantity with at most two decimals, `7` or `6.25`, not above 10,000.
    pub fn parse(quantity: &str, unit: TermUnit) -> Option<Self> {
        let (whole, part) = quantity.split_once('.').unwrap_or((quantity, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 5 || part.len() > 2 || !digits(whole) || !digits(part) {
            return None;
        }
        let hundredths = whole.parse::<i64>().ok()? * 100 + format!("{part:0<2}").parse::<i64>().ok()?;
        (hundredths <= 1_000_000).then_some(Self { hundredths, unit })
    }
}

/// What a procedure costs, as far as the sources say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fee {
    /// Nothing.
    Free,
    /// This much.
    Fixed(Vnd),
    /// From this much, depending on the case.
    From(Vnd),
    /// By a rule the note names, often a resolution of the province's council.
    ByRule,
    /// The national index says 0. It says so also where the rate is the province's to set, so it is no promise.
    ListedZero,
    /// The sources do not say.
    Unknown,
}

impl Fee {
    /// The word for it in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Fixed(_) => "fixed",
            Self::From(_) => "from",
            Self::ByRule => "rule",
            Self::ListedZero => "listed_zero",
            Self::Unknown => "unknown",
        }
    }

    /// The amount, where there is one to name.
    pub const fn amount(self) -> Option<Vnd> {
        match self {
            Self::Free => Some(Vnd(0)),
            Self::Fixed(amount) | Self::From(amount) => Some(amount),
            Self::ByRule | Self::ListedZero | Self::Unknown => None,
        }
    }

    /// Put together again from the database.
    pub fn of(key: &str, amount: Option<i64>) -> Self {
        match (key, amount) {
            ("free", _) => Self::Free,
            ("fixed", Some(amount)) => Self::Fixed(Vnd(amount)),
            ("from", Some(amount)) => Self::From(Vnd(amount)),
            ("rule", _) => Self::ByRule,
            ("listed_zero", _) => Self::ListedZero,
            _ => Self::Unknown,
        }
    }
}

/// How far a procedure can be done online (Decree 224/2026/NĐ-CP art. 14–19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceLevel {
    /// From application to result.
    #[serde(rename = "toan_trinh")]
    Whole,
    /// In part.
    #[serde(rename = "mot_phan")]
    Part,
    /// Information only.
    #[serde(rename = "thong_tin")]
    Information,
}

impl ServiceLevel {
    /// The level of a word in a file.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "toan_trinh" => Some(Self::Whole),
            "mot_phan" => Some(Self::Part),
            "thong_tin" => Some(Self::Information),
            _ => None,
        }
    }

    /// Text key of its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Whole => "catalogue.procedure.service.whole",
            Self::Part => "catalogue.procedure.service.part",
            Self::Information => "catalogue.procedure.service.information",
        }
    }
}

/// A procedure with everything its sources say.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// Its identifier.
    pub id: Id<Self>,
    /// Its code.
    pub code: String,
    /// What each source says.
    pub layers: Layers,
    /// What is true taken together.
    pub facts: Facts,
    /// Of when the sources are: `2026-07`, or a day.
    pub as_of: String,
    /// When it last changed here.
    pub updated_at: Timestamp,
    /// Counts its changes.
    pub version: i64,
}

impl Procedure {
    /// How much it matters that it is found: those of other provinces come after all others.
    pub fn weight(&self) -> i64 {
        if self.facts.elsewhere().is_some() { -1 } else { self.layers.weight() }
    }
}

/// What is true of a procedure, all sources taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its full name.
    pub name: String,
    /// Where it is done.
    pub level: Level,
    /// Its sector.
    pub sector: String,
    /// Who does it; empty if the sources do not say.
    pub agency: String,
    /// How long it takes.
    pub term: Option<Term>,
    /// The term comes from the law of the sector as remembered, not from the national database.
    pub term_to_check: bool,
    /// What it costs.
    pub fee: Fee,
    /// What the source adds to the fee. May be empty.
    pub fee_note: String,
    /// How it may be handed in.
    pub channels: Vec<Channel>,
    /// What one gets.
    pub result: String,
    /// How far it can be done online, if known.
    pub service_level: Option<ServiceLevel>,
    /// When it came into force, if known.
    pub valid_from: Option<LocalDate>,
    /// Its last day, if it has one.
    pub valid_to: Option<LocalDate>,
}

impl Facts {
    /// The other province whose procedure it is, see [`place::elsewhere`]; `None` if it is ours or everybody's.
    pub fn elsewhere(&self) -> Option<&'static str> {
        place::elsewhere(&self.agency, &self.name)
    }
}

/// The key by which names are listed: the words for "procedure" with which half of them begin are passed over.
pub fn sort_key(name: &str) -> Vec<u8> {
    // Numbering and stray signs before the first letter are no part of the name.
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
    let mut words = name.splitn(3, ' ');
    let lead = (words.next(), words.next());
    let bare = match (lead, words.next()) {
        ((Some(first), Some(second)), Some(rest))
            if base::text::fold(first) == "thu" && base::text::fold(second) == "tuc" =>
        {
            rest
        }
        _ => name,
    };
    base::text::sort_key(bare).into_bytes()
}
