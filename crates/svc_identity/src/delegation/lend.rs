use std::{collections::BTreeMap, time::Duration};

use base::{Id, text};
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Ctx, Error, Result, new_id};
use ui::Message;

use super::{
    PATH,
    model::{Delegation, LONGEST, Lent, NewDelegation},
    store,
};
use crate::{
    grant::{self, REASON_MAX, role_label},
    person,
};

/// Lends a role of one's own.
///
/// # Errors
/// [`Error::NotFound`] for a grant that is not one's own; [`Error::Conflict`] for somebody who is no colleague or cannot
/// sign in, oneself, a role that is not in force, an agency outside the role's subtree, days out of order or too many, or one lent to them already at that time.
pub(crate) async fn lend(ctx: &Ctx, new: NewDelegation) -> Result<Id<Delegation>> {
    let refused = |key| Error::Conflict(Message::new(key));
    let own = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let mut act = ctx.own_act().await?;
    let today = act.now().local_date();
    let held = grant::store::of_account(&act, own, today).await?;
    let held = held.into_iter().find(|held| held.grant.id == new.grant).ok_or(Error::NotFound)?;
    // Of one's own and in force: a role somebody else lent, or one waiting for another password, is not lent on.
    let exercised = match ctx.actor() {
        base::Actor::Account(account) => account.grants.iter().any(|grant| {
            grant.lent_by.is_none() && grant.role == held.role && grant.agency == held.grant.agency
        }),
        base::Actor::Anonymous | base::Actor::System(_) => false,
    };
    if !exercised {
        return Err(refused("identity.delegation.not_in_force"));
    }
    if new.borrower == own {
        return Err(refused("identity.delegation.oneself"));
    }
    // A colleague or nobody: what is said of others is the same whether or not there is such an account.
    let borrower = person::stand_ins(&act, (own, today), Some(new.borrower), 1).await?.pop();
    let borrower = borrower.ok_or_else(|| refused("identity.delegation.unknown"))?;
    let agency = new.agency.unwrap_or(held.grant.agency);
    let placed = grant::store::agency(&act, agency, today).await?;
    let (agency_name, path) = placed.ok_or_else(|| refused("identity.grant.unknown_agency"))?;
    if !path.starts_with(&held.path) {
        return Err(refused("identity.delegation.outside"));
    }
    if new.valid_to < new.valid_from || new.valid_to < today {
        return Err(refused("identity.delegation.days"));
    }
    let longest = new.valid_from.0.checked_add(time::Duration::days(LONGEST));
    if longest.is_none_or(|longest| new.valid_to.0 > longest)
        || held.valid_to.is_some_and(|end| new.valid_to > end)
    {
        return Err(refused("identity.delegation.too_long"));
    }
    if store::overlaps(&act, new.grant, borrower.account, agency, (new.valid_from, new.valid_to)).await? {
        return Err(refused("identity.delegation.lent_already"));
    }
    let delegation = Delegation {
        id: new_id(),
        grant: new.grant,
        role: held.role,
        lender: own,
        lender_name: String::new(),
        borrower: borrower.account,
        borrower_name: borrower.name,
        agency,
        agency_name,
        path,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        reason: text::nfc(&new.reason).chars().take(REASON_MAX).collect(),
    };
    store::insert(&act, &delegation).await?;
    let lent = Lent { delegation: delegation.id, role: &delegation.role, borrower: borrower.account };
    act.record(&delegation, &lent).await?;
    tell(&mut act, &delegation).await?;
    act.commit().await?;
    Ok(delegation.id)
}

/// Tells the borrower.
async fn tell(act: &mut Act, delegation: &Delegation) -> Result<()> {
    let lender = act.ctx().actor().clone();
    let lender = match &lender {
        base::Actor::Account(account) => account.display_name.clone(),
        base::Actor::Anonymous | base::Actor::System(_) => String::new(),
    };
    let role = role_label(act.ctx().lang(), &delegation.role);
    let values = [
        ("lender", lender),
        ("role", role),
        ("agency", delegation.agency_name.clone()),
        ("from", delegation.valid_from.vn()),
        ("until", delegation.valid_to.vn()),
    ];
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: "identity.delegation_given".to_owned(),
        to: Recipient::Account(delegation.borrower.uuid()),
        values: values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>(),
        path: PATH.to_owned(),
        agency: Some(delegation.agency),
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await
}
