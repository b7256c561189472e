//! A service and its rules.

use base::LocalDate;
use serde::{Deserialize, Serialize};
use svc_workflow::calendar::Term;

use super::fee::FeeRule;
use crate::procedure::{Channel, Code, ServiceLevel};

/// The model province's services.
const MODEL: &str = include_str!("../../seeds/services.toml");

/// Where a rule stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document, and the article where it is known.
    pub cite: String,
    /// Whether somebody compared the rule with the document's text.
    #[serde(default)]
    pub checked: bool,
    /// What whoever compares them has to know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One of several situations in which a procedure is done differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// By which rules name it.
    pub key: String,
    /// As people say it.
    pub title: String,
}

/// In how long it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRule {
    /// In this case only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Handed in this way only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// From acceptance; zero working days for the day itself.
    pub term: Term,
    /// Where it stands.
    pub source: Source,
}

impl TermRule {
    /// How closely it fits; nothing if it is for others.
    fn fit(&self, case: Option<&str>, channel: Channel) -> Option<u8> {
        let of_case = self.case.as_deref().is_none_or(|own| Some(own) == case);
        let of_channel = self.channel.is_none_or(|own| own == channel);
        let closeness = 2 * u8::from(self.case.is_some()) + u8::from(self.channel.is_some());
        (of_case && of_channel).then_some(closeness)
    }
}

/// What becomes of a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handing {
    /// It is handed in.
    #[default]
    In,
    /// It is shown and taken home.
    Shown,
    /// The form itself, filled in here.
    Form,
}

/// A paper of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// By which dossiers name it.
    pub key: String,
    /// What it is.
    pub title: String,
    /// In this case only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// When it is needed, in words, where that is not always.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub needed: String,
    /// How many originals.
    #[serde(default)]
    pub originals: u8,
    /// How many copies.
    #[serde(default)]
    pub copies: u8,
    /// What becomes of it.
    #[serde(default)]
    pub handing: Handing,
}

impl Paper {
    /// Whether nobody can do without it.
    pub const fn is_always_needed(&self) -> bool {
        self.needed.is_empty()
    }
}

/// A group of people, or a situation, that pays nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// By which fees name it.
    pub key: String,
    /// As people say it.
    pub title: String,
    /// What proves it; empty where the state knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proof: String,
}

/// How far it is done online.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Online {
    /// How far.
    pub level: ServiceLevel,
    /// Why not wholly, where that is so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// How a procedure is done, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The procedure's code.
    pub code: String,
    /// The first day on which it is done so; always before where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<LocalDate>,
    /// The last one; ever after where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<LocalDate>,
    /// How it is handed in.
    pub channels: Vec<Channel>,
    /// How far it is done online.
    pub online: Online,
    /// What one gets.
    pub result: String,
    /// The form that is filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The situations in which it is done differently; none where there is only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// In how long.
    pub terms: Vec<TermRule>,
    /// What it costs; nothing where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeRule>,
    /// What exempts from fees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<Exemption>,
    /// What is handed in and shown.
    pub papers: Vec<Paper>,
    /// Where it stands that it is done so.
    pub source: Source,
}

/// Why a service cannot be used as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The code is none.
    Code,
    /// It ends before it begins.
    Days,
    /// It can be handed in no way.
    Channels,
    /// A key stands twice, or has letters other than a–z, digits and hyphens.
    Key(String),
    /// A rule is for a case there is none of.
    Case(String),
    /// In this case, handed in this way, nobody knows how long it takes.
    NoTerm(String, Channel),
    /// A fee names an exemption there is none of.
    Exemption(String),
    /// The steps of a fee do not begin at the first page or do not ascend.
    Tiers(String),
    /// A fee costs less than nothing.
    Amount(String),
}

impl Service {
    /// The rule that says in how long it is done: the one closest to the case and the way.
    pub fn term(&self, case: Option<&str>, channel: Channel) -> Option<&TermRule> {
        let fitting = self.terms.iter().filter_map(|rule| Some((rule.fit(case, channel)?, rule)));
        // The first of those that fit as closely.
        fitting.rev().max_by_key(|(closeness, _)| *closeness).map(|(_, rule)| rule)
    }

    /// The papers of a case, in their order.
    pub fn papers_of<'a>(&'a self, case: Option<&'a str>) -> impl Iterator<Item = &'a Paper> {
        self.papers.iter().filter(move |paper| paper.case.as_deref().is_none_or(|own| Some(own) == case))
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: LocalDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Everything that is wrong with it; nothing if it can be used.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if Code::parse(&self.code).is_none() {
            faults.push(Fault::Code);
        }
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && to < from
        {
            faults.push(Fault::Days);
        }
        if self.channels.is_empty() {
            faults.push(Fault::Channels);
        }
        keys(self.cases.iter().map(|case| case.key.as_str()), &mut faults);
        keys(self.papers.iter().map(|paper| paper.key.as_str()), &mut faults);
        keys(self.fees.iter().map(|fee| fee.key.as_str()), &mut faults);
        keys(self.exemptions.iter().map(|exemption| exemption.key.as_str()), &mut faults);
        let named = self.terms.iter().filter_map(|rule| rule.case.as_deref());
        let named = named.chain(self.papers.iter().filter_map(|paper| paper.case.as_deref()));
        let named = named.chain(self.fees.iter().filter_map(|fee| fee.case.as_deref()));
        for case in named.filter(|named| self.cases.iter().all(|case| case.key != *named)) {
            faults.push(Fault::Case(case.to_owned()));
        }
        let cases: Vec<Option<&str>> = match self.cases.as_slice() {
            [] => vec![None],
            cases => cases.iter().map(|case| Some(case.key.as_str())).collect(),
        };
        for (case, channel) in cases.iter().flat_map(|case| self.channels.iter().map(move |way| (case, *way)))
        {
            if self.term(*case, channel).is_none() {
                faults.push(Fault::NoTerm(case.unwrap_or_default().to_owned(), channel));
            }
        }
        for fee in &self.fees {
            fee.faults(&self.exemptions, &mut faults);
        }
        faults
    }
}

/// Keys stand once and can be part of an address.
fn keys<'a>(keys: impl Iterator<Item = &'a str>, faults: &mut Vec<Fault>) {
    let mut seen = Vec::new();
    for key in keys {
        let plain = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if seen.contains(&key) || key.is_empty() || !plain {
            faults.push(Fault::Key(key.to_owned()));
        }
        seen.push(key);
    }
}

/// Services as a file writes them.
#[derive(Deserialize)]
struct File {
    service: Vec<Service>,
}

/// Reads a file of services.
///
/// # Errors
/// What is wrong, and where.
pub fn read(text: &str) -> Result<Vec<Service>, toml::de::Error> {
    Ok(toml::from_str::<File>(text)?.service)
}

/// The model province's services: the 30 procedures most people come for.
///
/// # Errors
/// That the file in the program is broken.
pub fn model_services() -> Result<Vec<Service>, toml::de::Error> {
    read(MODEL)
}
