//! Editing the lines of a draft.

use std::collections::HashSet;

use base::Id;
use kernel::new_id;
use ui::{FormState, Message};
use uuid::Uuid;

use super::{
    model::{Content, Heir, Line, NewAgency, Plan},
    pairs::short_name,
};
use crate::Tree;

/// Successors that can be chosen at once.
pub(super) const SUCCESSORS: [&str; 3] = ["to", "to_2", "to_3"];

/// Reads a line: an agency that ends, those that take over from it, or the name of a new one that does. What is wrong
/// stays in the form.
pub(super) fn read(form: &mut FormState, tree: &Tree, plan: &Plan) -> Option<(Line, Option<NewAgency>)> {
    let id = |form: &FormState, field: &str| form.text(field).parse::<Uuid>().ok();
    let from = id(form, "from").and_then(|id| tree.get(Id::from_uuid(id)));
    let Some(from) = from else {
        form.reject("from", "org.reorganisation.form.from");
        return None;
    };
    if plan.content.lines.iter().any(|l| l.from == from.id.uuid()) {
        form.reject("from", "org.reorganisation.twice");
    }
    let mut to: Vec<Uuid> = SUCCESSORS.iter().filter_map(|field| id(form, field)).collect();
    let mut seen = HashSet::new();
    to.retain(|id| seen.insert(*id));
    let name = form.text("new_full_name");
    let unit_code = Some(form.text("new_unit_code")).filter(|code| !code.is_empty());
    if let (Some(code), digits) = (&unit_code, from.kind.unit_digits())
        && (digits != Some(code.len()) || !code.bytes().all(|b| b.is_ascii_digit()))
    {
        form.reject(
            "new_unit_code",
            match digits {
                Some(digits) => Message::new("org.form.unit_code").with("digits", digits),
                None => Message::new("org.form.no_unit_code"),
            },
        );
    }
    let new = (!name.is_empty()).then(|| NewAgency {
        id: new_id::<()>().uuid(),
        after: from.id.uuid(),
        name: short_name(&name, from.kind),
        full_name: name.clone(),
        unit_code,
        parent: None,
        same: false,
    });
    to.extend(new.as_ref().map(|n| n.id));
    let same_name = new.as_ref().is_some_and(|n| n.full_name == from.full_name);
    let unchanged = to.len() == 1 && same_name;
    form.is_ok().then(|| (Line { from: from.id.uuid(), to, unchanged, ..Line::default() }, new))
}

impl Content {
    /// Adds a line and the agency it makes.
    pub(super) fn add(&mut self, line: Line, new: Option<NewAgency>) {
        self.new.extend(new);
        self.lines.push(line);
    }

    /// Adds what a file plans; an agency that has a line already keeps it.
    pub(super) fn merge(&mut self, other: Content) {
        let known: HashSet<Uuid> = self.lines.iter().map(|l| l.from).collect();
        self.lines.extend(other.lines.into_iter().filter(|l| !known.contains(&l.from)));
        self.new.extend(other.new);
        self.prune();
    }

    /// Takes the line of an agency out, and new agencies nothing becomes any more.
    pub(super) fn remove(&mut self, from: Uuid) {
        self.lines.retain(|l| l.from != from);
        self.prune();
    }

    fn prune(&mut self) {
        let lines = &self.lines;
        self.new.retain(|n| lines.iter().any(|l| l.to.contains(&n.id)));
    }

    /// Says who gets what cannot be divided of an agency.
    pub(super) fn give(&mut self, from: Uuid, heir: Heir) {
        if let Some(line) = self.lines.iter_mut().find(|l| l.from == from) {
            line.heir = heir;
        }
    }
}
