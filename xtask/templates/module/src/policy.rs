//! Permissions of this module, and the roles that have them from the start.

use base::Permission;
use kernel::Role;

/// Read what only staff may see.
pub const VIEW: Permission = Permission::new("__name__.view");

/// Every permission that this module checks.
pub const ALL: &[Permission] = &[VIEW];

/// Who may do what from the start.
pub const ROLES: &[Role] = &[Role { key: "__name___staff", permissions: &[VIEW] }];
