//! What is wrong with a definition.

use std::collections::HashMap;

use super::model::{Definition, Field, Kind, Page};
use crate::expr::Expr;

/// Most pages of a form.
pub const PAGES: usize = 60;
/// Most fields of a form.
pub const FIELDS: usize = 400;
/// Most times a page may be answered.
pub const TIMES: u32 = 200;
/// Most answers that are looked at to work one out.
const DEAREST: u64 = 100_000;
/// Longest key.
const KEY: usize = 60;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The key is empty, too long, has other characters than a–z, digits and underscores (hyphens, of forms), or stands twice.
    Key,
    /// It has no words.
    Words,
    /// There is nothing on it, or too much.
    Size,
    /// There are fewer than two answers to choose from, or one stands twice.
    Picks,
    /// The least is more than the most.
    Bounds,
    /// A condition or sum speaks of a field there is none of.
    Unknown,
    /// A condition speaks of what is asked only later.
    Later,
    /// What is worked out goes round in a circle.
    Circle,
}

impl FaultKind {
    /// Text key of what to do.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Key => "forms.fault.key",
            Self::Words => "forms.fault.words",
            Self::Size => "forms.fault.size",
            Self::Picks => "forms.fault.picks",
            Self::Bounds => "forms.fault.bounds",
            Self::Unknown => "forms.fault.unknown",
            Self::Later => "forms.fault.later",
            Self::Circle => "forms.fault.circle",
        }
    }
}

/// Something wrong, and with what: the key of a form, page or field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// With what.
    pub at: String,
}

struct Check<'a> {
    form: &'a Definition,
    faults: Vec<Fault>,
}

impl Definition {
    /// Everything that is wrong with it; nothing if it can be used.
    pub fn faults(&self) -> Vec<Fault> {
        let mut check = Check { form: self, faults: Vec::new() };
        check.form();
        check.faults
    }
}

impl<'a> Check<'a> {
    fn say(&mut self, kind: FaultKind, at: &str) {
        self.faults.push(Fault { kind, at: at.to_owned() });
    }

    fn form(&mut self) {
        let form = self.form;
        let plain = form.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if form.key.is_empty() || form.key.len() > KEY || !plain {
            self.say(FaultKind::Key, &form.key);
        }
        if form.title.is_empty() {
            self.say(FaultKind::Words, &form.key);
        }
        if form.pages.is_empty() || form.pages.len() > PAGES || form.fields().count() > FIELDS {
            self.say(FaultKind::Size, &form.key);
        }
        let mut seen: Vec<&str> = Vec::new();
        for page in &form.pages {
            self.key(&page.key, &mut seen);
            for field in &page.fields {
                self.key(&field.key, &mut seen);
            }
        }
        for (at, page) in form.pages.iter().enumerate() {
            self.page(at, page);
        }
        // Of what speaks of fields there are, in their order.
        if self.faults.is_empty() {
            self.circles();
        }
    }

    fn key(&mut self, key: &'a str, seen: &mut Vec<&'a str>) {
        let first = key.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        let plain = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !first || !plain || key.len() > KEY || seen.contains(&key) {
            self.say(FaultKind::Key, key);
        }
        seen.push(key);
    }

    fn page(&mut self, at: usize, page: &'a Page) {
        if page.title.is_empty() {
            self.say(FaultKind::Words, &page.key);
        }
        if page.fields.is_empty() {
            self.say(FaultKind::Size, &page.key);
        }
        if let Some(repeat) = &page.repeat {
            if repeat.least > repeat.most || repeat.most == 0 || repeat.most > TIMES {
                self.say(FaultKind::Bounds, &page.key);
            }
            if repeat.one.is_empty() {
                self.say(FaultKind::Words, &page.key);
            }
        }
        if let Some(when) = &page.when {
            // Whether a page is asked at all is known before it is.
            self.speaks(when, &page.key, None, |of| of < at);
        }
        for field in &page.fields {
            self.field(at, page, field);
        }
    }

    fn field(&mut self, at: usize, page: &'a Page, field: &'a Field) {
        if field.label.is_empty() {
            self.say(FaultKind::Words, &field.key);
        }
        match &field.kind {
            Kind::Choice { picks } | Kind::Several { picks } => {
                let mut keys: Vec<&str> = picks.iter().map(|pick| pick.key.as_str()).collect();
                let wordless = picks.iter().any(|pick| pick.key.is_empty() || pick.label.is_empty());
                keys.sort_unstable();
                keys.dedup();
                if keys.len() != picks.len() || keys.len() < 2 || wordless {
                    self.say(FaultKind::Picks, &field.key);
                }
            }
            Kind::Number { least: Some(least), most: Some(most), .. } if least > most => {
                self.say(FaultKind::Bounds, &field.key);
            }
            Kind::Number { decimals, .. } if *decimals > 6 => self.say(FaultKind::Bounds, &field.key),
            Kind::Text { most } | Kind::Lines { most } if *most == 0 || *most > 20_000 => {
                self.say(FaultKind::Bounds, &field.key);
            }
            _ => {}
        }
        for must in &field.must {
            if must.otherwise.is_empty() {
                self.say(FaultKind::Words, &field.key);
            }
            self.speaks(&must.that, &field.key, Some(page), |of| of <= at);
        }
        for expr in field.when.iter().chain(&field.sum) {
            self.speaks(expr, &field.key, Some(page), |of| of <= at);
        }
    }

    /// An expression speaks of fields there are, on pages that are asked by then; of fields of its own group by their
    /// bare keys, of other groups by the group's.
    fn speaks(&mut self, expr: &Expr, whose: &str, own: Option<&Page>, in_time: impl Fn(usize) -> bool) {
        for (group, key) in expr.fields() {
            let found = self.form.pages.iter().enumerate().find(|(_, page)| {
                let reached = match group {
                    Some(group) => page.repeat.is_some() && page.key == group,
                    None => page.repeat.is_none() || own.is_some_and(|own| own.key == page.key),
                };
                reached && page.fields.iter().any(|field| field.key == key)
            });
            match found {
                None => self.say(FaultKind::Unknown, whose),
                Some((at, _)) if !in_time(at) => self.say(FaultKind::Later, whose),
                Some(_) => {}
            }
        }
    }

    /// Sums and conditions may hang on other sums and conditions, but not on themselves, and not on so many that working
    /// one out takes long: each is worked out anew wherever it is used.
    fn circles(&mut self) {
        let mut open: Vec<(&str, Vec<(&str, u64)>)> = Vec::new();
        for (page, field) in self.form.fields() {
            let exprs = field.sum.iter().chain(&field.when).chain(&page.when);
            let uses =
                exprs.flat_map(|expr| expr.fields()).map(|(group, key)| (key, self.times(group))).collect();
            open.push((&field.key, uses));
        }
        let mut costs: HashMap<&str, u64> = HashMap::new();
        // What hangs only on what is worked out already is next; what is left in the end goes round.
        loop {
            let before = open.len();
            open.retain(|(key, uses)| {
                let cost = uses.iter().try_fold(1_u64, |sum, (used, times)| {
                    Some(sum.saturating_add(costs.get(used)?.saturating_mul(*times)))
                });
                if let Some(cost) = cost {
                    costs.insert(key, cost);
                }
                cost.is_none()
            });
            if open.len() == before {
                break;
            }
        }
        let round = open.iter().map(|(key, _)| (FaultKind::Circle, *key));
        let dear = costs.iter().filter(|(_, cost)| **cost > DEAREST).map(|(key, _)| (FaultKind::Size, *key));
        let mut found: Vec<(FaultKind, &str)> = round.chain(dear).collect();
        found.sort_unstable_by_key(|(_, key)| *key);
        for (kind, key) in found {
            self.faults.push(Fault { kind, at: key.to_owned() });
        }
    }

    /// How many answers a reference reaches at most.
    fn times(&self, group: Option<&str>) -> u64 {
        let page = group.and_then(|group| self.form.page(group));
        page.and_then(|page| page.repeat.as_ref()).map_or(1, |repeat| repeat.most.into())
    }
}
