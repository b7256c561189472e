use kernel::{Channel, Ctx, NoticeKind, Result};

use super::{
    model::{Nobody, Out, Said, Whose},
    store,
};
use crate::preference::{self, Own, Wish};

/// Whether these letters are sent.
pub(super) async fn wanted(ctx: &Ctx, kind: &NoticeKind, out: &Out) -> Result<bool> {
    Ok(match &out.whose {
        Whose::Account(account) => preference::of(ctx, *account).await?.wants(kind, Channel::Mail),
        Whose::Address(digest) => !store::is_out(ctx.read(), digest, kind.name).await?,
    })
}

/// Stops letters of a kind to one person, or sends them again. The token is the right to it; saying so twice says
/// nothing new.
pub(super) async fn say(ctx: &Ctx, kind: &'static NoticeKind, out: &Out, wanted_now: bool) -> Result<()> {
    if wanted(ctx, kind, out).await? == wanted_now {
        return Ok(());
    }
    let mut act = ctx.own_act().await?;
    let said = Said { kind: kind.name, wanted: wanted_now };
    match &out.whose {
        Whose::Account(account) => {
            let wish = Wish { kind: kind.name, channel: Channel::Mail, wanted: wanted_now };
            preference::store::set(&act, *account, &wish).await?;
            act.record(&Own(*account), &said).await?;
        }
        Whose::Address(digest) => {
            if wanted_now {
                store::remove(&act, digest, kind.name).await?;
            } else {
                store::insert(&act, digest, kind.name).await?;
            }
            act.record(&Nobody, &said).await?;
        }
    }
    act.commit().await
}
