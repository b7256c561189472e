use std::sync::Arc;

use base::{AccountActor, Actor, Id, LocalDate, Permission, text};
use kernel::{Act, App, Ctx, Error, Result, access, new_id};
use ui::Message;
use uuid::Uuid;

use super::{
    model::{Grant, Granted},
    store,
};
use crate::{ACCOUNT_MANAGE, Account, account, reorganise};

/// Longest reason for giving or taking a role, or for locking an account, in characters.
pub const REASON_MAX: usize = 300;

/// The longest a grant lasts, in years: a term of office.
const LONGEST: i32 = 5;

/// The same day so many years later; 28 February for a 29th that is not there.
pub(crate) fn years_after(day: LocalDate, years: i32) -> LocalDate {
    let later = day.0.year() + years;
    LocalDate(
        day.0.replace_year(later).or_else(|_| day.0.replace_day(28)?.replace_year(later)).unwrap_or(day.0),
    )
}

/// A role to be given.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// The role's key.
    pub role: String,
    /// The agency at the top of the subtree.
    pub agency: Uuid,
    /// The first day; today if not said.
    pub valid_from: Option<LocalDate>,
    /// The last day; a year after the first if not said. Every grant has an end, so that somebody looks at it again.
    pub valid_to: Option<LocalDate>,
    /// Why, for whoever checks later, up to 300 characters: a decision's number, not a person's name.
    pub reason: String,
}

/// Gives an account a role over an agency and everything below it, for a year from today on; given by the program itself,
/// for five.
///
/// # Errors
/// [`Error::NotFound`] without such an account; [`Error::Conflict`] for an unknown role or agency, a role held
/// already, a role with rights the giver does not hold there by roles of their own, or one's own account; [`Error::Forbidden`] for an agency outside the
/// giver's scope.
pub async fn grant(
    ctx: &Ctx,
    account: Id<Account>,
    role: &str,
    agency: impl Into<Uuid>,
    reason: &str,
) -> Result<Id<Grant>> {
    let new = NewGrant {
        role: role.to_owned(),
        agency: agency.into(),
        valid_from: None,
        valid_to: matches!(ctx.actor(), Actor::System(_)).then(|| years_after(ctx.today(), LONGEST)),
        reason: reason.to_owned(),
    };
    grant_until(ctx, account, new).await
}

/// As [`grant`], for the days named.
///
/// # Errors
/// As [`grant`]; [`Error::Conflict`] for days that are over, out of order or too many.
pub async fn grant_until(ctx: &Ctx, account: Id<Account>, new: NewGrant) -> Result<Id<Grant>> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    account::store::find(&act, account).await?.ok_or(Error::NotFound)?;
    let id = give(&mut act, account, new).await?;
    act.commit().await?;
    Ok(id)
}

/// As [`grant`], to an account the giver knows of.
pub(crate) async fn give_visible(ctx: &Ctx, account: Id<Account>, new: NewGrant) -> Result<Id<Grant>> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    account::store::find_visible(&act, (&act.scope(), act.now().local_date()), account)
        .await?
        .ok_or(Error::NotFound)?;
    let id = give(&mut act, account, new).await?;
    act.commit().await?;
    Ok(id)
}

/// The giving, within an act that has [`ACCOUNT_MANAGE`].
pub(crate) async fn give(act: &mut Act, account: Id<Account>, new: NewGrant) -> Result<Id<Grant>> {
    let refused = |key| Error::Conflict(Message::new(key).with("role", &new.role));
    if act.actor().account_id() == Some(account.uuid()) {
        return Err(refused("identity.grant.oneself"));
    }
    let Some(permissions) = permissions(act.ctx().app(), &new.role) else {
        return Err(refused("identity.grant.unknown_role"));
    };
    let today = act.now().local_date();
    let path = store::agency_path(act, new.agency, today).await?;
    let path = path.ok_or_else(|| refused("identity.grant.unknown_agency"))?;
    act.require(&path)?;
    if !may_give(act.actor(), &permissions, Some(&path)) {
        return Err(refused("identity.grant.above"));
    }
    let from = new.valid_from.unwrap_or(today);
    let to = new.valid_to.unwrap_or_else(|| years_after(from, 1));
    if to < from || to < today {
        return Err(refused("identity.grant.over_already"));
    }
    if to > years_after(from, LONGEST) {
        return Err(refused("identity.grant.too_long"));
    }
    let held = store::of_account(act, account, today).await?;
    if held.iter().any(|held| held.role == new.role && held.grant.agency == new.agency) {
        return Err(refused("identity.grant.held_already"));
    }
    let grant = Grant { id: new_id(), account, agency: new.agency };
    let reason: String = text::nfc(&new.reason).chars().take(REASON_MAX).collect();
    let written = store::New {
        grant,
        role: &new.role,
        from: from.iso(),
        to: Some(to.iso()),
        giver: act.actor().account_id(),
        reason: &reason,
        held: true,
    };
    store::insert(act, &[written]).await?;
    act.record(&grant, &Granted { grant: grant.id, role: &new.role }).await?;
    reorganise::role_given(act, &grant).await?;
    Ok(grant.id)
}

/// Whether the actor holds every one of the permissions by roles of their own: over that agency, or without a path, over
/// any. What is lent to somebody is theirs to exercise, not to hand on: it would outlast the loan.
pub(crate) fn may_give(actor: &Actor, permissions: &[Permission], path: Option<&str>) -> bool {
    let own = match actor {
        Actor::Account(account) if account.grants.iter().any(|grant| grant.lent_by.is_some()) => {
            let grants = account.grants.iter().filter(|grant| grant.lent_by.is_none()).cloned().collect();
            let (id, display_name) = (account.id, account.display_name.clone());
            Actor::Account(Arc::new(AccountActor { id, display_name, grants }))
        }
        other => other.clone(),
    };
    permissions.iter().all(|&permission| access::allows(&own, permission, path))
}

/// What a role lets its holder do, from all modules together; nothing for an unknown role.
pub(crate) fn permissions(app: &App, role: &str) -> Option<Arc<[Permission]>> {
    let declared: Vec<_> = app.roles().into_iter().filter(|declared| declared.key == role).collect();
    if declared.is_empty() {
        return None;
    }
    Some(declared.iter().flat_map(|declared| declared.permissions).copied().collect())
}
