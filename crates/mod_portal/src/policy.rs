//! What the portal lets people do, and which roles may do it unless the administrator says otherwise.

use base::Permission;
use kernel::Role;

/// Write and edit entries of the sites in one's agencies.
pub const ENTRY_WRITE: Permission = Permission::new("portal.entry.write");
/// Approve and publish, or return, entries somebody else wrote; withdraw published ones.
pub const ENTRY_PUBLISH: Permission = Permission::new("portal.entry.publish");
/// Change a site's name, address and contact.
pub const SITE_EDIT: Permission = Permission::new("portal.site.edit");
/// Compose the home page, the menu and the look of a site.
pub const SITE_COMPOSE: Permission = Permission::new("portal.site.compose");
/// Say what questions to one's agencies are, pass them on, refuse and answer them; see who sent them.
pub const QUESTION_HANDLE: Permission = Permission::new("portal.question.handle");
/// Approve answers somebody else wrote, publish and withdraw them.
pub const QUESTION_APPROVE: Permission = Permission::new("portal.question.approve");
/// Read what people think of drafts, publish or refuse it, say what became of it.
pub const COMMENT_MODERATE: Permission = Permission::new("portal.comment.moderate");
/// Change in how many days questions are answered, for the whole province.
pub const LIMIT_EDIT: Permission = Permission::new("portal.limit.edit");
/// See how readers rate the pages of one's agencies, and how many follow them by mail.
pub const READERS_SEE: Permission = Permission::new("portal.readers.see");

/// Propose what is given to whoever wrote what one's agencies published, change and put it right, take the lists along.
pub const ROYALTY_PROPOSE: Permission = Permission::new("portal.royalty.propose");
/// Approve what somebody else proposed, and close months.
pub const ROYALTY_APPROVE: Permission = Permission::new("portal.royalty.approve");
/// Change the rates of royalties, for the whole province.
pub const ROYALTY_RATE: Permission = Permission::new("portal.royalty.rate");

/// Every permission the portal checks.
pub const PERMISSIONS: &[Permission] = &[
    ENTRY_WRITE,
    ENTRY_PUBLISH,
    SITE_EDIT,
    SITE_COMPOSE,
    QUESTION_HANDLE,
    QUESTION_APPROVE,
    COMMENT_MODERATE,
    LIMIT_EDIT,
    READERS_SEE,
    ROYALTY_PROPOSE,
    ROYALTY_APPROVE,
    ROYALTY_RATE,
];

/// Default roles.
pub const ROLES: &[Role] = &[
    Role { key: "editor", permissions: &[ENTRY_WRITE, QUESTION_HANDLE, COMMENT_MODERATE, READERS_SEE] },
    Role {
        key: "publisher",
        permissions: &[
            ENTRY_WRITE,
            ENTRY_PUBLISH,
            SITE_COMPOSE,
            QUESTION_HANDLE,
            QUESTION_APPROVE,
            COMMENT_MODERATE,
            READERS_SEE,
            ROYALTY_PROPOSE,
            ROYALTY_APPROVE,
        ],
    },
    Role { key: "admin", permissions: PERMISSIONS },
];
