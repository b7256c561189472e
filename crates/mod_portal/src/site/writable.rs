//! Where somebody writes: for the lists of sites on forms.

use std::sync::Arc;

use base::Id;
use kernel::{Ctx, Result};
use ui::Choice;

use super::{Site, path, sites};
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

/// Most sites to choose from on one form. Who writes for more is offered those highest in the tree; a body below them is
/// come to by an address that names it.
const MOST: usize = 200;

/// As [`writable`], to choose from: at most [`MOST`], the one chosen already among them.
///
/// # Errors
/// As [`writable`].
pub(crate) fn writable_choices(ctx: &Ctx, chosen: Option<Id<Site>>) -> Result<Vec<Choice>> {
    let mut mine = writable(ctx)?;
    if mine.len() > MOST {
        let depth = |site: &Site| site.agency_path.matches('/').count();
        let mut depths: Vec<usize> = mine.iter().map(|site| depth(site)).collect();
        depths.sort_unstable();
        let least = depths[MOST];
        mine.retain(|site| depth(site) < least || chosen == Some(site.id));
    }
    Ok(mine.iter().map(|s| Choice::new(s.id.to_string(), s.name_in(ctx.lang()))).collect())
}
