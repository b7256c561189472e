//! What every act of an officer on a dossier begins with.

use base::{Id, Permission};
use kernel::{Act, Ctx, Error, Result};

use super::{model::Dossier, store};

/// The dossier, in an act with this permission over its agency. Nobody decides about what they handed in themselves, or
/// what whoever they stand in for did.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or one's own.
pub(super) async fn begin(
    ctx: &Ctx,
    permission: Permission,
    id: Id<Dossier>,
    version: i64,
) -> Result<(Act, Dossier)> {
    let mut act = ctx.act(permission).await?;
    let dossier = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(&dossier.agency_path)?;
    if dossier.version != version {
        return Err(Error::stale());
    }
    if let Some(account) = dossier.account {
        let acting = [act.actor().account_id(), act.in_place_of()];
        let same = svc_identity::accounts_of_same(&act, &[account]).await?;
        if acting.contains(&Some(account)) || same.iter().any(|own| acting.contains(&Some(own.id))) {
            return Err(Error::Conflict("onestop.refused.own".into()));
        }
    }
    // The same person may hold a citizen's account beside an officer's, or have had somebody else send it.
    let number = store::applicant(&act, id).await?.citizen_no;
    for account in [act.actor().account_id(), act.in_place_of()].into_iter().flatten() {
        let person = svc_identity::person_of(&act, account).await?;
        let own = person.and_then(|person| person.citizen_no).is_some_and(|own| own.text() == number);
        if own {
            return Err(Error::Conflict("onestop.refused.own".into()));
        }
    }
    Ok((act, dossier))
}
