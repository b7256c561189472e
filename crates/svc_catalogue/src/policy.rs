//! What people may do to the catalogue, and which roles may unless the administrator says otherwise.

use base::Permission;
use kernel::Role;

/// Import and edit the catalogue of procedures.
pub const PROCEDURE_EDIT: Permission = Permission::new("catalogue.procedure.edit");

/// Every permission this crate checks.
pub const PERMISSIONS: &[Permission] = &[PROCEDURE_EDIT];

/// Default roles.
pub const ROLES: &[Role] = &[Role { key: "admin", permissions: PERMISSIONS }];
