//! A whole table at once: first what it would change, then the change.

use std::collections::BTreeMap;

use base::{Id, LocalDate};
use kernel::{Ctx, Error, Result, new_id};
use ui::{Message, Rejected};

use super::{
    event::{Added, Changed},
    model::{Entry, fault},
    store,
};
use crate::{
    calendar::{Holiday, import},
    kept, policy,
};

/// A row that says something else than the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The entry as it stands.
    pub before: Holiday,
    /// What the row says.
    pub after: Holiday,
    id: Id<Entry>,
}

/// What a table would do to the calendar. Days it does not name stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Days without an entry so far.
    pub added: Vec<Holiday>,
    /// Days whose entry changes.
    pub changed: Vec<Change>,
    /// How many rows say what is known.
    pub unchanged: usize,
    /// Rows left out.
    pub rejected: Vec<Rejected>,
}

impl Plan {
    /// Whether it changes anything.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }
}

/// What this table would do to these entries. A source, if given, is written to all its days.
pub fn plan(entries: &[Entry], table: &str, source: &str) -> Plan {
    let known: BTreeMap<LocalDate, &Entry> = entries.iter().map(|e| (e.holiday.date, e)).collect();
    let (holidays, rejected) = import::read(table.as_bytes());
    let rejected = rejected
        .into_iter()
        .map(|row| Rejected { line: row.line, reason: Message::new(row.reason_key), text: row.text })
        .collect();
    let mut plan = Plan { rejected, ..Plan::default() };
    for holiday in holidays {
        if let Some((_, reason)) = fault(&holiday) {
            let text = format!("{},{},{}", holiday.date, holiday.kind.as_str(), holiday.name);
            plan.rejected.push(Rejected { line: line_of(table, holiday.date), reason, text });
            continue;
        }
        match known.get(&holiday.date) {
            None => plan.added.push(holiday),
            Some(entry) if entry.holiday == holiday && (source.is_empty() || source == entry.source) => {
                plan.unchanged += 1;
            }
            Some(entry) => {
                plan.changed.push(Change { before: entry.holiday.clone(), after: holiday, id: entry.id });
            }
        }
    }
    plan.rejected.sort_by_key(|row| row.line);
    plan
}

/// The first line that begins with this day.
fn line_of(table: &str, date: LocalDate) -> u64 {
    let begins = |line: &str| line.split(',').next().is_some_and(|d| LocalDate::parse(d) == Ok(date));
    table.lines().position(begins).map_or(1, |at| at as u64 + 1)
}

/// Writes what [`plan`] showed. `revision` is the calendar's when it was shown; `source` may be empty.
///
/// # Errors
/// [`Error::Forbidden`] without the permission over the whole province; [`Error::Conflict`] when the calendar was
/// changed since, or the table changes nothing.
pub async fn paste(ctx: &Ctx, revision: i64, table: &str, source: &str) -> Result<Plan> {
    let mut act = ctx.act(policy::CALENDAR_EDIT).await?;
    policy::require_province(&act)?;
    if store::lock(&act).await? != revision {
        return Err(Error::stale());
    }
    let entries = store::load(&act).await?;
    let plan = plan(&entries, table, source);
    if plan.is_empty() {
        return Err(Error::Conflict(Message::new("workflow.paste.nothing")));
    }
    act.touch(kept::CALENDAR);
    let added: Vec<Entry> = plan
        .added
        .iter()
        .map(|holiday| Entry {
            id: new_id(),
            holiday: holiday.clone(),
            source: source.to_owned(),
            version: 1,
        })
        .collect();
    store::insert(&act, &added).await?;
    for entry in &added {
        act.record(entry, &Added { holiday: &entry.holiday, source: &entry.source }).await?;
    }
    for change in &plan.changed {
        let Some(known) = entries.iter().find(|e| e.id == change.id) else { continue };
        let mut entry = known.clone();
        entry.holiday = change.after.clone();
        if !source.is_empty() {
            source.clone_into(&mut entry.source);
        }
        store::save(&act, &mut entry).await?;
        let event = Changed { before: &change.before, after: &entry.holiday, source: &entry.source };
        act.record(&entry, &event).await?;
    }
    kernel::snapshot::commit::<kept::Almanac>(act).await?;
    Ok(plan)
}
