use base::Id;
use kernel::{Ctx, Error, Result};

use super::{
    model::{Delivery, GivenUp},
    send::forget_secret,
    store, view,
};
use crate::policy::DELIVERY_MANAGE;

/// Lets a delivery be.
///
/// # Errors
/// [`Error::NotFound`] outside the administrator's scope; [`Error::Conflict`] when it is over already.
pub(super) async fn give_up(ctx: &Ctx, id: Id<Delivery>) -> Result<()> {
    let mut act = ctx.act(DELIVERY_MANAGE).await?;
    if view::sees(&act, &act.scope(), id).await?.is_none() {
        return Err(Error::NotFound);
    }
    let Some(mut delivery) = store::find(&act, id).await? else { return Err(Error::NotFound) };
    let before = delivery.state;
    delivery.give_up(act.now())?;
    delivery.address = None;
    store::save(&act, &delivery, before).await?;
    forget_secret(&act, &delivery).await?;
    act.record(&delivery, &GivenUp {}).await?;
    act.commit().await
}
