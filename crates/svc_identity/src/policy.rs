use base::Permission;
use kernel::Role;

/// See, open, lock and unlock accounts, and give roles, over one's own subtree.
pub const ACCOUNT_MANAGE: Permission = Permission::new("identity.account.manage");

/// Enter people and their posts, and correct what is known of them, over one's own subtree.
pub const PERSON_MANAGE: Permission = Permission::new("identity.person.manage");

/// The key of the administrators' role; other modules may add permissions to it.
pub const ADMIN: &str = "admin";

pub(crate) const ROLES: &[Role] = &[Role { key: ADMIN, permissions: &[ACCOUNT_MANAGE, PERSON_MANAGE] }];
