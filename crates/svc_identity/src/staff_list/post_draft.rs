use base::{LocalDate, text::fold};
use ui::Message;

use super::{
    draft::Drafting,
    entry::Entry,
    group::Group,
    plan::{Begun, Ended, Planned},
};
use crate::Post;

/// Works out which posts begin, end or are worded anew, and gives back the rows that are good.
pub(super) fn posts<'g>(
    planned: &mut Planned,
    group: &'g Group,
    held: &[Post],
    drafting: &mut Drafting<'_>,
) -> Vec<&'g Entry> {
    let mut good = Vec::with_capacity(group.entries.len());
    for entry in &group.entries {
        match post(planned, entry, held, drafting.today) {
            Ok(()) => good.push(entry),
            Err(reason) => drafting.faults.add(entry.line, &entry.text, reason),
        }
    }
    replace(planned, group, held);
    let main_stays =
        held.iter().any(|post| post.main && planned.ends.iter().all(|ended| ended.post.id != post.id));
    if !main_stays && let Some(first) = planned.begins.first_mut() {
        first.main = true;
    }
    good
}

fn post(planned: &mut Planned, entry: &Entry, held: &[Post], today: LocalDate) -> Result<(), Message> {
    let Some(agency) = entry.agency.as_ref().filter(|_| !entry.title.is_empty()) else { return Ok(()) };
    let title = fold(&entry.title);
    let same = held.iter().find(|post| post.agency == agency.id.uuid() && fold(&post.title) == title);
    let Some(same) = same else {
        let from = entry.from.unwrap_or(today);
        if entry.until.is_some_and(|until| until < from) {
            return Err(Message::new("identity.post.ends_before"));
        }
        // Another row for the same post, with another role.
        if planned.begins.iter().any(|post| post.agency.id == agency.id && fold(&post.title) == title) {
            return Ok(());
        }
        planned.begins.push(Begun {
            agency: agency.clone(),
            title: entry.title.clone(),
            unit: entry.unit.clone(),
            main: false,
            from,
            until: entry.until,
        });
        return Ok(());
    };
    if entry.from.is_some_and(|from| from != same.valid_from) {
        return Err(Message::new("identity.staff_list.from_differs").with("day", same.valid_from.vn()));
    }
    if let Some(last) = entry.until.filter(|until| Some(*until) != same.valid_to) {
        if last < same.valid_from {
            return Err(Message::new("identity.post.ends_before"));
        }
        if planned.ends.iter().all(|ended| ended.post.id != same.id) {
            planned.ends.push(Ended { post: same.clone(), last });
        }
    }
    let reworded = !entry.unit.is_empty() && entry.unit != same.unit;
    if reworded && planned.reworded.iter().all(|(post, _)| post.id != same.id) {
        planned.reworded.push((same.clone(), entry.unit.clone()));
    }
    Ok(())
}

/// Where somebody takes up a post at an agency, the posts there that the list does not name any more end the day before.
fn replace(planned: &mut Planned, group: &Group, held: &[Post]) {
    for old in held {
        let named = group.entries.iter().any(|entry| {
            entry.agency.as_ref().is_some_and(|agency| agency.id.uuid() == old.agency)
                && fold(&entry.title) == fold(&old.title)
        });
        let first = planned
            .begins
            .iter()
            .filter(|begun| begun.agency.id.uuid() == old.agency)
            .map(|begun| begun.from)
            .min();
        let Some(first) = first.filter(|_| !named) else { continue };
        let last = first.previous();
        if old.valid_from <= last && old.valid_to.is_none_or(|to| to > last) {
            planned.ends.push(Ended { post: old.clone(), last });
        }
    }
}
