use base::LocalDate;
use kernel::{Error, Result};
use ui::{FormState, Message};

use super::model::{Details, Entry, SOURCE_MAX, fault};
use crate::calendar::{Holiday, HolidayKind, Status, import::YEARS};

/// The form opened on an entry.
pub(super) fn filled(entry: &Entry) -> FormState {
    FormState::default()
        .with("date", entry.holiday.date)
        .with("kind", entry.holiday.kind.as_str())
        .with("name", &entry.holiday.name)
        .with("status", entry.holiday.status.as_str())
        .with("source", &entry.source)
        .with("version", entry.version)
}

/// What the form says, or everything that is wrong with it.
pub(super) fn details(form: &mut FormState) -> Option<Details> {
    let date = LocalDate::parse(form.value("date")).ok().filter(|d| YEARS.contains(&d.0.year()));
    if date.is_none() {
        form.reject("date", "workflow.holiday.date_wrong");
    }
    let kind = HolidayKind::parse(form.value("kind"));
    if kind.is_none() {
        form.reject("kind", "workflow.holiday.kind_missing");
    }
    let name = form.required("name", "workflow.holiday.name_missing");
    let status = Status::parse(form.value("status"));
    if status.is_none() {
        form.reject("status", "workflow.holiday.status_missing");
    }
    let source = source(form);
    let (date, kind, status) = (date?, kind?, status?);
    let holiday = Holiday { date, kind, name, status };
    if let Some((field, message)) = fault(&holiday) {
        form.reject(field, message);
    }
    form.is_ok().then_some(Details { holiday, source })
}

/// The field that names the document.
pub(super) fn source(form: &mut FormState) -> String {
    let source = form.text("source");
    if source.chars().count() > SOURCE_MAX {
        form.reject("source", Message::new("workflow.holiday.source_long").with("max", SOURCE_MAX));
    }
    source
}

/// A number the page itself filled in.
pub(super) fn number(form: &FormState, field: &str) -> Result<i64> {
    form.value(field).parse().map_err(|_| Error::BadRequest(Message::new("kernel.error.form")))
}
