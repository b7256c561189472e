use base::Permission;
use kernel::Role;

/// See what could not be delivered, try it again or give it up, within one's own subtree.
pub const DELIVERY_MANAGE: Permission = Permission::new("notify.delivery.manage");

/// Every permission this crate checks.
pub(crate) const PERMISSIONS: &[Permission] = &[DELIVERY_MANAGE];

/// Default roles.
pub(crate) const ROLES: &[Role] = &[Role { key: svc_identity::ADMIN, permissions: PERMISSIONS }];
