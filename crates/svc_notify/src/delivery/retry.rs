use std::time::Duration;

use base::Id;
use kernel::{Act, Ctx, Error, Result};
use ui::Message;

use super::{
    SEND,
    model::{Delivery, Retried},
    store, view,
};
use crate::policy::DELIVERY_MANAGE;

/// How many are tried again by one press of the button; the rest by the next.
const AT_ONCE: usize = 500;

/// Has a delivery tried again from the beginning.
///
/// # Errors
/// [`Error::NotFound`] outside the administrator's scope; [`Error::Conflict`] when it was sent meanwhile, or what it
/// said was forgotten.
pub(super) async fn retry(ctx: &Ctx, id: Id<Delivery>) -> Result<()> {
    let mut act = ctx.act(DELIVERY_MANAGE).await?;
    match view::sees(&act, &act.scope(), id).await? {
        None => return Err(Error::NotFound),
        Some(false) => return Err(Error::Conflict(Message::new("notify.delivery.forgotten"))),
        Some(true) => {}
    }
    again(&mut act, id).await?;
    act.commit().await
}

/// Has all dead ones in one's scope tried again and says how many.
///
/// # Errors
/// [`Error::Conflict`] when there are none.
pub(super) async fn retry_all(ctx: &Ctx) -> Result<usize> {
    let mut act = ctx.act(DELIVERY_MANAGE).await?;
    let dead = view::dead(&act, &act.scope(), AT_ONCE).await?;
    if dead.is_empty() {
        return Err(Error::Conflict(Message::new("notify.delivery.none_dead")));
    }
    for id in &dead {
        again(&mut act, (*id).into()).await?;
    }
    act.commit().await?;
    Ok(dead.len())
}

async fn again(act: &mut Act, id: Id<Delivery>) -> Result<()> {
    let Some(mut delivery) = store::find(act, id).await? else { return Err(Error::NotFound) };
    let before = delivery.state;
    delivery.retry(act.now())?;
    store::save(act, &delivery, before).await?;
    act.enqueue(SEND, &delivery.id, Duration::ZERO).await?;
    act.record(&delivery, &Retried {}).await
}
