//! A record as a sentence. The event `portal.article.published` is told by the text `portal.event.article.published`
//! of its own module, whose gaps are filled with the event's fields. What a value is called stands beside it:
//! `{module}.event.value.{field}.{value}`, or where the module has it already, `{module}.{field}.{value}`.

use base::{LocalDate, Timestamp};
use kernel::journal::Record;
use serde_json::Value as Json;
use ui::Lang;
use uuid::Uuid;

use super::known::Known;

/// Parts of a list that are named; the rest is counted.
const NAMED: usize = 5;

/// What happened. An event without words of its own is told by its name.
pub(crate) fn sentence(lang: Lang, record: &Record, known: &Known) -> String {
    let Some((module, text)) = template(lang, &record.act) else { return record.act.clone() };
    let event = record.event();
    let mut told = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        told.push_str(&rest[..open]);
        let Some((gap, after)) = rest[open + 1..].split_once('}') else { break };
        told.push_str(&value(lang, module, gap, field(&event, gap), known));
        rest = after;
    }
    told.push_str(rest);
    told
}

/// What such an event is called where no one of them is meant: its sentence with the gaps left open.
pub(crate) fn general(lang: Lang, event: &str) -> String {
    let Some((_, text)) = template(lang, event) else { return event.to_owned() };
    let mut said = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '{' => {
                inside = true;
                said.push('…');
            }
            '}' => inside = false,
            c if !inside => said.push(c),
            _ => {}
        }
    }
    said
}

/// The identifiers a record's sentence names.
pub(crate) fn identifiers(lang: Lang, record: &Record) -> Vec<Uuid> {
    let Some((_, text)) = template(lang, &record.act) else { return Vec::new() };
    let event = record.event();
    let gaps = text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(gap, _)| gap);
    gaps.filter_map(|gap| field(&event, gap))
        .flat_map(|value| match value {
            Json::Array(parts) => parts.iter().take(NAMED).collect(),
            one => vec![one],
        })
        .filter_map(|value| value.as_str()?.parse().ok())
        .collect()
}

fn template(lang: Lang, event: &str) -> Option<(&str, &'static str)> {
    let (module, rest) = event.split_once('.')?;
    let key = format!("{module}.event.{rest}");
    Some((module, ui::known(lang, &key)?))
}

/// A field of the event; one inside another is named with both names joined by `_`.
fn field<'e>(event: &'e Json, gap: &str) -> Option<&'e Json> {
    event.get(gap).or_else(|| {
        gap.char_indices()
            .filter(|(_, c)| *c == '_')
            .find_map(|(at, _)| event.get(&gap[..at])?.get(&gap[at + 1..]))
    })
}

fn value(lang: Lang, module: &str, gap: &str, value: Option<&Json>, known: &Known) -> String {
    match value {
        None | Some(Json::Null) => "–".to_owned(),
        Some(Json::String(text)) => word(lang, module, gap, text, known),
        Some(Json::Number(n)) => match n.as_i64().filter(|_| gap.ends_with("_at")) {
            Some(at) => Timestamp(at).local().vn(),
            None => n.to_string(),
        },
        Some(Json::Bool(yes)) => word(lang, module, gap, if *yes { "true" } else { "false" }, known),
        Some(Json::Array(parts)) => {
            let mut said: Vec<String> = parts
                .iter()
                .take(NAMED)
                .map(|part| self::value(lang, module, gap, Some(part), known))
                .collect();
            if parts.len() > NAMED {
                let more = parts.len() - NAMED;
                said.push(ui::fill(lang, "audit.words.more", &[("n", &more)]));
            }
            if said.is_empty() { "–".to_owned() } else { said.join(", ") }
        }
        Some(other @ Json::Object(_)) => other.to_string(),
    }
}

fn word(lang: Lang, module: &str, gap: &str, text: &str, known: &Known) -> String {
    if text.is_empty() {
        return "–".to_owned();
    }
    if let Ok(id) = text.parse::<Uuid>() {
        return known.name(id);
    }
    if let Ok(day) = LocalDate::parse(text) {
        return day.vn();
    }
    let keys = match gap {
        "fields" => [format!("{module}.event.field.{text}"), format!("{module}.field.{text}")],
        _ => {
            // `after_kind` is a kind like any other.
            let last = gap.rsplit('_').next().unwrap_or(gap);
            [format!("{module}.event.value.{gap}.{text}"), format!("{module}.{last}.{text}")]
        }
    };
    keys.iter().find_map(|key| ui::known(lang, key)).unwrap_or(text).to_owned()
}
