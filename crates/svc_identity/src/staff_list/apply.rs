use std::{sync::Arc, time::Duration};

use base::Id;
use kernel::{Act, Ctx, Error, Result, new_id};
use svc_org::Agency;
use ui::Message;

use super::{
    draft::draft,
    invite::{INVITE, Invite, TOGETHER},
    plan::{Plan, Planned, Summary},
    store_writes as writes,
    table::Table,
};
use crate::{
    Account, Grant, PERSON_MANAGE, Person, Post,
    account::{AccountCreated, Status},
    grant::{Granted, REASON_MAX},
    person::{PersonCreated, PersonEdited},
    post::{PostEnded, PostFilled, PostReworded},
    reorganise,
};

/// What a list would do; nothing is written. `default` is where rows belong that name no agency.
///
/// # Errors
/// [`Error::SignIn`] and [`Error::Forbidden`] without the permission; the database's.
pub async fn preview(ctx: &Ctx, table: &Table, default: Option<Arc<Agency>>) -> Result<Plan> {
    if !ctx.may(PERSON_MANAGE, None) {
        return Err(Error::Forbidden);
    }
    draft(ctx, ctx.read(), table, default).await
}

/// The data changed since a list was shown.
pub(super) fn changed() -> Error {
    Error::Conflict(Message::new("identity.staff_list.changed"))
}

/// Does what [`preview`] showed, all of it or nothing. `fingerprint` is the shown plan's; `reason` names the decision by
/// which roles are given.
///
/// # Errors
/// [`Error::Conflict`] when the list would do something else by now, does nothing, or gives roles without a reason;
/// [`Error::Forbidden`]; the database's. Nothing was written then.
pub async fn apply(
    ctx: &Ctx,
    table: &Table,
    default: Option<Arc<Agency>>,
    reason: &str,
    fingerprint: &str,
) -> Result<Summary> {
    let mut act = ctx.act(PERSON_MANAGE).await?;
    let plan = draft(ctx, &act, table, default).await?;
    if plan.fingerprint() != fingerprint {
        return Err(changed());
    }
    if plan.is_empty() {
        return Err(Error::Conflict(Message::new("identity.staff_list.nothing")));
    }
    let reason: String = base::text::nfc(reason).chars().take(REASON_MAX).collect();
    if plan.gives_roles() && reason.is_empty() {
        return Err(Error::Conflict(Message::new("identity.grant.reason_missing")));
    }
    let summary = plan.summary();
    let writing = Writing::of(plan.people);
    writing.people(&mut act).await?;
    writing.posts(&mut act).await?;
    writing.accounts(&mut act, &reason).await?;
    act.commit().await?;
    Ok(summary)
}

/// The rows to be written.
#[derive(Default)]
struct Writing {
    created: Vec<Person>,
    edited: Vec<(Person, Vec<&'static str>)>,
    begun: Vec<Post>,
    ended: Vec<(Post, String)>,
    reworded: Vec<(Post, String)>,
    accounts: Vec<Account>,
    invited: Vec<Id<Account>>,
    grants: Vec<(Grant, &'static str, String)>,
}

impl Writing {
    fn of(people: Vec<Planned>) -> Self {
        let mut writing = Self::default();
        for planned in people {
            writing.add(planned);
        }
        writing
    }

    fn add(&mut self, planned: Planned) {
        let Planned { before, details, begins, ends, reworded, account, roles, .. } = planned;
        let full_name = details.full_name.clone();
        let person = before.as_ref().map_or_else(new_id, |before| before.id);
        match before {
            None => self.created.push(Person { id: person, details, version: 1 }),
            Some(before) => {
                let fields = before.details.differences(&details);
                if !fields.is_empty() {
                    self.edited.push((Person { details, ..before }, fields));
                }
            }
        }
        self.begun.extend(begins.into_iter().map(|begun| Post {
            id: new_id(),
            person,
            agency: begun.agency.id.uuid(),
            agency_name: begun.agency.full_name.clone(),
            path: begun.agency.path.clone(),
            title: begun.title,
            unit: begun.unit,
            main: begun.main,
            valid_from: begun.from,
            valid_to: begun.until,
        }));
        self.ended.extend(ends.into_iter().map(|ended| (ended.post, ended.last.iso())));
        self.reworded.extend(reworded);
        let opened = account.map(|new| {
            let account = Account {
                id: new_id(),
                person,
                login: new.login,
                display_name: full_name,
                status: Status::Active,
                // Nobody knows a password of it, so there is none to be changed.
                must_change: false,
                toured: false,
                version: 1,
            };
            let id = account.id;
            if new.invited {
                self.invited.push(id);
            }
            self.accounts.push(account);
            id
        });
        self.grants.extend(roles.into_iter().filter_map(|given| {
            let account = given.account.or(opened)?;
            let grant = Grant { id: new_id(), account, agency: given.agency.id.uuid() };
            Some((grant, given.role, given.until.iso()))
        }));
    }

    async fn people(&self, act: &mut Act) -> Result<()> {
        writes::insert_people(act, &self.created).await?;
        let created: Vec<_> = self.created.iter().map(|person| (person, PersonCreated {})).collect();
        act.record_each(&created).await?;
        let edited: Vec<&Person> = self.edited.iter().map(|(person, _)| person).collect();
        writes::save_people(act, &edited).await?;
        let edited =
            self.edited.iter().map(|(person, fields)| (person, PersonEdited { fields: fields.clone() }));
        act.record_each(&edited.collect::<Vec<_>>()).await
    }

    async fn posts(&self, act: &mut Act) -> Result<()> {
        writes::end_posts(act, &self.ended).await?;
        let ended =
            self.ended.iter().map(|(post, last)| (post, PostEnded { post: post.id, last_day: last.clone() }));
        act.record_each(&ended.collect::<Vec<_>>()).await?;
        let ended: Vec<_> = self.ended.iter().map(|(post, last)| (post.id.uuid(), last.clone())).collect();
        reorganise::posts_ended(act, &ended).await?;
        writes::reword_posts(act, &self.reworded).await?;
        let reworded = self.reworded.iter().map(|(post, _)| (post, PostReworded { post: post.id }));
        act.record_each(&reworded.collect::<Vec<_>>()).await?;
        let corrected: Vec<_> =
            self.reworded.iter().map(|(post, unit)| (post.id.uuid(), unit.as_str())).collect();
        reorganise::posts_reworded(act, &corrected).await?;
        writes::insert_posts(act, &self.begun).await?;
        let begun = self.begun.iter().map(|post| (post, PostFilled { post: post.id }));
        act.record_each(&begun.collect::<Vec<_>>()).await?;
        let begun: Vec<_> = self.begun.iter().map(|post| post.id.uuid()).collect();
        reorganise::posts_filled(act, &begun).await
    }

    async fn accounts(&self, act: &mut Act, reason: &str) -> Result<()> {
        writes::insert_accounts(act, &self.accounts).await?;
        let opened: Vec<_> = self.accounts.iter().map(|account| (account, AccountCreated {})).collect();
        act.record_each(&opened).await?;
        writes::insert_grants(act, &self.grants, reason).await?;
        let given = self.grants.iter().map(|(grant, role, _)| (grant, Granted { grant: grant.id, role }));
        act.record_each(&given.collect::<Vec<_>>()).await?;
        let given: Vec<_> = self.grants.iter().map(|(grant, ..)| grant.id.uuid()).collect();
        reorganise::roles_given(act, &given).await?;
        for accounts in self.invited.chunks(TOGETHER) {
            let accounts = accounts.iter().map(|id| id.uuid()).collect();
            act.enqueue(INVITE, &Invite { accounts }, Duration::ZERO).await?;
        }
        Ok(())
    }
}
