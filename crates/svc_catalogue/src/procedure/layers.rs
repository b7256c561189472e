//! What each source says of a procedure, and what is true when they are laid over each other.

use base::{LocalDate, Vnd};
use serde::{Deserialize, Serialize};

use super::model::{Channel, Facts, Fee, Level, ServiceLevel, Term};

/// Below this an amount in the national database is dollars, or has lost its thousands.
pub const LEAST_FEE: i64 = 2_000;
/// The national index cuts names after so many characters.
pub const NAME_CUT: usize = 240;

/// A line of the national index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The name, cut after [`NAME_CUT`] characters.
    pub name: String,
    /// The level.
    pub level: Level,
    /// The sector.
    pub sector: String,
    /// Who does it. May be empty.
    pub agency: String,
    /// How long it takes.
    pub term: Option<Term>,
    /// The fee. 0 is not to be relied on, see [`Fee::ListedZero`].
    pub fee: Option<i64>,
    /// Letters of the channels.
    pub channels: String,
    /// What one gets, cut.
    pub result: String,
    /// How far online, where the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_level: Option<ServiceLevel>,
    /// First day in force, where the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<LocalDate>,
    /// Last day in force, where the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<LocalDate>,
}

/// A procedure condensed by hand from its source and the law of its sector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condensed {
    /// The full name.
    pub name: String,
    /// The level.
    pub level: Level,
    /// The sector.
    pub sector: String,
    /// How long it takes.
    pub term: Option<Term>,
    /// The term was written from memory and needs checking.
    pub term_to_check: bool,
    /// The fee.
    pub fee: Option<i64>,
    /// What is to be known about the fee.
    pub fee_note: String,
    /// Letters of the channels.
    pub channels: String,
    /// The main papers in a few words.
    pub papers: String,
    /// What one gets, cut.
    pub result: String,
}

/// A procedure in full, as the national database publishes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The full name.
    pub name: String,
    /// The level.
    pub level: Level,
    /// The sector.
    pub sector: String,
    /// The decision that made it public.
    pub decision: Option<String>,
    /// Who may ask for it.
    #[serde(default)]
    pub audience: Vec<String>,
    /// Who does it.
    pub agency: Option<String>,
    /// Who decides.
    pub competent_agency: Option<String>,
    /// What is to be known about the time.
    pub time_note: Option<String>,
    /// The ways to hand it in.
    #[serde(default)]
    pub channels: Vec<Way>,
    /// What to bring.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// What happens, step by step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// What one gets.
    pub result: Option<String>,
    /// What has to be met.
    pub conditions: Option<String>,
    /// The law it rests on.
    #[serde(default)]
    pub legal_basis: Vec<String>,
}

/// One way to hand in, with its own time and fees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// `DIRECT`, `POSTAL` or `ONLINE`.
    pub channel: String,
    /// Quantity of time.
    pub time_qty: Option<serde_json::Number>,
    /// Unit of time.
    pub time_unit: Option<String>,
    /// Fees as the source writes them: `20000 VNĐ (…) | 0 VNĐ (…)`.
    #[serde(default)]
    pub fees: Vec<String>,
    /// What is to be known.
    pub note: Option<String>,
}

impl Way {
    /// How long it takes this way.
    pub fn term(&self) -> Option<Term> {
        let unit = super::model::TermUnit::parse(self.time_unit.as_deref()?)?;
        Term::parse(&self.time_qty.as_ref()?.to_string(), unit)
    }

    /// Its fees, each part by itself.
    pub fn fee_lines(&self) -> Vec<FeeLine> {
        self.fees.iter().flat_map(|raw| raw.split(" | ")).map(FeeLine::read).collect()
    }
}

/// A paper to bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// In which case; `None`: always.
    pub case: Option<String>,
    /// What it is.
    pub name: String,
    /// How many originals.
    #[serde(default)]
    pub original: u32,
    /// How many copies.
    #[serde(default)]
    pub copy: u32,
}

/// One fee of one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// The amount; `None` where the note is what counts or the figure cannot be right.
    pub amount: Option<Vnd>,
    /// The note. May be empty.
    pub note: String,
    /// The figure in the source that cannot be right.
    pub doubtful: Option<i64>,
}

impl FeeLine {
    /// Reads `20000 VNĐ (note)`. A text that was cut ends in `…`.
    fn read(raw: &str) -> Self {
        let raw = raw.trim();
        let digits = raw.find(|c: char| !c.is_ascii_digit()).unwrap_or(raw.len());
        let figure = raw[..digits].parse::<i64>().ok();
        let mut note = match raw.split_once('(') {
            Some((_, rest)) => match rest.strip_suffix(')') {
                Some(whole) => whole.trim().to_owned(),
                None => format!("{}…", rest.trim()),
            },
            None if figure.is_some() => String::new(),
            None => raw.to_owned(),
        };
        // Whole notes in brackets of their own, and dashes from lists, say nothing.
        while let Some(inner) = note.strip_prefix('(').and_then(|n| n.strip_suffix(')')) {
            note = inner.trim().to_owned();
        }
        note = note.trim_start_matches(['-', '/', ' ', ':']).to_owned();
        match figure {
            Some(0) if !says_something(&note) => {
                Self { amount: Some(Vnd(0)), note: String::new(), doubtful: None }
            }
            Some(0) | None => Self { amount: None, note, doubtful: None },
            Some(low) if low < LEAST_FEE => Self { amount: None, note, doubtful: Some(low) },
            Some(amount) => Self { amount: Some(Vnd(amount)), note, doubtful: None },
        }
    }
}

/// Beside a 0, a note of one or two words ("none") adds nothing.
fn says_something(note: &str) -> bool {
    note.split_whitespace().count() > 2
}

/// What the sources say, each by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// The national index.
    pub listed: Option<Listed>,
    /// Condensed by hand.
    pub condensed: Option<Condensed>,
    /// In full.
    pub detail: Option<Detail>,
}

/// What one line of a file says about one procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layer {
    /// A line of the index.
    Listed(Listed),
    /// A condensed one.
    Condensed(Condensed),
    /// A full one.
    Detail(Box<Detail>),
}

impl Layers {
    /// Lays what a file says in place of what the same kind of source said before.
    pub fn put(&mut self, layer: Layer) {
        match layer {
            Layer::Listed(listed) => self.listed = Some(listed),
            Layer::Condensed(condensed) => self.condensed = Some(condensed),
            Layer::Detail(detail) => self.detail = Some(*detail),
        }
    }

    /// What is true taken together: condensed before full before listed. `None` without any source.
    pub fn facts(&self) -> Option<Facts> {
        let (listed, condensed, detail) =
            (self.listed.as_ref(), self.condensed.as_ref(), self.detail.as_ref());
        let names = [listed.map(|l| &l.name), condensed.map(|c| &c.name), detail.map(|d| &d.name)];
        // The index cuts long names, so the longest is the whole one.
        let name = names.into_iter().flatten().max_by_key(|name| name.chars().count())?.clone();
        let level = detail.map(|d| d.level).or(condensed.map(|c| c.level)).or(listed.map(|l| l.level))?;
        let sector = first([
            listed.map(|l| l.sector.as_str()),
            detail.map(|d| d.sector.as_str()),
            condensed.map(|c| c.sector.as_str()),
        ]);
        let agency = first([
            listed.map(|l| l.agency.as_str()),
            detail.and_then(|d| d.agency.as_deref()),
            detail.and_then(|d| d.competent_agency.as_deref()),
        ]);
        let result = [
            detail.and_then(|d| d.result.as_deref()),
            condensed.map(|c| c.result.as_str()),
            listed.map(|l| l.result.as_str()),
        ];
        let letters = first([listed.map(|l| l.channels.as_str()), condensed.map(|c| c.channels.as_str())]);
        let channels = Channel::of_letters(&letters).unwrap_or_else(|| detail.map(ways).unwrap_or_default());
        let condensed_term = condensed.and_then(|c| c.term);
        let detail_term = detail.and_then(|d| d.channels.iter().find_map(Way::term));
        let (fee, fee_note) = self.fee();
        Some(Facts {
            name,
            level,
            sector,
            agency,
            term: condensed_term.or(detail_term).or(listed.and_then(|l| l.term)),
            term_to_check: condensed_term.is_some() && condensed.is_some_and(|c| c.term_to_check),
            fee,
            fee_note,
            channels,
            result: first(result),
            service_level: listed.and_then(|l| l.service_level),
            valid_from: listed.and_then(|l| l.valid_from),
            valid_to: listed.and_then(|l| l.valid_to),
        })
    }

    fn fee(&self) -> (Fee, String) {
        if let Some(condensed) = &self.condensed {
            match condensed.fee {
                Some(0) => return (Fee::Free, String::new()),
                Some(amount) => return (Fee::Fixed(Vnd(amount)), condensed.fee_note.clone()),
                None if !condensed.fee_note.is_empty() => return (Fee::ByRule, condensed.fee_note.clone()),
                None => {}
            }
        }
        let lines: Vec<FeeLine> =
            self.detail.iter().flat_map(|d| &d.channels).flat_map(Way::fee_lines).collect();
        if !lines.is_empty() {
            let mut amounts: Vec<i64> =
                lines.iter().filter_map(|l| l.amount).map(|a| a.0).filter(|a| *a > 0).collect();
            amounts.sort_unstable();
            amounts.dedup();
            let note = lines.iter().map(|l| l.note.as_str()).find(|n| !n.is_empty()).unwrap_or_default();
            return match amounts.as_slice() {
                [] if lines.iter().all(|l| l.amount.is_some()) => (Fee::Free, String::new()),
                [] if note.is_empty() => (Fee::Unknown, String::new()),
                [] => (Fee::ByRule, note.to_owned()),
                [only] => (Fee::Fixed(Vnd(*only)), String::new()),
                [least, ..] => (Fee::From(Vnd(*least)), String::new()),
            };
        }
        match self.listed.as_ref().and_then(|l| l.fee) {
            Some(0) => (Fee::ListedZero, String::new()),
            Some(amount) => (Fee::Fixed(Vnd(amount)), String::new()),
            None => (Fee::Unknown, String::new()),
        }
    }

    /// How much it matters that it is found: condensed ones are what most people come for.
    pub fn weight(&self) -> i64 {
        match (&self.condensed, &self.detail) {
            (Some(_), _) => 2,
            (None, Some(_)) => 1,
            (None, None) => 0,
        }
    }
}

fn ways(detail: &Detail) -> Vec<Channel> {
    let found: Vec<Channel> =
        detail.channels.iter().filter_map(|w| Channel::from_source(&w.channel)).collect();
    Channel::ALL.into_iter().filter(|c| found.contains(c)).collect()
}

fn first<const N: usize>(texts: [Option<&str>; N]) -> String {
    texts.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}
