//! Where somebody writes: for the lists of sites on forms.

use std::sync::Arc;

use base::Id;
use kernel::{Ctx, Result};
use ui::Choice;

use super::{Offer, Site, path, sites};
use crate::policy::ENTRY_WRITE;

/// The living sites on which the actor may write.
///
/// # Errors
/// When the family of sites was not started.
pub(crate) fn writable(ctx: &Ctx) -> Result<Vec<Arc<Site>>> {
    let family = sites(ctx.app())?;
    let tree = svc_org::tree(ctx.app())?;
    let mine = |s: &&Arc<Site>| ctx.may(ENTRY_WRITE, Some(&path(&tree, s)));
    Ok(family.living(ctx.today()).filter(mine).cloned().collect())
}

/// As [`writable`], to choose from: as many as a list holds, the one chosen already among them.
///
/// # Errors
/// As [`writable`].
pub(crate) fn writable_choices(ctx: &Ctx, chosen: Option<Id<Site>>) -> Result<Vec<Choice>> {
    Ok(Offer::new(&writable(ctx)?, ctx.lang(), chosen, "").choices)
}
