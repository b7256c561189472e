//! What the one-stop shop lets people do, and which roles may do it unless the administrator says otherwise.

use base::Permission;
use kernel::Role;

/// See dossiers at one's agencies, and who applies.
pub const DOSSIER_READ: Permission = Permission::new("onestop.dossier.read");
/// Receive dossiers at one's agencies: accept them, ask for papers, refuse them, hand results over.
pub const DOSSIER_RECEIVE: Permission = Permission::new("onestop.dossier.receive");
/// Process accepted dossiers at one's agencies and finish them.
pub const DOSSIER_PROCESS: Permission = Permission::new("onestop.dossier.process");

/// Every permission this crate checks.
pub const PERMISSIONS: &[Permission] = &[DOSSIER_READ, DOSSIER_RECEIVE, DOSSIER_PROCESS];

/// Default roles.
pub const ROLES: &[Role] = &[
    Role { key: "clerk", permissions: &[DOSSIER_READ, DOSSIER_RECEIVE] },
    Role { key: "specialist", permissions: &[DOSSIER_READ, DOSSIER_PROCESS] },
    Role { key: "admin", permissions: PERMISSIONS },
];
