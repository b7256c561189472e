//! What is typed, turned into what is kept; and what is wrong with it.

use base::{LocalDateTime, Timestamp};
use ui::{FormState, Message};

use super::{
    content::Content,
    field,
    kind::Kind,
    model::{BODY_MAX, PLAN_DAYS, REASON_MAX, SHOWN_DAYS, SUMMARY_MAX, Span, TITLE_MAX},
    tongue::Tongue,
};

/// An entry of a kind as typed. Only the title is needed to keep a draft; the rest is asked for when it is handed over.
pub fn content(form: &mut FormState, kind: &'static Kind) -> Content {
    let title = line(form, "title", TITLE_MAX, "portal.entry.wrong.title_long");
    if title.is_empty() {
        form.reject("title", "portal.entry.wrong.title");
    }
    let summary = line(form, "summary", SUMMARY_MAX, "portal.entry.wrong.summary_long");
    let body = text(form, "body", BODY_MAX, "portal.entry.wrong.body_long");
    let lang = Tongue::parse(form.value("lang")).unwrap_or_else(|| {
        form.reject("lang", "portal.entry.wrong.lang");
        Tongue::VI
    });
    let fields = field::read(form, kind.fields);
    Content { kind, title, summary, body, lang, fields }
}

/// A reason, without which nothing is returned or withdrawn.
pub fn reason(form: &mut FormState, field: &str, missing: &'static str) -> String {
    let reason = text(form, field, REASON_MAX, "portal.entry.wrong.reason_long");
    if reason.is_empty() {
        form.reject(field, missing);
    }
    reason
}

/// From when until when readers are to see it; nothing means at once, and for good.
pub fn span(form: &mut FormState, now: Timestamp) -> Span {
    let from = moment(form, "publish_at", now, PLAN_DAYS);
    let until = moment(form, "withdraw_at", now, SHOWN_DAYS);
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        form.reject("withdraw_at", "portal.entry.wrong.withdraw_at_before");
    }
    Span { from, until }
}

/// A time to come, at most so many days ahead.
fn moment(form: &mut FormState, field: &str, now: Timestamp, days: i64) -> Option<Timestamp> {
    let typed = form.text(field);
    if typed.is_empty() {
        return None;
    }
    let Ok(local) = LocalDateTime::parse(&typed) else {
        form.reject(field, "portal.entry.wrong.publish_at");
        return None;
    };
    let at = Timestamp::from_local(local);
    if at <= now {
        form.reject(field, "portal.entry.wrong.publish_at_past");
    } else if at > now.plus_seconds(days * 86_400) {
        form.reject(field, Message::new("portal.entry.wrong.publish_at_far").with("days", days));
    }
    Some(at)
}

/// As one line: control characters and line breaks become spaces.
pub fn one_line(typed: &str) -> String {
    let words = typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A field of one line.
fn line(form: &mut FormState, field: &str, max: usize, too_long: &'static str) -> String {
    let typed = form.text(field);
    let line = one_line(&typed);
    limit(form, field, &line, max, too_long);
    line
}

/// Several lines. Characters no page can show are left out; line ends are of one kind.
fn text(form: &mut FormState, field: &str, max: usize, too_long: &'static str) -> String {
    let text: String = form
        .text(field)
        .replace("\r\n", "\n")
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control())
        .collect();
    limit(form, field, &text, max, too_long);
    text
}

fn limit(form: &mut FormState, field: &str, text: &str, max: usize, too_long: &'static str) {
    let typed = text.chars().count();
    if typed > max {
        let message = Message::new(too_long).with("max", max).with("over", typed - max);
        form.reject(field, message);
    }
}
