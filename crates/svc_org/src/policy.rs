//! What people may do to the organisation, and which roles may unless the administrator says otherwise.

use base::Permission;
use kernel::Role;

/// Make, change and end agencies below one's own.
pub const AGENCY_EDIT: Permission = Permission::new("org.agency.edit");

/// Merge, split, rename and dissolve agencies below one's own, on a day.
pub const REORGANISE: Permission = Permission::new("org.agency.reorganise");

/// Every permission this crate checks.
pub const PERMISSIONS: &[Permission] = &[AGENCY_EDIT, REORGANISE];

/// Default roles.
pub const ROLES: &[Role] = &[Role { key: "admin", permissions: PERMISSIONS }];
