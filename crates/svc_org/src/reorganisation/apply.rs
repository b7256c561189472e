//! A plan worked out against the tree: which agencies end, which are made, what becomes of what, and what is wrong.
//! Pure: nothing is written.

use std::collections::{HashMap, HashSet};

use base::{Id, LocalDate, Validity};
use ui::Message;
use uuid::Uuid;

use super::model::{Content, Line, NewAgency};
use crate::{
    Agency, CommuneKind, Extent, Kind, Succession, Tree,
    agency::{Details, faults, path_below, succeed::leads_to},
    import::slugs::{Slugs, wishes},
};

/// A plan worked out.
pub(crate) struct Applied {
    /// Agencies that end, with their last day.
    pub ended: Vec<Agency>,
    /// Agencies that are made, parents before children.
    pub made: Vec<Agency>,
    /// What becomes of what.
    pub successions: Vec<Succession>,
    /// All lines, those that follow from others included.
    pub lines: Vec<Line>,
    /// What is wrong, each with the agency it is about.
    pub wrong: Vec<(Option<Uuid>, Message)>,
}

/// Works the plan out for its day. `make_id` draws identifiers of agencies that follow along with what stands above them.
pub(crate) fn apply(tree: &Tree, content: &Content, on: LocalDate, make_id: impl Fn() -> Uuid) -> Applied {
    let mut work = Work { tree, on, lines: Vec::new(), new: content.new.clone(), wrong: Vec::new() };
    let named: HashSet<Uuid> = content.lines.iter().map(|l| l.from).collect();
    for line in &content.lines {
        work.take(line.clone(), &named, &make_id);
    }
    let Work { lines, new, mut wrong, .. } = work;
    let ended = ended(tree, &lines, on, &mut wrong);
    let made = made(tree, &new, &ended, &lines, on, &mut wrong);
    let successions = successions(&lines, on);
    let after = after(tree, &ended, &made, &successions, &lines);
    wrong.extend(check(&after, &ended, &made, &successions, on));
    Applied { ended, made, successions, lines, wrong }
}

struct Work<'t> {
    tree: &'t Tree,
    on: LocalDate,
    lines: Vec<Line>,
    new: Vec<NewAgency>,
    wrong: Vec<(Option<Uuid>, Message)>,
}

impl Work<'_> {
    /// Takes a line in, and with it what stands below the agency and has no line of its own: under a successor that takes
    /// all, each carries on as it was.
    fn take(&mut self, line: Line, named: &HashSet<Uuid>, make_id: &impl Fn() -> Uuid) {
        let id = Id::from_uuid(line.from);
        let below: Vec<&std::sync::Arc<Agency>> =
            self.tree.children(id, self.on).into_iter().filter(|a| !named.contains(&a.id.uuid())).collect();
        let (whole, to) = (line.is_whole(), line.to.first().copied());
        if !below.is_empty() && !whole {
            let names: Vec<&str> = below.iter().take(5).map(|a| a.full_name.as_str()).collect();
            let message = Message::new("org.reorganisation.below").with("names", names.join(", "));
            self.wrong.push((Some(line.from), message));
        }
        self.lines.push(line);
        let Some(parent) = to.filter(|_| whole) else { return };
        for child in below {
            let id = make_id();
            self.new.push(NewAgency {
                id,
                after: child.id.uuid(),
                name: child.name.clone(),
                full_name: child.full_name.clone(),
                unit_code: child.unit_code.clone(),
                parent: Some(parent),
                same: true,
            });
            let line = Line { from: child.id.uuid(), to: vec![id], unchanged: true, ..Line::default() };
            self.take(line, named, make_id);
        }
    }
}

fn ended(
    tree: &Tree,
    lines: &[Line],
    on: LocalDate,
    wrong: &mut Vec<(Option<Uuid>, Message)>,
) -> Vec<Agency> {
    let mut seen = HashSet::new();
    let mut ended = Vec::new();
    for line in lines {
        let known = tree.get(Id::from_uuid(line.from)).filter(|a| a.is_valid(on.previous()));
        let Some(agency) = known else {
            wrong.push((Some(line.from), Message::new("org.reorganisation.not_there").with("day", on.vn())));
            continue;
        };
        if !seen.insert(line.from) {
            wrong.push((Some(line.from), Message::new("org.reorganisation.twice")));
            continue;
        }
        if agency.validity.to().is_some() {
            wrong.push((Some(line.from), Message::new("org.reorganisation.ends_already")));
            continue;
        }
        let mut agency = Agency::clone(agency);
        if let Ok(validity) = Validity::new(agency.validity.from(), Some(on.previous())) {
            agency.details.validity = validity;
        }
        ended.push(agency);
    }
    ended
}

fn made(
    tree: &Tree,
    new: &[NewAgency],
    ended: &[Agency],
    lines: &[Line],
    on: LocalDate,
    wrong: &mut Vec<(Option<Uuid>, Message)>,
) -> Vec<Agency> {
    let ending: HashMap<Uuid, &Agency> = ended.iter().map(|a| (a.id.uuid(), a)).collect();
    let others = tree.all().map(AsRef::as_ref).filter(|a| !ending.contains_key(&a.id.uuid()));
    let mut slugs = Slugs::of_all(others.chain(ended));
    let Ok(validity) = Validity::new(Some(on), None) else { return Vec::new() };
    let mut made: Vec<Agency> = Vec::new();
    let mut paths: HashMap<Uuid, String> = HashMap::new();
    for one in new.iter().filter(|n| lines.iter().any(|l| l.to.contains(&n.id))) {
        let Some(model) = tree.get(Id::from_uuid(one.after)) else {
            wrong.push((None, Message::new("org.reorganisation.no_model").with("name", &one.full_name)));
            continue;
        };
        let parent = one.parent.or_else(|| remaining(tree, model, &ending, on));
        let path = parent.and_then(|p| {
            paths.get(&p).cloned().or_else(|| tree.get(Id::from_uuid(p)).map(|a| a.path.clone()))
        });
        let (Some(parent), Some(path)) = (parent, path) else {
            wrong.push((None, Message::new("org.reorganisation.no_parent").with("name", &one.full_name)));
            continue;
        };
        let place = tree.get(Id::from_uuid(parent)).filter(|p| p.kind == Kind::District);
        let wishes = match one.same {
            true => vec![model.slug.clone()],
            false => wishes(&one.name, &one.full_name, place.map_or("", |p| p.name.as_str())),
        };
        let slug = slugs.take(&wishes, validity);
        let carries = lines.iter().any(|l| l.from == one.after && l.is_whole() && l.to.contains(&one.id));
        let mut details = details(model, one, Id::from_uuid(parent), slug, validity);
        // A national code names one body: it goes along only where the body goes over whole.
        details.code = details.code.filter(|_| carries);
        let agency = Agency::new(Id::from_uuid(one.id), &path, details);
        paths.insert(one.id, path_below(&path, agency.id));
        made.push(agency);
    }
    made
}

/// What a new agency belongs to when nobody says it: the nearest above its model that remains, else the province that
/// lasts.
fn remaining(tree: &Tree, model: &Agency, ending: &HashMap<Uuid, &Agency>, on: LocalDate) -> Option<Uuid> {
    let stays = |a: &Agency| !ending.contains_key(&a.id.uuid()) && a.is_valid(on);
    let above = tree.above(model).into_iter().find(|a| stays(a)).map(|a| a.id.uuid());
    above.or_else(|| {
        let tops = tree.at(on).into_iter().filter(|a| a.parent.is_none());
        tops.into_iter().find(|a| stays(a)).map(|a| a.id.uuid())
    })
}

fn details(model: &Agency, one: &NewAgency, parent: Id<Agency>, slug: String, validity: Validity) -> Details {
    let renamed = one.full_name != model.full_name;
    let commune_kind = match model.kind {
        Kind::Commune => CommuneKind::of_full_name(&one.full_name).or(model.commune_kind),
        _ => None,
    };
    Details {
        commune_kind,
        name: one.name.clone(),
        full_name: one.full_name.clone(),
        name_en: model.name_en.clone().filter(|_| !renamed),
        unit_code: one.unit_code.clone(),
        // A territory made of several is not its model's territory.
        area_km2: model.area_km2.filter(|_| one.same),
        lat: model.lat.filter(|_| one.same),
        lon: model.lon.filter(|_| one.same),
        slug,
        parent: Some(parent),
        validity,
        note: String::new(),
        ..model.details.clone()
    }
}

fn successions(lines: &[Line], on: LocalDate) -> Vec<Succession> {
    let mut all = Vec::new();
    for line in lines {
        let extent = if line.is_whole() { Extent::Whole } else { Extent::Part };
        let unchanged = line.unchanged && line.is_whole();
        let from = Id::from_uuid(line.from);
        all.extend(line.to.iter().map(|&to| Succession {
            from,
            to: Id::from_uuid(to),
            on,
            extent,
            unchanged,
        }));
    }
    all
}

/// The tree as it will be.
fn after(tree: &Tree, ended: &[Agency], made: &[Agency], successions: &[Succession], lines: &[Line]) -> Tree {
    let ending: HashSet<Id<Agency>> = ended.iter().map(|a| a.id).collect();
    let agencies = tree
        .all()
        .filter(|a| !ending.contains(&a.id))
        .map(|a| Agency::clone(a))
        .chain(ended.iter().cloned())
        .chain(made.iter().cloned())
        .collect();
    let replaced: HashSet<Uuid> = lines.iter().map(|l| l.from).collect();
    let kept = tree.successions().iter().filter(|s| !replaced.contains(&s.from.uuid())).copied();
    Tree::new(agencies, kept.chain(successions.iter().copied()).collect())
}

fn check(
    after: &Tree,
    ended: &[Agency],
    made: &[Agency],
    successions: &[Succession],
    on: LocalDate,
) -> Vec<(Option<Uuid>, Message)> {
    let mut wrong = Vec::new();
    for agency in ended.iter().chain(made) {
        let rules = faults(after, Some(agency.id), &agency.details);
        wrong.extend(rules.into_iter().map(|(_, message)| (Some(agency.id.uuid()), message)));
    }
    for succession in successions {
        let from = Some(succession.from.uuid());
        match after.get(succession.to).filter(|a| a.is_valid(on)) {
            None => {
                let message = Message::new("org.agency.successor_not_valid").with("day", on.vn());
                wrong.push((from, message));
            }
            Some(to) if leads_to(after, to.id, succession.from) => {
                wrong.push((from, Message::new("org.agency.successor_cycle").with("other", &to.full_name)));
            }
            Some(_) => {}
        }
    }
    wrong
}
