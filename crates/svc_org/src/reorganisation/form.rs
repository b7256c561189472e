use base::LocalDate;
use ui::{FormState, Message};

use super::{draft::Heading, model::Plan};

/// Longest text of a field, in characters.
const LONGEST: usize = 300;

/// The form of a plan's heading as it is.
pub(super) fn fill(plan: &Plan) -> FormState {
    FormState::default()
        .with("version", plan.version)
        .with("title", &plan.title)
        .with("effective", plan.on.iso())
        .with("basis", &plan.basis)
        .with("document_no", &plan.document_no)
        .with("document_date", plan.document_date.map(LocalDate::iso).unwrap_or_default())
}

/// Reads the heading; what is wrong stays in the form. A plan takes effect after `today`: the past is not reorganised by
/// hand.
pub(super) fn read(form: &mut FormState, today: LocalDate) -> Option<Heading> {
    for field in ["title", "basis", "document_no"] {
        if form.text(field).chars().count() > LONGEST {
            form.reject(field, Message::new("org.form.too_long").with("most", LONGEST));
        }
    }
    let title = form.required("title", "org.reorganisation.form.title");
    let basis = form.required("basis", "org.reorganisation.form.basis");
    let on = LocalDate::parse(form.value("effective")).ok();
    match on {
        None => form.reject("effective", "org.form.date"),
        Some(on) if on <= today => {
            form.reject("effective", Message::new("org.reorganisation.form.future").with("day", today.vn()));
        }
        Some(_) => {}
    }
    let given = form.text("document_date");
    let document_date = LocalDate::parse(&given).ok();
    if document_date.is_none() && !given.is_empty() {
        form.reject("document_date", "org.form.date");
    }
    let document_no = form.text("document_no");
    let on = on.filter(|_| form.is_ok())?;
    Some(Heading { title, on, basis, document_no, document_date })
}
