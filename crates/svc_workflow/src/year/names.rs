//! What days, months and kinds of days are called on screens.

use base::LocalDate;
use ui::{Lang, fill, t};

use crate::calendar::HolidayKind;

/// `Thursday, 30/04/2026`, in the reader's language.
pub fn day_name(lang: Lang, date: LocalDate) -> String {
    let key = format!("workflow.weekday.{}", date.weekday().number_from_monday());
    let weekday = t(lang, &key);
    fill(lang, "workflow.year.day", &[("weekday", &weekday), ("date", &date.vn())])
}

/// The class that gives such a day its shape.
pub(crate) const fn kind_class(kind: HolidayKind) -> &'static str {
    match kind {
        HolidayKind::Off => "off",
        HolidayKind::SwapOff => "swap",
        HolidayKind::MakeupWork => "makeup",
    }
}
