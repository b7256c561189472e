//! Roles as lists name them, and which of them may be given where.

use std::{collections::HashMap, sync::Arc};

use base::{Actor, Permission, text::fold};
use kernel::{App, access};
use ui::{Lang, Message};

use crate::{ACCOUNT_MANAGE, grant};

pub(super) struct Roles {
    by_word: HashMap<String, &'static str>,
    permissions: HashMap<&'static str, Arc<[Permission]>>,
}

impl Roles {
    pub(super) fn of(app: &App) -> Self {
        let mut roles = Self { by_word: HashMap::new(), permissions: HashMap::new() };
        for key in grant::roles(app) {
            roles.by_word.insert(fold(key), key);
            for lang in [Lang::Vi, Lang::En] {
                roles.by_word.entry(fold(&grant::role_label(lang, key))).or_insert(key);
            }
            if let Some(permissions) = grant::permissions(app, key) {
                roles.permissions.insert(key, permissions);
            }
        }
        roles
    }

    /// The roles a cell names, by key or by what screens call them.
    pub(super) fn read(&self, cell: &str) -> Result<Vec<&'static str>, Message> {
        let mut roles = Vec::new();
        for word in cell.split([';', ',']).map(str::trim).filter(|word| !word.is_empty()) {
            let unknown = || Message::new("identity.staff_list.unknown_role").with("role", word);
            let key = *self.by_word.get(&fold(word)).ok_or_else(unknown)?;
            if !roles.contains(&key) {
                roles.push(key);
            }
        }
        Ok(roles)
    }

    /// Whether the actor may give the role over the agency with this path.
    pub(super) fn may_give(&self, actor: &Actor, role: &str, path: &str) -> bool {
        access::allows(actor, ACCOUNT_MANAGE, Some(path)) && self.holds(actor, role, path)
    }

    /// Whether the actor may do over that agency whatever the role may.
    pub(super) fn holds(&self, actor: &Actor, role: &str, path: &str) -> bool {
        self.permissions.get(role).is_some_and(|all| grant::may_give(actor, all, Some(path)))
    }
}
