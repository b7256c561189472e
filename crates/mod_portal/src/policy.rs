//! What the portal lets people do, and which roles may do it unless the administrator says otherwise.

use base::Permission;
use kernel::Role;

/// Write and edit entries of the sites in one's agencies.
pub const ENTRY_WRITE: Permission = Permission::new("portal.entry.write");
/// Approve and publish, or return, entries somebody else wrote; withdraw published ones.
pub const ENTRY_PUBLISH: Permission = Permission::new("portal.entry.publish");
/// Change a site's name, address and contact.
pub const SITE_EDIT: Permission = Permission::new("portal.site.edit");
/// Import and edit the catalogue of procedures.
pub const PROCEDURE_EDIT: Permission = Permission::new("portal.procedure.edit");

/// Every permission the portal checks.
pub const PERMISSIONS: &[Permission] = &[ENTRY_WRITE, ENTRY_PUBLISH, SITE_EDIT, PROCEDURE_EDIT];

/// Default roles.
pub const ROLES: &[Role] = &[
    Role { key: "editor", permissions: &[ENTRY_WRITE] },
    Role { key: "publisher", permissions: &[ENTRY_WRITE, ENTRY_PUBLISH] },
    Role { key: "admin", permissions: PERMISSIONS },
];
