//! The one decision about rights, asked by routes, by acts and by row scopes alike.

use base::{Actor, Permission};
use uuid::Uuid;

use crate::db::Value;

/// What a route asks of whoever calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who has signed in.
    SignedIn,
    /// Holders of the permission, over any agency; which rows they reach is decided by the row scope.
    Needs(Permission),
    /// Anybody who was given the signed token in the address; the handler checks it. Such a request is nobody's in
    /// particular: a session sent along is not looked at, and so no form token is asked for.
    Token,
    /// The machine's own operator: loopback, or the operator's token.
    Operator,
}

impl From<Permission> for Access {
    fn from(permission: Permission) -> Self {
        Self::Needs(permission)
    }
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::SignedIn => f.write_str("signed-in"),
            Self::Needs(permission) => write!(f, "{permission}"),
            Self::Token => f.write_str("token"),
            Self::Operator => f.write_str("operator"),
        }
    }
}

/// A named set of permissions that administrators grant. Declared by modules in `policy.rs`; declarations of one
/// key by several modules add up.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// The key used in grants and on the command line, for example `editor`.
    pub key: &'static str,
    /// What the declaring module lets the role do.
    pub permissions: &'static [Permission],
}

/// Whether the actor may: over the agency with this path, or, without a path, over any agency at all.
pub fn allows(actor: &Actor, permission: Permission, agency_path: Option<&str>) -> bool {
    match actor {
        Actor::System(_) => true,
        Actor::Anonymous => false,
        Actor::Account(account) => account
            .grants
            .iter()
            .any(|g| g.carries(permission) && agency_path.is_none_or(|path| path.starts_with(&g.path))),
    }
}

/// In whose place an actor holds the permission over that agency (or, without a path, over any): nobody's, if a role of
/// their own carries it.
pub fn lender(actor: &Actor, permission: Permission, agency_path: Option<&str>) -> Option<Uuid> {
    let Actor::Account(account) = actor else { return None };
    let mut carrying = account
        .grants
        .iter()
        .filter(|g| g.carries(permission) && agency_path.is_none_or(|path| path.starts_with(&g.path)))
        .map(|g| g.lent_by);
    let first = carrying.next()?;
    if carrying.all(|lender| lender.is_some()) { first } else { None }
}

/// Which rows an actor reaches with a permission, as an SQL condition over the agency's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowScope {
    /// Every row.
    All,
    /// Rows of agencies below any of these paths; none when empty.
    Under(Vec<String>),
}

impl RowScope {
    /// The scope of an actor for a permission.
    pub fn of(actor: &Actor, permission: Permission) -> Self {
        match actor {
            Actor::System(_) => Self::All,
            Actor::Anonymous => Self::Under(Vec::new()),
            Actor::Account(_) => {
                Self::Under(actor.paths_with(permission).into_iter().map(str::to_owned).collect())
            }
        }
    }

    /// The condition on `path_column`, its values appended to `values` and numbered from there.
    pub fn condition(&self, path_column: &str, values: &mut Vec<Value>) -> String {
        match self {
            Self::All => "1 = 1".to_owned(),
            Self::Under(paths) if paths.is_empty() => "1 = 0".to_owned(),
            Self::Under(paths) => {
                let tests: Vec<String> = paths
                    .iter()
                    .map(|path| {
                        // Compared as a prefix, without LIKE and without order, both of which would depend on the
                        // database's collation. Paths hang on the small table of agencies, so no index is missed.
                        values.push(path.clone().into());
                        format!("substr({path_column}, 1, {}) = ${}", path.len(), values.len())
                    })
                    .collect();
                format!("({})", tests.join(" OR "))
            }
        }
    }
}
