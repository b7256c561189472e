//! A decision taken back before its day. What was ended meanwhile stays ended; a post whose last day was said anew at the
//! heir keeps that day.

use std::collections::HashMap;

use kernel::{
    Act, Reorganisation, Result,
    db::{FromQueryResult, Queries as _},
};
use uuid::Uuid;

use super::{
    event::{LoanCarriedBack, OfAccount, OfPerson, PostCarriedBack, RoleCarriedBack},
    link::{self, Kind, Link},
};

/// Takes all of it back: loans before the roles they hang on.
pub(super) async fn all(act: &mut Act, change: &Reorganisation) -> Result<()> {
    loans(act, change).await?;
    roles(act, change).await?;
    posts(act, change).await?;
    act.run("UPDATE identity_carried SET undone = TRUE WHERE plan = $1", vec![change.id.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Ended {
    holder: Uuid,
    ended_at: Option<i64>,
}

/// Whether what it went on as was ended by itself, as somebody who decides at the heir only may: then it stays ended.
async fn ended_there(act: &Act, kind: Kind, link: &Link) -> Result<bool> {
    let Some(new) = link.new_id else { return Ok(false) };
    let sql = format!("SELECT count(*) FROM {} WHERE id = $1 AND ended_at IS NULL", kind.table());
    let living: Option<i64> = act.scalar(&sql, vec![new.into()]).await?;
    Ok(living.unwrap_or(0) == 0)
}

async fn loans(act: &mut Act, change: &Reorganisation) -> Result<()> {
    for link in link::of_plan(act, Kind::Loan, change.id).await? {
        let sql = "SELECT lender AS holder, ended_at FROM identity_delegation WHERE id = $1";
        let old: Option<Ended> = act.one(sql, vec![link.old_id.into()]).await?;
        let ended = ended_there(act, Kind::Loan, &link).await?;
        if let Some(new) = link.new_id {
            link::unchain(act, Kind::Loan, new, None).await?;
            link::remove(act, Kind::Loan, new).await?;
        }
        let Some(old) = old.filter(|old| old.ended_at.is_none() && !ended) else { continue };
        link::last_day(act, Kind::Loan, link.old_id, link.valid_to).await?;
        let of = OfAccount { account: old.holder, agency: link.agency };
        act.record(&of, &LoanCarriedBack { delegation: link.old_id, plan: change.id }).await?;
    }
    Ok(())
}

async fn roles(act: &mut Act, change: &Reorganisation) -> Result<()> {
    let links = link::of_plan(act, Kind::Grant, change.id).await?;
    for link in &links {
        let sql = "SELECT account AS holder, ended_at FROM identity_grant WHERE id = $1";
        let old: Option<Ended> = act.one(sql, vec![link.old_id.into()]).await?;
        if ended_there(act, Kind::Grant, link).await? {
            continue;
        }
        if let Some(new) = link.new_id {
            lend_back(act, change, link, new).await?;
        }
        let Some(old) = old.filter(|old| old.ended_at.is_none()) else { continue };
        link::last_day(act, Kind::Grant, link.old_id, link.valid_to.clone()).await?;
        let of = OfAccount { account: old.holder, agency: link.agency };
        act.record(&of, &RoleCarriedBack { grant: link.old_id, plan: change.id }).await?;
    }
    // Several may have become one.
    for new in links.iter().filter_map(|link| link.new_id) {
        link::unchain(act, Kind::Grant, new, None).await?;
        link::remove(act, Kind::Grant, new).await?;
    }
    Ok(())
}

/// What was lent since the decision out of the role at the heir is lent out of the role as it was, over the agency that
/// would have become the heir; where that is not one agency, it ends with the heir's role.
async fn lend_back(act: &Act, change: &Reorganisation, link: &Link, new: Uuid) -> Result<()> {
    let mut from: HashMap<Uuid, Option<Uuid>> = HashMap::new();
    for passing in &change.passings {
        let Some(heir) = passing.heir else { continue };
        from.entry(heir).and_modify(|one| *one = None).or_insert(Some(passing.from));
    }
    if let Some(heir) = link.heir {
        from.insert(heir, Some(link.agency));
    }
    for (heir, agency) in from.into_iter().filter_map(|(heir, one)| Some((heir, one?))) {
        let sql =
            "UPDATE identity_delegation SET grant_id = $2, agency = $4 WHERE grant_id = $1 AND agency = $3";
        act.run(sql, vec![new.into(), link.old_id.into(), heir.into(), agency.into()]).await?;
    }
    Ok(())
}

async fn posts(act: &mut Act, change: &Reorganisation) -> Result<()> {
    for link in link::of_plan(act, Kind::Post, change.id).await? {
        let mut last = link.valid_to.clone();
        if let Some(new) = link.new_id {
            let sql = "SELECT valid_to FROM identity_post WHERE id = $1";
            let own: Option<Option<String>> = act.scalar(sql, vec![new.into()]).await?;
            last = link::unchain(act, Kind::Post, new, own.flatten()).await?;
            link::remove(act, Kind::Post, new).await?;
        }
        link::last_day(act, Kind::Post, link.old_id, last).await?;
        let sql = "SELECT person FROM identity_post WHERE id = $1";
        let Some(person) = act.scalar(sql, vec![link.old_id.into()]).await? else { continue };
        let of = OfPerson { person, agency: link.agency };
        act.record(&of, &PostCarriedBack { post: link.old_id, plan: change.id }).await?;
    }
    Ok(())
}
