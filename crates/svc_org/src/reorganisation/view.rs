//! A plan and what follows from it, as screens show them.

use std::collections::HashMap;

use base::Id;
use ui::{Choice, Page};
use uuid::Uuid;

use super::{
    foresee::Foreseen,
    model::{Heir, Line, Plan},
};
use crate::Tree;

/// A line of the plan.
pub(super) struct LineView {
    pub from: String,
    pub id: String,
    /// `merged`, `split`, `renamed`, `dissolved` in words.
    pub what: String,
    pub to: Vec<String>,
    /// What goes along or stays, in words.
    pub follows: Vec<String>,
    /// What is wrong with it.
    pub wrong: Vec<String>,
    /// It follows from the line of what stands above; it cannot be taken out by itself.
    pub follows_along: bool,
    /// Somebody has to say who gets what cannot be divided.
    pub open: bool,
    /// Who may get it, where there is a choice.
    pub heirs: Vec<Choice>,
    pub heir: String,
}

/// What names of agencies screens need: those there are, and those to be made.
pub(super) struct Names<'a> {
    tree: &'a Tree,
    new: HashMap<Uuid, String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(tree: &'a Tree, plan: &Plan, foreseen: &Foreseen) -> Self {
        let planned = plan.content.new.iter().map(|n| (n.id, n.full_name.clone()));
        let made = foreseen.applied.made.iter().map(|a| (a.id.uuid(), a.full_name.clone()));
        Self { tree, new: planned.chain(made).collect() }
    }

    pub(super) fn of(&self, id: Uuid) -> String {
        let known = self.tree.get(Id::from_uuid(id)).map(|a| a.full_name.clone());
        known.or_else(|| self.new.get(&id).cloned()).unwrap_or_default()
    }

    fn is_new(&self, id: Uuid) -> bool {
        self.new.contains_key(&id)
    }
}

/// Every line with what follows from it; those with something to do first.
pub(super) fn lines(page: &Page, names: &Names<'_>, plan: &Plan, foreseen: &Foreseen) -> Vec<LineView> {
    let all = &foreseen.applied.lines;
    let mut views: Vec<LineView> =
        all.iter().map(|line| view(page, names, plan, foreseen, all, line)).collect();
    views.sort_by_key(|v| (v.wrong.is_empty() && !v.open, v.follows_along));
    views
}

fn view(
    page: &Page,
    names: &Names<'_>,
    plan: &Plan,
    foreseen: &Foreseen,
    all: &[Line],
    line: &Line,
) -> LineView {
    let to = line.to.iter().map(|&id| {
        let name = names.of(id);
        if names.is_new(id) { page.fill("org.reorganisation.new_one", &[("name", &name)]) } else { name }
    });
    let follows = foreseen.follows.iter().filter(|f| f.from == line.from && f.count > 0);
    let about = foreseen.applied.wrong.iter().filter(|(id, _)| *id == Some(line.from));
    let heirs = line.to.iter().map(|&id| Choice::new(id.to_string(), names.of(id)));
    let nobody = Choice::new("nobody", page.t("org.reorganisation.nobody"));
    LineView {
        from: names.of(line.from),
        id: line.from.to_string(),
        what: page.t(what(names, all, line)).to_owned(),
        to: to.collect(),
        follows: follows.map(|f| page.fill(f.what, &[("n", &f.count)])).collect(),
        wrong: about.map(|(_, message)| message.text(page.lang)).collect(),
        follows_along: plan.content.lines.iter().all(|l| l.from != line.from),
        open: foreseen.open.contains(&line.from),
        heirs: if line.is_whole() { Vec::new() } else { heirs.chain([nobody]).collect() },
        heir: match line.heir {
            Heir::Unsaid => String::new(),
            Heir::To(id) => id.to_string(),
            Heir::Nobody => "nobody".to_owned(),
        },
    }
}

fn what(names: &Names<'_>, all: &[Line], line: &Line) -> &'static str {
    let shared = |to: Uuid| all.iter().filter(|l| l.to.contains(&to)).count() > 1;
    match line.to.as_slice() {
        [] => "org.reorganisation.what.dissolved",
        _ if line.unchanged => "org.reorganisation.what.unchanged",
        [one] if !line.part && names.is_new(*one) && !shared(*one) => "org.reorganisation.what.renamed",
        [_] if !line.part => "org.reorganisation.what.merged",
        _ => "org.reorganisation.what.split",
    }
}
