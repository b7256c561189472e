//! How acts on one award begin.

use base::{Id, Permission};
use kernel::{Act, Ctx, Error, Result};

use super::{model::Award, payee::Oneself, store};

/// The act, the award this actor decides about, and who the actor is under all names. Acts on a site's royalties are one
/// after another from here on: what is read stays true until the act ends.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency.
pub(super) async fn begin(ctx: &Ctx, permission: Permission, id: Id<Award>) -> Result<(Act, Award, Oneself)> {
    let mut act = ctx.act(permission).await?;
    let seen = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    store::take_turn(&act, seen.site).await?;
    let award = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    let path = award.deciding_path(act.now().local_date()).to_owned();
    act.require(&path)?;
    let oneself = Oneself::of_act(&act).await?;
    Ok((act, award, oneself))
}
