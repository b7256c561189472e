use base::LocalDate;
use time::Weekday;
use ui::{FormState, Message};

use crate::calendar::{DayHours, HoursError, Session, WEEKDAYS, WorkingHours};

/// What the form says, or everything that is wrong with it.
pub(super) fn hours(form: &mut FormState) -> Option<(LocalDate, WorkingHours)> {
    let from = LocalDate::parse(form.value("valid_from")).ok();
    if from.is_none_or(|day| !crate::calendar::import::YEARS.contains(&day.0.year())) {
        form.reject("valid_from", "workflow.hours.from_wrong");
    }
    let ordinary = day_hours(form, "ordinary");
    if ordinary.is_none() && form.error("ordinary").is_none() {
        form.reject("ordinary", "workflow.hours.empty");
    }
    let mut hours = ordinary.map(WorkingHours::new);
    for weekday in WEEKDAYS {
        let counted = day_hours(form, &field("counted", weekday));
        let intake = day_hours(form, &field("intake", weekday));
        hours = hours.map(|hours| match counted {
            Some(set) => hours.with_counted(weekday, set),
            None => hours,
        });
        hours = hours.map(|hours| match intake {
            Some(set) => hours.with_intake(weekday, set),
            None => hours,
        });
    }
    if form.is_ok() { from.zip(hours) } else { None }
}

/// The form opened on hours.
pub(super) fn filled(hours: &WorkingHours, from: LocalDate, seen: i64) -> FormState {
    let mut form = FormState::default()
        .with("valid_from", from)
        .with("ordinary", written(hours.ordinary()))
        .with("version", seen);
    for weekday in WEEKDAYS {
        for (kind, set) in [("counted", hours.counted_on(weekday)), ("intake", hours.intake_on(weekday))] {
            form = form.with(&field(kind, weekday), set.map(written).unwrap_or_default());
        }
    }
    form
}

/// The name of a weekday's field: `counted_1` is Monday's.
pub(super) fn field(kind: &str, weekday: Weekday) -> String {
    format!("{kind}_{}", weekday.number_from_monday())
}

/// `07:30-11:30, 13:30-17:00`.
pub(super) fn written(hours: &DayHours) -> String {
    hours.sessions().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn day_hours(form: &mut FormState, field: &str) -> Option<DayHours> {
    let text = form.text(field);
    if text.is_empty() {
        return None;
    }
    let sessions: Result<Vec<Session>, HoursError> =
        text.split([',', ';']).map(str::trim).filter(|s| !s.is_empty()).map(str::parse).collect();
    sessions.and_then(DayHours::new).map_err(|error| form.reject(field, message(error))).ok()
}

fn message(error: HoursError) -> Message {
    match error {
        HoursError::NotATime | HoursError::NotASession => Message::new("workflow.hours.not_a_session"),
        HoursError::Backwards(session) => Message::new("workflow.hours.backwards").with("session", session),
        HoursError::Overlap(first, second) => {
            Message::new("workflow.hours.overlap").with("first", first).with("second", second)
        }
        HoursError::Empty => Message::new("workflow.hours.empty"),
    }
}
