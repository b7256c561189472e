use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    model::{Question, Rating, Status},
    store, touch,
};

#[derive(Serialize)]
struct Rated {
    rating: &'static str,
}

impl Event for Rated {
    const NAME: &'static str = "portal.question.rated";
}

/// Keeps what the sender of a question, who has shown that it is theirs, thinks of the answer.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] without an answer, or when they have said so before.
pub async fn rate(ctx: &Ctx, id: Id<Question>, rating: Rating) -> Result<Question> {
    let mut act = ctx.own_act().await?;
    let mut question = store::of_sender(&act, id).await?.ok_or(Error::NotFound)?;
    question.rate(rating, act.now())?;
    store::save(&act, &mut question).await?;
    if question.status == Status::Published {
        touch(&mut act, &question);
    }
    act.record(&question, &Rated { rating: rating.code() }).await?;
    act.commit().await?;
    Ok(question)
}
