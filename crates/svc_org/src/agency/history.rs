//! The journal of one agency in words.

use kernel::{Event as _, journal::Record};
use serde_json::Value as Json;
use ui::{Page, TimelineEvent};

use super::{
    event::{Created, Edited, Ended, Imported},
    form::FIELDS,
};
use base::LocalDate;

/// What a record says, by whom and when.
pub(super) fn tell(page: &Page, record: &Record) -> TimelineEvent {
    TimelineEvent {
        when: record.at().local().vn(),
        datetime: record.at().rfc3339(),
        what: what(page, record),
        who: who(page, record),
    }
}

fn what(page: &Page, record: &Record) -> String {
    let event = record.event();
    match record.act.as_str() {
        Created::NAME => page.t("org.history.created").to_owned(),
        Imported::NAME if event["changed"] == Json::Bool(true) => page.t("org.history.reimported").to_owned(),
        Imported::NAME => page.t("org.history.imported").to_owned(),
        Edited::NAME => {
            let names = event["fields"].as_array().into_iter().flatten().filter_map(Json::as_str);
            let words: Vec<&str> = names
                .filter_map(|name| FIELDS.iter().find(|(field, _)| *field == name))
                .map(|(_, label)| page.t(label))
                .collect();
            page.fill("org.history.edited", &[("fields", &words.join(", "))])
        }
        Ended::NAME => {
            let day = event["last_day"].as_str().and_then(|d| LocalDate::parse(d).ok());
            page.fill("org.history.ended", &[("day", &day.map(LocalDate::vn).unwrap_or_default())])
        }
        other => other.to_owned(),
    }
}

/// The journal names accounts by identifier only; the last digits tell two of them apart.
fn who(page: &Page, record: &Record) -> String {
    match record.actor.split_once(':') {
        Some(("account", id)) => {
            let tail = id.char_indices().rev().nth(5).map_or(id, |(at, _)| &id[at..]);
            page.fill("org.history.account", &[("id", &tail)])
        }
        _ => page.t("org.history.system").to_owned(),
    }
}
