use std::collections::HashSet;

use base::Id;
use ui::Message;

use super::{
    draft::Drafting,
    entry::Entry,
    known::Known,
    plan::{NewLogin, Planned, RoleGiven},
};
use crate::{Account, grant::years_after};

/// Works out the account to be made and the roles to be given.
pub(super) fn account(
    planned: &mut Planned,
    entries: &[&Entry],
    known: &Known,
    logins: &mut HashSet<String>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Message> {
    let accounts = known.accounts(planned.before.as_ref());
    let mut wished: Vec<&str> = entries.iter().filter_map(|entry| entry.login.as_deref()).collect();
    wished.dedup();
    let existing = match wished.as_slice() {
        [] => accounts.first().filter(|_| accounts.len() == 1),
        [login] => accounts.iter().find(|account| account.login == *login),
        _ => return Err(Message::new("identity.staff_list.two_logins")),
    };
    if let ([login], None) = (wished.as_slice(), existing) {
        if let Some(other) = accounts.first() {
            return Err(Message::new("identity.staff_list.has_account").with("login", &other.login));
        }
        if known.taken.contains(*login) || logins.contains(*login) {
            return Err(Message::new("identity.account.login_taken").with("login", login));
        }
        let here = entries.iter().find(|entry| entry.login.is_some()).and_then(|entry| entry.agency.as_ref());
        if !here.is_some_and(|agency| drafting.may_open(&agency.path)) {
            return Err(Message::new("identity.staff_list.no_accounts"));
        }
        planned.account =
            Some(NewLogin { login: (*login).to_owned(), invited: planned.details.email.is_some() });
    }
    let target = existing.map(|account| account.id);
    for entry in entries.iter().filter(|entry| !entry.roles.is_empty()) {
        if target.is_none() && planned.account.is_none() {
            return Err(if accounts.is_empty() {
                Message::new("identity.staff_list.login_missing")
            } else {
                Message::new("identity.staff_list.which_login")
            });
        }
        roles(planned, entry, target, known, drafting)?;
    }
    if let Some(account) = &planned.account {
        logins.insert(account.login.clone());
    }
    Ok(())
}

fn roles(
    planned: &mut Planned,
    entry: &Entry,
    target: Option<Id<Account>>,
    known: &Known,
    drafting: &Drafting<'_>,
) -> Result<(), Message> {
    let Some(agency) = &entry.agency else { return Ok(()) };
    for &role in &entry.roles {
        let held = target.map(|account| known.grants(account)).unwrap_or_default();
        let held = held.iter().find(|held| held.role == role && held.grant.agency == agency.id.uuid());
        if let Some(held) = held {
            // A grant is never rewritten; it ends, and another is given.
            if entry.role_until.is_some() && entry.role_until != held.valid_to {
                let until = held.valid_to.map(base::LocalDate::vn).unwrap_or_default();
                return Err(Message::new("identity.staff_list.role_until_differs").with("day", until));
            }
            continue;
        }
        if planned.roles.iter().any(|given| given.role == role && given.agency.id == agency.id) {
            continue;
        }
        planned.roles.push(RoleGiven {
            account: target,
            role,
            agency: agency.clone(),
            until: entry.role_until.unwrap_or_else(|| years_after(drafting.today, 1)),
        });
    }
    Ok(())
}
