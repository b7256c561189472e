use base::Id;
use kernel::{Ctx, Result};

use super::{
    answer::{Answered, own},
    model::{Draft, Wishes},
    store,
};
use crate::dossier::Dossier;

/// Keeps what is asked for beside the form.
///
/// # Errors
/// [`kernel::Error::SignIn`]; [`kernel::Error::NotFound`] for a draft that is not theirs; [`kernel::Error::stale`] when it
/// was changed on another device.
pub async fn wish(ctx: &Ctx, id: Id<Dossier>, version: i64, wishes: Wishes) -> Result<Draft> {
    let (mut act, mut draft) = own(ctx, id, version).await?;
    draft.wishes = wishes;
    store::save(&act, &mut draft).await?;
    act.record(&draft, &Answered {}).await?;
    act.commit().await?;
    Ok(draft)
}
