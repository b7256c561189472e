use base::LocalDate;
use kernel::Error;
use ui::FormState;
use uuid::Uuid;

use super::NewAccount;
use crate::{NewGrant, grant::REASON_MAX};

/// Reads the role, its agency, its last day and the reason; what is missing is said at the fields, in their order.
pub(super) fn read_grant(form: &mut FormState) -> Option<NewGrant> {
    let role = form.required("role", "identity.grant.role_missing");
    let agency = form.required("agency", "identity.grant.agency_missing");
    let agency = Uuid::parse_str(&agency).ok();
    if agency.is_none() && form.error("agency").is_none() {
        form.reject("agency", "identity.grant.unknown_agency");
    }
    let until = form.text("until");
    let valid_to = LocalDate::parse(&until).ok();
    if valid_to.is_none() && !until.is_empty() {
        form.reject("until", "identity.grant.until_rule");
    }
    let reason = form.required("reason", "identity.grant.reason_missing");
    let agency = agency.filter(|_| form.is_ok())?;
    Some(NewGrant { role, agency, valid_from: None, valid_to, reason })
}

/// Reads why something drastic is done: one line, no longer than the reason of a grant.
pub(super) fn read_reason(form: &FormState, field: &str) -> String {
    let reason = form.text(field);
    let words: Vec<&str> = reason.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    words.join(" ").trim().chars().take(REASON_MAX).collect()
}

/// Reads an account to be made, with the first password drawn for it.
pub(super) fn read_account(form: &FormState, password: String) -> NewAccount {
    NewAccount {
        login: form.value("login").to_owned(),
        display_name: form.value("display_name").to_owned(),
        password,
        must_change: true,
        person: form.value("person").parse::<Uuid>().ok().map(Into::into),
        email: form.value("email").to_owned(),
        phone: form.value("phone").to_owned(),
        invite: form.has("invite", "1"),
    }
}

/// Puts a refusal where it can be put right: at its field. Other errors stay what they are.
///
/// # Errors
/// Whatever is no fault of the input.
pub(super) fn explain(form: &mut FormState, error: Error) -> Result<(), Error> {
    match error {
        Error::Invalid(refused) => {
            for error in refused.errors() {
                form.reject(&error.field, error.message.clone());
            }
        }
        Error::Conflict(message) => {
            let field = match message.key() {
                "identity.account.login_taken" => "login",
                "identity.grant.unknown_role"
                | "identity.grant.oneself"
                | "identity.grant.above"
                | "identity.grant.held_already" => "role",
                "identity.grant.unknown_agency" => "agency",
                "identity.grant.over_already"
                | "identity.grant.too_long"
                | "identity.grant.agency_ends"
                | "identity.grant.heir_above" => "until",
                _ => return Err(Error::Conflict(message)),
            };
            form.reject(field, message);
        }
        error => return Err(error),
    }
    Ok(())
}
