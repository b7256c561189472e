//! What is done between a decision and its day: what is given at an agency about to end goes along as if it had been
//! there when it was decided, and what is ended ends on both sides of the day.

use std::collections::HashMap;

use base::LocalDate;
use kernel::{
    Act, Error, Reorganisation, Result,
    db::{FromQueryResult, Queries as _, Value},
};
use svc_org::reorganisation;
use ui::Message;
use uuid::Uuid;

use super::{
    CHUNK,
    event::OfAccount,
    link::{self, Kind},
    post, role,
};
use crate::{
    Grant,
    delegation::{Delegation, DelegationEnded},
    grant::{self, GrantEnded, held_now},
};

/// Something given beyond the last day of its agency.
#[derive(FromQueryResult)]
struct Late {
    id: Uuid,
    agency: Uuid,
    name: String,
    last: String,
}

async fn late(act: &Act, kind: Kind, ids: &[Uuid]) -> Result<Vec<Late>> {
    let mut late = Vec::new();
    for some in ids.chunks(CHUNK) {
        let numbers: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT g.id, g.agency, o.full_name AS name, o.valid_to AS last \
             FROM {} g JOIN org_agency o ON o.id = g.agency \
             WHERE o.valid_to IS NOT NULL AND (g.valid_to IS NULL OR g.valid_to > o.valid_to) AND g.id IN ({})",
            kind.table(),
            numbers.join(", ")
        );
        let values: Vec<Value> = some.iter().map(|&id| id.into()).collect();
        late.extend(act.all::<Late>(&sql, values).await?);
    }
    Ok(late)
}

/// The decided plan by which its agency ends, and who gets what cannot be divided.
///
/// # Errors
/// [`Error::Conflict`] says the agency's last day where nobody does.
async fn heir(act: &Act, late: &Late) -> Result<(Reorganisation, Uuid)> {
    let change = reorganisation::ending(act, late.agency).await?;
    let heir = change.and_then(|change| {
        let heir = change.passings.iter().find(|p| p.from == late.agency)?.heir?;
        Some((change, heir))
    });
    heir.ok_or_else(|| refused("identity.grant.agency_ends", late))
}

fn refused(key: &'static str, late: &Late) -> Error {
    let day = LocalDate::parse(&late.last).map(LocalDate::vn).unwrap_or_default();
    Error::Conflict(Message::new(key).with("agency", &late.name).with("day", day))
}

/// Roles were given: where an agency ends before they do, they go along to its heir.
///
/// # Errors
/// [`Error::Conflict`] where there is no heir, or where the giver may not give that role at the heir.
pub(crate) async fn roles_given(act: &mut Act, ids: &[Uuid]) -> Result<()> {
    for late in late(act, Kind::Grant, ids).await? {
        let (change, heir) = heir(act, &late).await?;
        let Some(row) = role::find(act, late.id).await? else { continue };
        if !gives_there(act, &row.role, heir, change.on).await? {
            return Err(refused("identity.grant.heir_above", &late));
        }
        role::carry(act, &change, &row, Some(heir)).await?;
    }
    Ok(())
}

/// Whether on that day the actor holds, over the heir, all the role lets its holder do. Those who looked at the decision
/// saw the roles there were, not this one.
async fn gives_there(act: &Act, role: &str, heir: Uuid, on: LocalDate) -> Result<bool> {
    let Some(account) = act.actor().account_id() else { return Ok(true) };
    let app = act.ctx().app();
    let path: Option<String> =
        act.scalar("SELECT path FROM org_agency WHERE id = $1", vec![heir.into()]).await?;
    let held = held_now(act, account, on, |role| grant::permissions(app, role)).await?;
    let there = |p: &base::Permission| {
        let over = |g: &&base::Grant| path.as_ref().is_some_and(|path| path.starts_with(&g.path));
        held.iter().filter(over).any(|g| g.permissions.contains(p))
    };
    Ok(grant::permissions(app, role).is_some_and(|all| all.iter().all(there)))
}

/// Posts were filled: where an agency ends before they do, they go along to its heir.
///
/// # Errors
/// [`Error::Conflict`] where there is no heir.
pub(crate) async fn posts_filled(act: &mut Act, ids: &[Uuid]) -> Result<()> {
    for late in late(act, Kind::Post, ids).await? {
        let (change, heir) = heir(act, &late).await?;
        let Some(row) = post::find(act, late.id).await? else { continue };
        post::carry(act, &change, &row, Some(heir)).await?;
    }
    Ok(())
}

/// A role was taken back: what it goes on as never begins. Taken back at the heir, it ends at its former agency too if the
/// actor decides there; it lasts to the day otherwise, and does not come back if the plan is undone.
pub(crate) async fn role_ended(act: &mut Act, id: Uuid, reason: &str) -> Result<()> {
    let within = act.scope();
    let mut ended = vec![id];
    while let Some(id) = ended.pop() {
        let mut others = Vec::new();
        if let Some(next) = link::after(act, Kind::Grant, id).await?.and_then(|link| link.new_id)
            && !lives_on(act, next).await?
        {
            others.push((next, kernel::RowScope::All));
        }
        let former = link::before(act, Kind::Grant, id).await?;
        others.extend(former.into_iter().map(|link| (link.old_id, within.clone())));
        for (other, scope) in others {
            if is_over(act, other).await? {
                continue;
            }
            let Some((grant, _)) = grant::store::end(act, other.into(), &scope).await? else { continue };
            act.record(&grant, &GrantEnded { grant: grant.id, reason }).await?;
            ended.push(other);
        }
    }
    Ok(())
}

/// Whether one of several roles that become this one is still held.
async fn lives_on(act: &Act, new: Uuid) -> Result<bool> {
    let sql = "SELECT count(*) FROM identity_carried c JOIN identity_grant g ON g.id = c.old_id AND g.ended_at IS NULL \
               WHERE c.kind = 'grant' AND c.new_id = $1 AND NOT c.undone";
    let held: Option<i64> = act.scalar(sql, vec![new.into()]).await?;
    Ok(held.unwrap_or(0) > 0)
}

/// Whether a role has run out: who could do what on a day keeps its answer.
async fn is_over(act: &Act, id: Uuid) -> Result<bool> {
    let last: Option<Option<String>> =
        act.scalar("SELECT valid_to FROM identity_grant WHERE id = $1", vec![id.into()]).await?;
    Ok(last.flatten().is_some_and(|last| last < act.now().local_date().iso()))
}

/// A lent role was taken or given back: what it goes on as ends with it, and the other way round.
pub(crate) async fn loan_ended(act: &mut Act, delegation: &Delegation) -> Result<()> {
    let id = delegation.id.uuid();
    let next = link::after(act, Kind::Loan, id).await?.and_then(|link| link.new_id);
    let former = link::before(act, Kind::Loan, id).await?.into_iter().map(|link| link.old_id);
    for other in former.chain(next).collect::<Vec<_>>() {
        let sql = "UPDATE identity_delegation SET ended_at = $2, ended_by = $3 \
                   WHERE id = $1 AND ended_at IS NULL AND valid_to >= $4 RETURNING agency";
        let values = vec![
            other.into(),
            act.now().0.into(),
            act.actor().account_id().into(),
            act.now().local_date().iso().into(),
        ];
        let Some(agency) = act.scalar::<Uuid>(sql, values).await? else { continue };
        let of = OfAccount { account: delegation.lender.uuid(), agency };
        act.record(&of, &DelegationEnded { delegation: other.into() }).await?;
    }
    Ok(())
}

/// A post got its last day: one before the new order never begins at the heir, a later one is the last day there.
pub(crate) async fn posts_ended(act: &Act, ended: &[(Uuid, String)]) -> Result<()> {
    let lasts: HashMap<Uuid, &String> = ended.iter().map(|(id, last)| (*id, last)).collect();
    let ids: Vec<Uuid> = ended.iter().map(|(id, _)| *id).collect();
    for some in ids.chunks(CHUNK) {
        for id in carried_posts(act, some).await? {
            if let Some(last) = lasts.get(&id) {
                post_ended(act, id, last).await?;
            }
        }
    }
    Ok(())
}

/// The unit of a post was corrected: what it goes on as after the day says the same.
pub(crate) async fn posts_reworded(act: &mut Act, corrected: &[(Uuid, &str)]) -> Result<()> {
    for some in corrected.chunks(CHUNK) {
        let ids: Vec<Uuid> = some.iter().map(|(id, _)| *id).collect();
        for id in carried_posts(act, &ids).await? {
            let unit = some.iter().find(|(corrected, _)| *corrected == id).map(|(_, unit)| *unit);
            let mut next = link::after(act, Kind::Post, id).await?.and_then(|link| link.new_id);
            // Somebody may go along by several decisions, one after another.
            while let (Some(new), Some(unit)) = (next, unit) {
                let Some(row) = post::find(act, new).await? else { break };
                post::reword(act, &row, unit).await?;
                next = link::after(act, Kind::Post, new).await?.and_then(|link| link.new_id);
            }
        }
    }
    Ok(())
}

/// Which of these posts go along by a decision whose day has not come.
async fn carried_posts(act: &Act, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let numbers: Vec<String> = (2..ids.len() + 2).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT old_id FROM identity_carried WHERE kind = 'post' AND NOT undone AND day > $1 AND old_id IN ({})",
        numbers.join(", ")
    );
    let mut values: Vec<Value> = vec![act.now().local_date().iso().into()];
    values.extend(ids.iter().map(|&id| Value::from(id)));
    act.column(&sql, values).await
}

async fn post_ended(act: &Act, id: Uuid, last: &str) -> Result<()> {
    let Some(link) = link::after(act, Kind::Post, id).await? else { return Ok(()) };
    if last < link.day.as_str() {
        if let Some(new) = link.new_id {
            link::unchain(act, Kind::Post, new, None).await?;
            link::remove(act, Kind::Post, new).await?;
        }
        return link::cut(act, Kind::Post, &link, last).await;
    }
    let before = LocalDate::parse(&link.day).map(|day| day.previous().iso()).unwrap_or_default();
    link::last_day(act, Kind::Post, id, Some(before)).await?;
    if let Some(new) = link.new_id {
        link::last_day(act, Kind::Post, new, Some(last.to_owned())).await?;
        Box::pin(post_ended(act, new, last)).await?;
    }
    Ok(())
}

/// As [`roles_given`], for one.
///
/// # Errors
/// As [`roles_given`].
pub(crate) async fn role_given(act: &mut Act, grant: &Grant) -> Result<()> {
    roles_given(act, &[grant.id.uuid()]).await
}

/// Whether a post goes on elsewhere by a decision whose day has not come: its last day may then lie behind the agency's.
pub(crate) async fn goes_along(act: &Act, post: Uuid) -> Result<bool> {
    let sql = "SELECT count(*) FROM identity_carried WHERE kind = 'post' AND old_id = $1 AND new_id IS NOT NULL AND undone = $2";
    Ok(act.scalar::<i64>(sql, vec![post.into(), false.into()]).await?.unwrap_or(0) > 0)
}
