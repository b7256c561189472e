//! What people may do to forms, and which roles may unless the administrator says otherwise.

use base::Permission;
use kernel::Role;

/// Build forms and change them.
pub const DEFINITION_EDIT: Permission = Permission::new("forms.definition.edit");

/// Every permission this crate checks.
pub const PERMISSIONS: &[Permission] = &[DEFINITION_EDIT];

/// Default roles.
pub const ROLES: &[Role] = &[Role { key: "admin", permissions: PERMISSIONS }];
