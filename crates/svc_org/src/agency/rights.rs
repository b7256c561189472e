//! Who decides what about an agency.
//!
//! That it exists, what it is called, where it belongs, until when, and what takes over from it is decided one level up:
//! an administrator of a commune administers what the commune does, not whether there is a commune. How it is reached is
//! its own to keep up to date.

use kernel::Ctx;

use super::Agency;
use crate::policy::AGENCY_EDIT;

/// Fields an agency's own administrators keep up to date; all others belong to whoever administers what stands above.
pub(super) const OWN: [&str; 6] = ["address", "phone", "email", "office_hours", "lat", "lon"];

/// Over which path somebody must hold the permission to decide about the agency with this path: that of what stands
/// above it; at the top, its own.
pub fn deciding_path(path: &str) -> &str {
    let inner = path.strip_suffix('/').unwrap_or(path);
    match inner.rfind('/') {
        Some(at) if at > 0 => &path[..=at],
        _ => path,
    }
}

/// Whether the actor decides about the agency.
pub fn decides(ctx: &Ctx, agency: &Agency) -> bool {
    ctx.may(AGENCY_EDIT, Some(deciding_path(&agency.path)))
}
