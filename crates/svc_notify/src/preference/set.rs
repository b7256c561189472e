use kernel::{Ctx, Error, Result};

use super::{
    model::{Own, Set, Wish, Wishes},
    store,
};

/// Keeps what somebody wants to be told which way, as far as it differs from what they said before.
///
/// # Errors
/// [`Error::SignIn`] when nobody is signed in; the database's.
pub(super) async fn set(ctx: &Ctx, wishes: &[Wish]) -> Result<()> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let mut act = ctx.own_act().await?;
    let before: Wishes = store::of(&act, account).await?;
    let kind = |name: &str| ctx.app().notices().find(|kind| kind.name == name);
    let differs =
        |wish: &&Wish| kind(wish.kind).is_some_and(|k| before.wants(k, wish.channel) != wish.wanted);
    let changed: Vec<Wish> = wishes.iter().filter(differs).copied().collect();
    if changed.is_empty() {
        return Ok(());
    }
    for wish in &changed {
        store::set(&act, account, wish).await?;
    }
    act.record(&Own(account), &Set { wishes: &changed }).await?;
    act.commit().await
}
