use base::Id;
use kernel::{Ctx, Error, Result};
use svc_files::{Audience, File, Place, Upload};

use super::{
    answer::{Answered, own},
    model::{Draft, handed_in},
    open::Open,
    store,
};
use crate::dossier::Dossier;

/// Most files of one draft.
const MOST: usize = 60;

/// Takes an upload in as a paper. Until the draft is handed in, only its owner opens it.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for a draft that is not theirs or a paper it does not have; [`Error::stale`] when
/// it was changed on another device; [`Error::Conflict`] with too many files, or an upload that is gone.
pub async fn add_paper(
    ctx: &Ctx,
    id: Id<Dossier>,
    version: i64,
    paper: &str,
    upload: Id<Upload>,
) -> Result<Draft> {
    let open = Open::load(ctx, id).await?;
    if handed_in(&open.service, open.draft.case.as_deref()).all(|known| known.key != paper) {
        return Err(Error::NotFound);
    }
    if open.papers.len() >= MOST {
        return Err(Error::Conflict("onestop.refused.many_files".into()));
    }
    let (mut act, mut draft) = own(ctx, id, version).await?;
    let place = Place {
        subject_kind: "dossier",
        subject_id: id.uuid(),
        agency: None,
        audience: Audience::Owner(draft.account),
    };
    // The draft's row first, as everywhere: whoever holds it is the only one at its files.
    store::save(&act, &mut draft).await?;
    let file = svc_files::attach(&mut act, upload, &place).await?;
    crate::paper::add(&act, id.uuid(), file.id.uuid(), paper).await?;
    act.record(&draft, &Answered {}).await?;
    act.commit().await?;
    Ok(draft)
}

/// Takes a file away again.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for a draft that is not theirs or a file it does not have; [`Error::stale`].
pub async fn remove_paper(ctx: &Ctx, id: Id<Dossier>, version: i64, file: Id<File>) -> Result<Draft> {
    let (mut act, mut draft) = own(ctx, id, version).await?;
    store::save(&act, &mut draft).await?;
    if !crate::paper::remove(&act, id.uuid(), file.uuid()).await? {
        return Err(Error::NotFound);
    }
    svc_files::remove(&mut act, file).await?;
    act.record(&draft, &Answered {}).await?;
    act.commit().await?;
    Ok(draft)
}
