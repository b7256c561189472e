//! A grant: this account holds that role over this agency and everything below it, from a day to a day.
//!
//! Roles are declared by modules; one key declared by several adds up. Nobody gives away what they do not hold:
//! the giver needs every permission of the role over that agency. A grant is never rewritten, only ended, so the
//! question who could do what on a day keeps its answer.

mod end;
mod give;
mod held_now;
mod in_charge;
mod model;
mod over;
mod remind;
pub(crate) mod store;

use kernel::App;

pub use end::end_grant;
pub use give::{NewGrant, REASON_MAX, grant, grant_until};
pub(crate) use give::{give, give_visible, may_give, permissions, years_after};
pub(crate) use held_now::held_now;
pub use in_charge::in_charge;
pub use model::Grant;
pub(crate) use model::{GrantEnded, Granted, Held};
pub(crate) use over::{require_over, require_within};
pub(crate) use remind::remind;

/// The keys of all roles that modules declare, sorted.
pub fn roles(app: &App) -> Vec<&'static str> {
    let mut keys: Vec<&'static str> = app.roles().iter().map(|role| role.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What a role is called: the text `identity.role.{key}`, else its key. The words stand here for all modules, as one
/// role may be declared by several.
pub(crate) fn role_label(lang: ui::Lang, role: &str) -> String {
    let key = format!("identity.role.{role}");
    let label = ui::t(lang, &key);
    if label == key { role.to_owned() } else { label.to_owned() }
}
