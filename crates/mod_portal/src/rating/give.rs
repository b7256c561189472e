use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{
    model::{Rated, Rating},
    store,
};

/// A page was rated. What was said is not in the journal, which has an order: it is in the sums, which have none.
#[derive(Serialize)]
struct Given {}

impl Event for Given {
    const NAME: &'static str = "portal.rating.given";
}

/// Counts what a reader thinks of a page. The identifier is that of the form: sent twice, it counts once, and the second
/// time says nothing else than the first.
///
/// # Errors
/// The database's.
pub async fn give(ctx: &Ctx, form: Id<Rating>, rated: &Rated, rating: &Rating) -> Result<()> {
    let mut act = ctx.own_act().await?;
    if !store::take_form(&act, form, ctx.today()).await? {
        return Ok(());
    }
    store::add(&act, rated, rating, ctx.today(), 1).await?;
    act.record(rated, &Given {}).await?;
    act.commit().await
}
