use base::Id;
use kernel::{Ctx, Error, Result};
use ui::FormState;

use super::{
    event::Added,
    model::{Details, Entry},
    store,
};
use crate::{kept, policy};

/// Enters a day into the calendar, under the identifier its form was given (see [`kernel::http::FormKey`]). Asked again,
/// it answers with what the first asking entered.
///
/// # Errors
/// [`Error::Forbidden`] without the permission over the whole province; [`Error::Invalid`] when the day has an entry
/// already.
pub async fn add(ctx: &Ctx, id: Id<Entry>, details: &Details) -> Result<Entry> {
    let mut act = ctx.act(policy::CALENDAR_EDIT).await?;
    policy::require_province(&act)?;
    store::lock(&act).await?;
    if let Some(first) = store::find(&act, id).await? {
        return Ok(first);
    }
    let Details { holiday, source } = details.clone();
    if let Some(other) = store::on(&act, holiday.date).await? {
        return Err(taken(&other));
    }
    let entry = Entry { id, holiday, source, version: 1 };
    store::insert(&act, std::slice::from_ref(&entry)).await?;
    act.touch(kept::CALENDAR);
    act.record(&entry, &Added { holiday: &entry.holiday, source: &entry.source }).await?;
    kernel::snapshot::commit::<kept::Almanac>(act).await?;
    Ok(entry)
}

/// The day has another entry already.
pub(super) fn taken(other: &Entry) -> Error {
    let mut form = FormState::default();
    form.reject("date", ui::Message::new("workflow.holiday.taken").with("other", &other.holiday.name));
    Error::Invalid(Box::new(form))
}
