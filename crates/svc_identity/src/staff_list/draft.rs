use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use base::{Actor, Id, LocalDate};
use kernel::{Ctx, Result, RowScope, access};
use sea_orm::ConnectionTrait;
use svc_org::Agency;
use ui::Message;

use super::{
    account_draft,
    agencies::Agencies,
    entry::{Entry, Reading},
    group::{Group, group, overlay},
    known::{Known, look_up},
    plan::{Faults, Plan, Planned},
    post_draft,
    roles::Roles,
    table::Table,
};
use crate::{ACCOUNT_MANAGE, PERSON_MANAGE, Person, grant::Held, person::Details};

/// Works out what a list would do, for whoever asks, on the data as this connection sees it.
///
/// # Errors
/// The database's.
pub(super) async fn draft<C: ConnectionTrait>(
    ctx: &Ctx,
    db: &C,
    table: &Table,
    default: Option<Arc<Agency>>,
) -> Result<Plan> {
    let today = ctx.today();
    let tree = svc_org::tree(ctx.app())?;
    let (agencies, roles) = (Agencies::of(&tree, today), Roles::of(ctx.app()));
    let mut drafting = Drafting { actor: ctx.actor(), roles: &roles, today, faults: Faults::default() };
    let entries = drafting.entries(&Reading { agencies: &agencies, roles: &roles, default, today }, table);
    let groups = group(entries, &mut drafting.faults);
    let scope = RowScope::of(ctx.actor(), PERSON_MANAGE);
    let (found, known) = look_up(db, &scope, &groups, today).await?;
    let mut plan = Plan { unread: table.unread.clone(), ..Plan::default() };
    let mut met: HashMap<Id<Person>, u64> = HashMap::new();
    let mut logins: HashSet<String> = HashSet::new();
    for (group, found) in groups.iter().zip(found) {
        let planned = found.and_then(|before| {
            let twice = before.as_ref().and_then(|person| met.insert(person.id, group.line()));
            match twice {
                Some(line) => Err(Message::new("identity.staff_list.contradicts").with("line", line)),
                None => drafting.person(group, before, &known, &mut logins),
            }
        });
        match planned {
            Ok(Some(planned)) => plan.people.push(planned),
            Ok(None) => plan.unchanged += 1,
            Err(reason) => group.reject(&mut drafting.faults, &reason),
        }
    }
    plan.rejected = drafting.faults.in_order();
    Ok(plan)
}

/// What a plan is made with.
pub(super) struct Drafting<'a> {
    pub actor: &'a Actor,
    pub roles: &'a Roles,
    pub today: LocalDate,
    pub faults: Faults,
}

impl Drafting<'_> {
    /// The rows that make sense by themselves and lie within the actor's rights.
    fn entries(&mut self, reading: &Reading<'_>, table: &Table) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            match reading.entry(row).and_then(|entry| self.within_rights(&entry).map(|()| entry)) {
                Ok(entry) => entries.push(entry),
                Err(reason) => self.faults.add(row.line, &row.words(), reason),
            }
        }
        entries
    }

    fn within_rights(&self, entry: &Entry) -> Result<(), Message> {
        let Some(agency) = &entry.agency else { return Ok(()) };
        if !access::allows(self.actor, PERSON_MANAGE, Some(&agency.path)) {
            let name = &agency.full_name;
            return Err(Message::new("identity.staff_list.outside").with("agency", name));
        }
        let above = entry.roles.iter().find(|role| !self.roles.may_give(self.actor, role, &agency.path));
        match above {
            Some(role) => Err(Message::new("identity.grant.above").with("role", role)),
            None => Ok(()),
        }
    }

    /// What is done for one person; nothing if they are as the list says.
    fn person(
        &mut self,
        group: &Group,
        before: Option<Person>,
        known: &Known,
        logins: &mut HashSet<String>,
    ) -> Result<Option<Planned>, Message> {
        let details = match &before {
            Some(person) => overlay(&person.details, &group.details),
            None => group.details.clone(),
        };
        self.check_details(before.as_ref(), &details, known)?;
        let posts = known.posts(before.as_ref());
        let mut planned = Planned {
            line: group.line(),
            details,
            begins: Vec::new(),
            ends: Vec::new(),
            reworded: Vec::new(),
            account: None,
            roles: Vec::new(),
            before,
        };
        let good = post_draft::posts(&mut planned, group, posts, self);
        if planned.before.is_none() && planned.begins.is_empty() {
            return Err(Message::new("identity.staff_list.post_missing"));
        }
        account_draft::account(&mut planned, &good, known, logins, self)?;
        let details_same = planned.before.as_ref().is_some_and(|person| person.details == planned.details);
        let idle = details_same
            && planned.begins.is_empty()
            && planned.ends.is_empty()
            && planned.reworded.is_empty()
            && planned.account.is_none()
            && planned.roles.is_empty();
        Ok((!idle).then_some(planned))
    }

    fn check_details(
        &self,
        before: Option<&Person>,
        details: &Details,
        known: &Known,
    ) -> Result<(), Message> {
        if details.citizen_no.as_ref().is_some_and(|number| !number.fits(details.born, details.sex)) {
            return Err(Message::new("identity.person.citizen_no_differs"));
        }
        let Some(person) = before else {
            let unknowable =
                details.citizen_no.is_none() && details.email.is_none() && details.born.is_none();
            return if unknowable { Err(Message::new("identity.staff_list.unknowable")) } else { Ok(()) };
        };
        if !known.is_visible(person) {
            return Err(Message::new("identity.staff_list.out_of_sight"));
        }
        if person.details != *details && !self.may_edit(person, known) {
            return Err(Message::new("identity.staff_list.serves_elsewhere"));
        }
        Ok(())
    }

    /// Whether the actor may correct what is known of a person: they serve nowhere else, and have no rights the actor has
    /// not. Whoever changes a mail address could have a link for another password sent there.
    fn may_edit(&self, person: &Person, known: &Known) -> bool {
        let within = |path: &str| access::allows(self.actor, PERSON_MANAGE, Some(path));
        let held = known.accounts(Some(person)).iter().flat_map(|account| known.exercised(account.id));
        known.posts(Some(person)).iter().all(|post| within(&post.path))
            && held
                .into_iter()
                .all(|held: &Held| within(&held.path) && self.roles.holds(self.actor, &held.role, &held.path))
    }

    /// Whether the actor may make accounts at that agency.
    pub(super) fn may_open(&self, path: &str) -> bool {
        access::allows(self.actor, ACCOUNT_MANAGE, Some(path))
    }
}
