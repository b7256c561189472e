//! What the portal lets people do, and which roles may do it unless the administrator says otherwise.

use base::Permission;
use kernel::Role;

/// Write and edit articles of the sites in one's agencies.
pub const ARTICLE_WRITE: Permission = Permission::new("portal.article.write");
/// Approve and publish, or return, articles somebody else wrote; withdraw published ones.
pub const ARTICLE_PUBLISH: Permission = Permission::new("portal.article.publish");
/// Change a site's name, address and contact.
pub const SITE_EDIT: Permission = Permission::new("portal.site.edit");
/// Import and edit the catalogue of procedures.
pub const PROCEDURE_EDIT: Permission = Permission::new("portal.procedure.edit");

/// Every permission the portal checks.
pub const PERMISSIONS: &[Permission] = &[ARTICLE_WRITE, ARTICLE_PUBLISH, SITE_EDIT, PROCEDURE_EDIT];

/// Default roles.
pub const ROLES: &[Role] = &[
    Role { key: "editor", permissions: &[ARTICLE_WRITE] },
    Role { key: "publisher", permissions: &[ARTICLE_WRITE, ARTICLE_PUBLISH] },
    Role { key: "admin", permissions: PERMISSIONS },
];
