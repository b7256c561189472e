//! What a service costs: rates as the law writes them, and a bill that shows how the sum comes about.

use std::collections::BTreeMap;

use base::Vnd;
use serde::{Deserialize, Serialize};

use super::model::{Exemption, Fault, Service, Source};
use crate::procedure::Channel;

/// What kind of money it is (Law on Fees and Charges: phí for a service, lệ phí for an administrative act).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// Phí.
    Fee,
    /// Lệ phí.
    Charge,
}

/// From a page on, what each page costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The first page it is for, counted from 1.
    pub from: u32,
    /// For each page.
    pub amount: Vnd,
}

/// How much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rate {
    /// Nothing.
    Free,
    /// Once for the dossier.
    Fixed(Vnd),
    /// For each of what is counted, up to a sum.
    Each {
        /// For one.
        amount: Vnd,
        /// What is counted: the key of a quantity.
        of: String,
        /// Never more than this for the dossier.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Vnd>,
    },
    /// For each page of each copy, the first pages dearer than those that follow.
    Pages {
        /// What pages cost, from which on.
        tiers: Vec<Tier>,
        /// Never more than this for one copy.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Vnd>,
    },
    /// As the province's council resolves; nothing is known until its rate is entered in place of this.
    Council,
}

/// The key of how many pages the original has.
pub const PAGES: &str = "pages";
/// The key of how many copies are asked for.
pub const COPIES: &str = "copies";
/// More of anything than this is a mistake of input.
pub const MOST: u32 = 10_000;

/// One thing that is paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    /// By which bills name it.
    pub key: String,
    /// As people say it.
    pub title: String,
    /// What kind of money it is.
    pub kind: FeeKind,
    /// In this case only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Only where it is asked for: copies of an extract beside the registration.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_demand: bool,
    /// How much.
    pub rate: Rate,
    /// How much where it is handed in one of these ways instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_channel: Vec<(Channel, Rate)>,
    /// Keys of what exempts from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exempt: Vec<String>,
    /// Where it stands.
    pub source: Source,
}

/// What a bill is made for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The case.
    pub case: Option<&'a str>,
    /// How it is handed in.
    pub channel: Channel,
    /// How many of what is counted.
    pub quantities: BTreeMap<&'a str, u32>,
    /// What exempts whoever asks.
    pub exemptions: Vec<&'a str>,
    /// What is asked for beside the service itself.
    pub wanted: Vec<&'a str>,
}

impl Asked<'_> {
    /// For the plain service, handed in so.
    pub fn by(channel: Channel) -> Self {
        Self { case: None, channel, quantities: BTreeMap::new(), exemptions: Vec::new(), wanted: Vec::new() }
    }
}

/// `count` times `each`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// How many.
    pub count: u32,
    /// For each.
    pub each: Vnd,
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// The rule's key.
    pub key: String,
    /// As people say it.
    pub title: String,
    /// What kind of money it is.
    pub kind: FeeKind,
    /// How much; nothing where the council's rate is not entered.
    pub amount: Option<Vnd>,
    /// How one copy's, or the dossier's, sum comes about.
    pub steps: Vec<Step>,
    /// The most that is taken, where the steps come to more.
    pub capped: Option<Vnd>,
    /// How many times that is paid.
    pub times: u32,
    /// The key of what exempts from it.
    pub exempt: Option<String>,
}

/// What is to be paid, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// The lines.
    pub lines: Vec<FeeLine>,
}

impl Bill {
    /// What is known to be paid.
    pub fn total(&self) -> Vnd {
        self.lines.iter().filter_map(|line| line.amount).sum()
    }

    /// Whether every line is known: the total is what is paid.
    pub fn is_whole(&self) -> bool {
        self.lines.iter().all(|line| line.amount.is_some())
    }
}

/// Why there is no bill.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// How many of this there are was not said, or is none or too many.
    #[error("the quantity `{0}` must be between 1 and {MOST}")]
    Quantity(String),
}

impl Service {
    /// What it costs.
    ///
    /// # Errors
    /// [`FeeError::Quantity`] where something has to be counted that was not.
    pub fn bill(&self, asked: &Asked<'_>) -> Result<Bill, FeeError> {
        let due = |fee: &&FeeRule| {
            let of_case = fee.case.as_deref().is_none_or(|own| Some(own) == asked.case);
            of_case && (!fee.on_demand || asked.wanted.contains(&fee.key.as_str()))
        };
        Ok(Bill { lines: self.fees.iter().filter(due).map(|fee| fee.line(asked)).collect::<Result<_, _>>()? })
    }
}

impl FeeRule {
    /// The rate for what is handed in so.
    pub fn rate_by(&self, channel: Channel) -> &Rate {
        self.by_channel.iter().find(|(own, _)| *own == channel).map_or(&self.rate, |(_, rate)| rate)
    }

    fn line(&self, asked: &Asked<'_>) -> Result<FeeLine, FeeError> {
        let mut line = FeeLine {
            key: self.key.clone(),
            title: self.title.clone(),
            kind: self.kind,
            amount: Some(Vnd(0)),
            steps: Vec::new(),
            capped: None,
            times: 1,
            exempt: self.exempt.iter().find(|own| asked.exemptions.contains(&own.as_str())).cloned(),
        };
        if line.exempt.is_some() {
            return Ok(line);
        }
        let cap = match self.rate_by(asked.channel) {
            Rate::Free => None,
            Rate::Council => {
                line.amount = None;
                return Ok(line);
            }
            Rate::Fixed(amount) => {
                line.steps.push(Step { count: 1, each: *amount });
                None
            }
            Rate::Each { amount, of, cap } => {
                line.steps.push(Step { count: count(asked, of)?, each: *amount });
                *cap
            }
            Rate::Pages { tiers, cap } => {
                line.steps = pages(tiers, count(asked, PAGES)?);
                line.times = count(asked, COPIES)?;
                *cap
            }
        };
        let sum: i64 = line.steps.iter().map(|step| i64::from(step.count) * step.each.0).sum();
        line.capped = cap.filter(|cap| sum > cap.0);
        let once = line.capped.map_or(sum, |cap| cap.0);
        line.amount = Some(Vnd(once * i64::from(line.times)));
        Ok(line)
    }

    pub(super) fn faults(&self, exemptions: &[Exemption], faults: &mut Vec<Fault>) {
        for key in self.exempt.iter().filter(|key| exemptions.iter().all(|known| known.key != **key)) {
            faults.push(Fault::Exemption(key.clone()));
        }
        for rate in std::iter::once(&self.rate).chain(self.by_channel.iter().map(|(_, rate)| rate)) {
            let (amounts, ascend) = match rate {
                Rate::Free | Rate::Council => (Vec::new(), true),
                Rate::Fixed(amount) => (vec![*amount], true),
                Rate::Each { amount, cap, .. } => (std::iter::once(*amount).chain(*cap).collect(), true),
                Rate::Pages { tiers, cap } => {
                    let first = tiers.first().is_some_and(|tier| tier.from == 1);
                    let ascend = tiers.windows(2).all(|pair| pair[0].from < pair[1].from);
                    (tiers.iter().map(|tier| tier.amount).chain(*cap).collect(), first && ascend)
                }
            };
            if amounts.iter().any(|amount| !(0..=1_000_000_000).contains(&amount.0)) {
                faults.push(Fault::Amount(self.key.clone()));
            }
            if !ascend {
                faults.push(Fault::Tiers(self.key.clone()));
            }
        }
    }
}

fn count(asked: &Asked<'_>, of: &str) -> Result<u32, FeeError> {
    let count = asked.quantities.get(of).copied().filter(|count| (1..=MOST).contains(count));
    count.ok_or_else(|| FeeError::Quantity(of.to_owned()))
}

/// How many of so many pages fall into each step.
fn pages(tiers: &[Tier], pages: u32) -> Vec<Step> {
    let end = |at: usize| tiers.get(at + 1).map_or(pages, |next| pages.min(next.from - 1));
    let steps = tiers.iter().enumerate().filter(|(_, tier)| tier.from <= pages);
    steps.map(|(at, tier)| Step { count: end(at) + 1 - tier.from, each: tier.amount }).collect()
}
