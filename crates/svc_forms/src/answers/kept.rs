use std::collections::BTreeMap;

use base::LocalDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::sight::Sight;
use crate::{
    definition::{Definition, Kind, Page},
    value::Value,
};

/// The answers to the fields of a page, by key. Texts, numbers and days as text, yes and no as booleans, several choices
/// as a list of keys. What was not answered is not there.
pub type Item = BTreeMap<String, Json>;

/// All answers to a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Those of pages that are answered once.
    #[serde(default)]
    pub fields: Item,
    /// Those of groups, by the page's key, one after the other.
    #[serde(default)]
    pub groups: BTreeMap<String, Vec<Item>>,
}

impl Answers {
    /// The answers of a page; of one that repeats, of its `at`-th time.
    pub fn of(&self, page: &Page, at: usize) -> Item {
        match &page.repeat {
            Some(_) => {
                self.groups.get(&page.key).and_then(|items| items.get(at)).cloned().unwrap_or_default()
            }
            None => {
                let own = page.fields.iter().filter_map(|field| self.fields.get_key_value(&field.key));
                own.map(|(key, answer)| (key.clone(), answer.clone())).collect()
            }
        }
    }

    /// Puts the answers of a page in place of what was answered before; of one that repeats, of its `at`-th time, which is
    /// added where there are only so many.
    pub fn put(&mut self, page: &Page, at: usize, item: Item) {
        match &page.repeat {
            Some(_) => {
                let items = self.groups.entry(page.key.clone()).or_default();
                match items.get_mut(at) {
                    Some(old) => *old = item,
                    None => items.push(item),
                }
            }
            None => {
                self.fields.retain(|key, _| page.fields.iter().all(|field| field.key != *key));
                self.fields.extend(item);
            }
        }
    }

    /// Takes one time of a page that repeats away.
    pub fn remove(&mut self, page: &Page, at: usize) {
        if let Some(items) = self.groups.get_mut(&page.key)
            && at < items.len()
        {
            items.remove(at);
        }
    }

    /// How many times a page is answered.
    pub fn times(&self, page: &Page) -> usize {
        self.groups.get(&page.key).map_or(0, Vec::len)
    }

    /// Only what is asked now: an answer to a question that another answer took away is nobody's to keep.
    #[must_use]
    pub fn asked(&self, form: &Definition, today: LocalDate) -> Self {
        let sight = Sight::new(form, self, today);
        let mut asked = Self::default();
        for page in sight.pages() {
            let keep = |item: Item| {
                let here = sight.on(page, &item);
                let kept: Item = page
                    .fields
                    .iter()
                    .filter(|field| field.sum.is_none() && here.asks_field(field))
                    .filter_map(|field| Some((field.key.clone(), item.get(&field.key)?.clone())))
                    .collect();
                kept
            };
            let times = if page.repeat.is_some() { self.times(page) } else { 1 };
            for at in 0..times {
                asked.put(page, at, keep(self.of(page, at)));
            }
        }
        asked
    }

    /// Answers to fields the form does not have (any more), or that are none of their kind: a program sent them, or
    /// somebody tampered.
    pub fn strange(&self, form: &Definition) -> Vec<String> {
        let known = |page: Option<&Page>, key: &str, answer: &Json| {
            page.and_then(|page| page.fields.iter().find(|field| field.key == key))
                .is_some_and(|field| value(&field.kind, answer).is_filled())
        };
        let once = |key: &str| {
            form.pages
                .iter()
                .filter(|page| page.repeat.is_none())
                .find(|page| page.fields.iter().any(|field| field.key == key))
        };
        let of_fields = self.fields.iter().filter(|(key, answer)| !known(once(key), key, answer));
        let mut strange: Vec<String> = of_fields.map(|(key, _)| key.clone()).collect();
        for (group, items) in &self.groups {
            let page = form.page(group).filter(|page| page.repeat.is_some());
            let of_items = items.iter().flatten().filter(|(key, answer)| !known(page, key, answer));
            strange.extend(of_items.map(|(key, _)| format!("{group}.{key}")));
            if page.is_none() && items.iter().all(Item::is_empty) {
                strange.push(group.clone());
            }
        }
        strange
    }
}

/// What an answer is to conditions and sums; nothing for one that is none of its kind.
pub fn value(kind: &Kind, answer: &Json) -> Value {
    let text = || answer.as_str().filter(|text| !text.is_empty());
    match kind {
        Kind::YesNo => answer.as_bool().map_or(Value::Nothing, Value::Yes),
        Kind::Number { .. } | Kind::Money => {
            let number = text().and_then(|text| Decimal::from_str_exact(text).ok());
            number.map_or(Value::Nothing, Value::Number)
        }
        Kind::Day => text().and_then(|text| LocalDate::parse(text).ok()).map_or(Value::Nothing, Value::Day),
        Kind::Choice { picks } => {
            let chosen = text().filter(|key| picks.iter().any(|pick| pick.key == *key));
            chosen.map_or(Value::Nothing, Value::from)
        }
        Kind::Several { picks } => {
            let chosen = answer.as_array().into_iter().flatten().filter_map(Json::as_str);
            let chosen = chosen.filter(|key| picks.iter().any(|pick| pick.key == *key));
            Value::Many(chosen.map(Value::from).collect())
        }
        Kind::Text { .. }
        | Kind::Lines { .. }
        | Kind::CitizenNo
        | Kind::TaxNo
        | Kind::SocialNo
        | Kind::Phone
        | Kind::Email => text().map_or(Value::Nothing, Value::from),
    }
}
