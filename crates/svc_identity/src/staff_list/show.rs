//! A plan in words.

use ui::{Lang, fill};

use super::plan::{Begun, Ended, Planned};
use crate::grant;

/// What is done for one person, a sentence each.
pub fn lines(planned: &Planned, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let say = |key: &str, values: &[(&str, &dyn std::fmt::Display)]| fill(lang, key, values);
    for (field, old, new) in planned.changes() {
        let label = ui::t(lang, &format!("identity.staff_column.{field}")).to_owned();
        let word = |value: String| match (field, value.as_str()) {
            (_, "") => ui::t(lang, "identity.staff_list.nothing_yet").to_owned(),
            ("sex", "male") => ui::t(lang, "identity.person.male").to_owned(),
            ("sex", _) => ui::t(lang, "identity.person.female").to_owned(),
            _ => value,
        };
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("field", &label), ("old", &word(old)), ("new", &word(new))];
        lines.push(say("identity.staff_list.says_change", &values));
    }
    for Ended { post, last } in &planned.ends {
        let words = words(&post.title, &post.unit, &post.agency_name);
        lines.push(say("identity.staff_list.says_end", &[("post", &words), ("day", &last.vn())]));
    }
    for (post, unit) in &planned.reworded {
        let words = words(&post.title, unit, &post.agency_name);
        lines.push(say("identity.staff_list.says_unit", &[("post", &words)]));
    }
    for Begun { agency, title, unit, from, until, .. } in &planned.begins {
        let words = words(title, unit, &agency.full_name);
        let line = match until {
            None => say("identity.staff_list.says_begin", &[("post", &words), ("day", &from.vn())]),
            Some(until) => {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("post", &words), ("day", &from.vn()), ("until", &until.vn())];
                say("identity.staff_list.says_begin_until", &values)
            }
        };
        lines.push(line);
    }
    if let Some(account) = &planned.account {
        let line = match planned.details.email.as_ref().filter(|_| account.invited) {
            Some(email) => {
                say("identity.staff_list.says_invite", &[("login", &account.login), ("email", email)])
            }
            None => say("identity.staff_list.says_account", &[("login", &account.login)]),
        };
        lines.push(line);
    }
    for given in &planned.roles {
        let role = grant::role_label(lang, given.role);
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("role", &role), ("agency", &given.agency.full_name), ("day", &given.until.vn())];
        lines.push(say("identity.staff_list.says_role", &values));
    }
    lines
}

fn words(title: &str, unit: &str, agency: &str) -> String {
    [title, unit, agency].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}
