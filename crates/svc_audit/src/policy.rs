//! Who may read the audit.

use base::Permission;
use kernel::Role;

/// Read the journal and the access log of one's own subtree, and take them along as a file.
pub const RECORD_READ: Permission = Permission::new("audit.record.read");

/// The role of those who look and change nothing: inspectors.
pub const AUDITOR: &str = "auditor";

pub(crate) const PERMISSIONS: &[Permission] = &[RECORD_READ];

pub(crate) const ROLES: &[Role] =
    &[Role { key: "admin", permissions: PERMISSIONS }, Role { key: AUDITOR, permissions: PERMISSIONS }];
