use std::sync::Arc;

use uuid::Uuid;

use crate::Permission;

/// Who is asking. Every decision about rights starts from one of these.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Nobody has signed in.
    Anonymous,
    /// The program itself, under the name of the job or command that runs.
    System(&'static str),
    /// A signed-in account with the grants it holds at this moment.
    Account(Arc<AccountActor>),
}

/// A signed-in account as the access kernel sees it.
#[derive(Debug)]
pub struct AccountActor {
    /// The account's identifier; what records and logs name instead of the person.
    pub id: Uuid,
    /// The name shown in the page header. Never logged.
    pub display_name: String,
    /// What the account may do, and where.
    pub grants: Vec<Grant>,
}

/// One role held over one agency and everything below it.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The role's key, for example `editor`.
    pub role: String,
    /// The permissions the role carries.
    pub permissions: Arc<[Permission]>,
    /// The agency at the top of the granted subtree.
    pub agency: Uuid,
    /// That agency's path, `/`-joined identifiers from the root with a closing `/`: an agency lies in the
    /// subtree exactly when its own path starts with this one.
    pub path: String,
    /// The account that lent it, if it is exercised in somebody else's place.
    pub lent_by: Option<Uuid>,
}

impl Grant {
    /// Whether this grant carries the permission at all, wherever it applies.
    pub fn carries(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

impl Actor {
    /// The account's identifier, if somebody is signed in.
    pub fn account_id(&self) -> Option<Uuid> {
        match self {
            Self::Account(account) => Some(account.id),
            Self::Anonymous | Self::System(_) => None,
        }
    }

    /// The paths of the subtrees over which this actor holds the permission. Empty for nobody;
    /// the system's own work is not listed here, it is not bound to a subtree.
    pub fn paths_with(&self, permission: Permission) -> Vec<&str> {
        match self {
            Self::Account(account) => {
                account.grants.iter().filter(|g| g.carries(permission)).map(|g| g.path.as_str()).collect()
            }
            Self::Anonymous | Self::System(_) => Vec::new(),
        }
    }
}
