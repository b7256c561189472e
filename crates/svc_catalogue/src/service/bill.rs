//! A bill as people read it, so that they can follow it with a pencil.

use ui::Page;

use super::{
    fee::{Bill, FeeLine},
    model::Exemption,
};
use crate::procedure::money;

/// A line of a bill.
#[derive(Clone, Debug)]
pub struct BillLine {
    /// What is paid for.
    pub title: String,
    /// How the sum comes about; may be empty.
    pub how: String,
    /// The sum, or who sets it.
    pub amount: String,
}

/// The lines of a bill; the exemptions are those of its service.
pub fn bill_lines(page: &Page, exemptions: &[Exemption], bill: &Bill) -> Vec<BillLine> {
    bill.lines.iter().map(|line| told(page, exemptions, line)).collect()
}

fn told(page: &Page, exemptions: &[Exemption], line: &FeeLine) -> BillLine {
    let exempt = line.exempt.as_deref().and_then(|key| {
        exemptions.iter().find(|exemption| exemption.key == key).map(|one| one.title.as_str())
    });
    let steps: Vec<String> =
        line.steps.iter().map(|step| format!("{} × {}", step.count, money(page.lang, step.each))).collect();
    let mut how = match exempt {
        Some(title) => page.fill("catalogue.service.bill.exempt", &[("who", &title)]),
        None => steps.join(" + "),
    };
    if let Some(cap) = line.capped {
        how = page.fill("catalogue.service.bill.capped", &[("how", &how), ("most", &money(page.lang, cap))]);
    }
    if line.times > 1 {
        how = page.fill("catalogue.service.bill.times", &[("how", &how), ("n", &line.times)]);
    }
    let amount = line.amount.map(|amount| money(page.lang, amount));
    BillLine {
        title: line.title.clone(),
        how,
        amount: amount.unwrap_or_else(|| page.t("catalogue.service.bill.council").to_owned()),
    }
}
