//! The journal of one agency in words.

use std::collections::HashMap;

use base::{Id, LocalDate};
use kernel::{Event as _, journal::Record};
use serde_json::Value as Json;
use ui::{Page, TimelineEvent};
use uuid::Uuid;

use super::{
    CommuneKind, Kind,
    event::{Created, Edited, Ended, Imported, Succeeded},
    form::FIELDS,
};
use crate::Tree;

/// Longest value told, in characters.
const LONGEST: usize = 80;

/// What histories are told with: the page's language, names of agencies and of people.
pub(super) struct Teller<'a> {
    pub page: &'a Page,
    pub tree: &'a Tree,
    pub names: &'a HashMap<Uuid, String>,
}

impl Teller<'_> {
    /// What a record says, by whom and when.
    pub(super) fn tell(&self, record: &Record) -> TimelineEvent {
        TimelineEvent {
            when: record.at().local().vn(),
            datetime: record.at().rfc3339(),
            what: self.what(record),
            who: self.who(record),
        }
    }

    fn what(&self, record: &Record) -> String {
        let (page, event) = (self.page, record.event());
        let day = event["last_day"].as_str().and_then(|d| LocalDate::parse(d).ok());
        let day = day.map(LocalDate::vn).unwrap_or_default();
        match record.act.as_str() {
            Created::NAME => page.t("org.history.created").to_owned(),
            Imported::NAME if event["changed"] == Json::Bool(true) => {
                self.fields("org.history.reimported", "org.history.reimported_plain", &event)
            }
            Imported::NAME => page.t("org.history.imported").to_owned(),
            Edited::NAME => self.fields("org.history.edited", "org.history.edited_plain", &event),
            Ended::NAME => {
                let names: Vec<String> = texts(&event["successors"])
                    .filter_map(|id| self.tree.get(id.parse::<Id<_>>().ok()?))
                    .map(|a| a.full_name.clone())
                    .collect();
                let said = page.fill("org.history.ended", &[("day", &day)]);
                if names.is_empty() { said } else { format!("{said}. {}", self.heirs(&names.join(", "))) }
            }
            Succeeded::NAME => {
                let list = |side: &str| texts(&event[side]).collect::<Vec<_>>().join(", ");
                let said = self.change(page.t("org.end.successor"), &list("before"), &list("after"));
                page.fill("org.history.succeeded", &[("day", &day), ("change", &said)])
            }
            other => other.to_owned(),
        }
    }

    fn heirs(&self, names: &str) -> String {
        self.page.fill("org.history.heirs", &[("names", &names)])
    }

    /// Which fields, and, where the record says so, from what to what.
    fn fields(&self, key: &str, plain: &str, event: &Json) -> String {
        let told: Vec<String> = texts(&event["fields"])
            .filter_map(|name| FIELDS.iter().find(|(field, _)| *field == name))
            .map(|(field, label)| {
                let label = self.page.t(label);
                match (event["before"][*field].as_str(), event["after"][*field].as_str()) {
                    (Some(before), Some(after)) => {
                        self.change(label, &self.value(field, before), &self.value(field, after))
                    }
                    _ => label.to_owned(),
                }
            })
            .collect();
        if told.is_empty() {
            return self.page.t(plain).to_owned();
        }
        self.page.fill(key, &[("fields", &told.join("; "))])
    }

    fn change(&self, label: &str, before: &str, after: &str) -> String {
        let said = |value: &str| {
            if value.is_empty() {
                return self.page.t("org.history.empty").to_owned();
            }
            let short: String = value.chars().take(LONGEST).collect();
            if short.len() < value.len() { format!("“{short}…”") } else { format!("“{short}”") }
        };
        self.page.fill(
            "org.history.change",
            &[("field", &label), ("before", &said(before)), ("after", &said(after))],
        )
    }

    /// A stored value as people write it.
    fn value(&self, field: &str, stored: &str) -> String {
        let known = match field {
            "kind" => Kind::parse(stored).map(|k| self.page.t(k.label()).to_owned()),
            "commune_kind" => CommuneKind::parse(stored).map(|k| self.page.t(k.label()).to_owned()),
            "valid_from" | "valid_to" => LocalDate::parse(stored).ok().map(LocalDate::vn),
            "verified" => {
                let key = if stored.is_empty() { "org.history.no" } else { "org.history.yes" };
                Some(self.page.t(key).to_owned())
            }
            "area_km2" | "lat" | "lon" if self.page.is_vi() => Some(stored.replace('.', ",")),
            _ => None,
        };
        known.unwrap_or_else(|| stored.to_owned())
    }

    /// The person, where the program knows one; the journal itself names accounts by identifier only.
    fn who(&self, record: &Record) -> String {
        match record.account() {
            Some(id) => self.names.get(&id).cloned().unwrap_or_else(|| {
                let id = id.simple().to_string();
                self.page.fill("org.history.account", &[("id", &&id[id.len() - 6..])])
            }),
            None => self.page.t("org.history.system").to_owned(),
        }
    }
}

fn texts(list: &Json) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Json::as_str)
}
