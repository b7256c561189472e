//! The calculator of a service: what was asked in a form, and its answer.

use std::collections::BTreeMap;

use base::LocalDateTime;
use ui::{FormState, Message};

use super::{
    fee::{Asked, Bill, COPIES, FeeError, FeeRule, PAGES, Rate},
    model::{Service, TermRule},
};
use crate::procedure::Channel;

/// Names of the form's fields; they stand in addresses people share.
pub const CASE: &str = "truong-hop";
/// How it is handed in.
pub const CHANNEL: &str = "kenh";
/// What exempts.
pub const EXEMPT: &str = "mien";
/// What is wanted besides.
pub const WANTED: &str = "them";
/// When it is accepted.
pub const RECEIVED: &str = "nhan";

/// The field in which so many of something are said.
pub fn quantity_field(of: &str) -> String {
    format!("so-{of}")
}

/// What has to be counted for a service's fees, in the order of the fees.
pub fn quantities(service: &Service) -> Vec<&str> {
    counted(service.fees.iter())
}

/// What of it has to be counted whatever is wanted besides.
pub fn always_counted(service: &Service) -> Vec<&str> {
    counted(service.fees.iter().filter(|fee| !fee.on_demand))
}

fn counted<'a>(fees: impl Iterator<Item = &'a FeeRule>) -> Vec<&'a str> {
    let mut all = Vec::new();
    for fee in fees {
        let rates = std::iter::once(&fee.rate).chain(fee.by_channel.iter().map(|(_, rate)| rate));
        let counted = rates.flat_map(|rate| match rate {
            Rate::Each { of, .. } => vec![of.as_str()],
            Rate::Pages { .. } => vec![PAGES, COPIES],
            Rate::Free | Rate::Fixed(_) | Rate::Council => Vec::new(),
        });
        for of in counted {
            if !all.contains(&of) {
                all.push(of);
            }
        }
    }
    all
}

/// A form as it opens: the first case, the first way, one of each thing, accepted at this moment.
pub fn opened(service: &Service, now: LocalDateTime) -> FormState {
    let mut form = FormState::default().with(RECEIVED, &now.iso()[..16]);
    if let Some(case) = service.cases.first() {
        form = form.with(CASE, &case.key);
    }
    if let Some(channel) = service.channels.first() {
        form = form.with(CHANNEL, channel.key());
    }
    for of in quantities(service) {
        form = form.with(&quantity_field(of), 1);
    }
    form
}

/// An answer.
#[derive(Debug)]
pub struct Answer<'a> {
    /// When it was accepted.
    pub received: LocalDateTime,
    /// The rule by which it is due.
    pub rule: &'a TermRule,
    /// What it costs.
    pub bill: Bill,
}

/// Works out what was asked. Nothing where something is wrong: it is said at the fields.
pub fn answer<'a>(service: &'a Service, form: &mut FormState) -> Option<Answer<'a>> {
    let received = LocalDateTime::parse(&form.text(RECEIVED)).ok();
    if received.is_none() {
        form.reject(RECEIVED, "catalogue.service.wrong.received");
    }
    let channel = Channel::parse(form.value(CHANNEL)).filter(|channel| service.channels.contains(channel));
    if channel.is_none() {
        form.reject(CHANNEL, "catalogue.service.wrong.channel");
    }
    let case = service.cases.iter().find(|case| form.value(CASE) == case.key).map(|case| case.key.as_str());
    if case.is_none() && !service.cases.is_empty() {
        form.reject(CASE, "catalogue.service.wrong.case");
    }
    if !form.is_ok() {
        return None;
    }
    let (received, channel) = (received?, channel?);
    let mut counted = BTreeMap::new();
    for of in quantities(service) {
        if let Ok(count) = form.text(&quantity_field(of)).parse::<u32>() {
            counted.insert(of, count);
        }
    }
    let ticked = |name: &str, keys: Vec<&'a str>| {
        keys.into_iter().filter(|key| form.has(name, key)).collect::<Vec<_>>()
    };
    let asked = Asked {
        case,
        channel,
        quantities: counted,
        exemptions: ticked(EXEMPT, service.exemptions.iter().map(|one| one.key.as_str()).collect()),
        wanted: ticked(WANTED, service.fees.iter().map(|fee| fee.key.as_str()).collect()),
    };
    let bill = match service.bill(&asked) {
        Ok(bill) => bill,
        Err(FeeError::Quantity(of)) => {
            let words = Message::new("catalogue.service.wrong.quantity").with("most", super::fee::MOST);
            form.reject(&quantity_field(&of), words);
            return None;
        }
    };
    let rule = service.term(case, channel);
    if rule.is_none() {
        form.reject(CHANNEL, "catalogue.service.wrong.no_term");
    }
    form.is_ok().then_some(Answer { received, rule: rule?, bill })
}
