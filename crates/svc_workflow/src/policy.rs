//! What people may do to the calendar and to working hours, and which roles may unless the administrator says
//! otherwise.

use base::{Actor, Permission};
use kernel::{Act, Error, Result, Role};

/// Add, change and remove days of the province's legal calendar.
pub const CALENDAR_EDIT: Permission = Permission::new("workflow.calendar.edit");
/// Set the working hours of agencies below one's own.
pub const HOURS_EDIT: Permission = Permission::new("workflow.hours.edit");

/// Every permission this crate checks.
pub const PERMISSIONS: &[Permission] = &[CALENDAR_EDIT, HOURS_EDIT];

/// Default roles.
pub const ROLES: &[Role] = &[Role { key: "admin", permissions: PERMISSIONS }];

/// Whether the actor may change the calendar. It holds for every agency of the province, so the permission must be
/// held over an agency at the top of the tree, that is by a grant whose path names one agency only (`/x/`): an
/// administrator of a commune administers that commune, not the holidays of all others.
pub fn may_edit_calendar(actor: &Actor) -> bool {
    let top = |path: &str| {
        let inner = path.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        inner.is_some_and(|id| !id.is_empty() && !id.contains('/'))
    };
    matches!(actor, Actor::System(_)) || actor.paths_with(CALENDAR_EDIT).into_iter().any(top)
}

/// Ends an act on the calendar by somebody [who may not](may_edit_calendar).
///
/// # Errors
/// [`Error::Forbidden`].
pub(crate) fn require_province(act: &Act) -> Result<()> {
    if may_edit_calendar(act.actor()) { Ok(()) } else { Err(Error::Forbidden) }
}
