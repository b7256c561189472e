use kernel::{Ctx, Error, Proof, Result};
use ui::Message;

use super::{Throttle, Try, store, wait};
use crate::{account, factor};

/// Whether the password, the app's code or a recovery code shows that the owner of this session still sits there. A session
/// left open on a shared machine must not be a way to guess them.
pub(crate) async fn prove(ctx: &Ctx, proof: &str) -> Result<Proof> {
    let (Some(session), Some(id)) = (ctx.session(), ctx.actor().account_id()) else {
        return Err(Error::SignIn);
    };
    let owner = account::store::find(ctx.read(), id.into()).await?.ok_or(Error::SignIn)?;
    let throttle = ctx.app().part::<Throttle>()?;
    let attempt = match throttle.begin(Try::Session(session), ctx.now()) {
        Ok(attempt) => attempt,
        Err(seconds) => return Ok(Proof::Refused(wait(seconds))),
    };
    let good = account::check_password(ctx, &owner.login, proof).await?.is_some()
        || factor::use_up(ctx, &owner, proof).await?;
    if !good {
        ctx.log_access("proof refused").await;
        return Ok(Proof::Refused(Message::new("identity.prove.wrong")));
    }
    throttle.succeeded(attempt);
    store::note_proved(ctx.app(), session, ctx.now()).await?;
    Ok(Proof::Good)
}
