//! What a form says of an award.

use kernel::{Result, db::Queries};
use ui::FormState;

use super::{
    model::{Coefficient, NOTE_MAX, Terms},
    month::Month,
    payee::{self, Payee},
    store,
};
use crate::typed::{line, required_text};

/// The choice by which an outside author is named in a field of its own.
pub const BY_NAME: &str = "name";
/// The choice by which an account is named by its login.
pub const BY_LOGIN: &str = "login";

/// The terms a form of one award gives; what is wrong is said of its fields.
///
/// # Errors
/// The database's.
pub async fn terms<C: Queries>(db: &C, form: &mut FormState) -> Result<Option<Terms>> {
    let named = line(form, "name", payee::NAME_MAX);
    let payee = match form.value("payee") {
        BY_NAME => {
            let payee = Payee::named(&named);
            if payee.is_none() {
                form.reject("name", "portal.royalty.wrong.name");
            }
            payee
        }
        BY_LOGIN => {
            let found = store::people::by_login(db, &named).await?;
            if found.is_none() {
                form.reject("name", "portal.royalty.wrong.login");
            }
            found.map(Payee::Account)
        }
        chosen => {
            let payee = Payee::parse(chosen);
            if payee.is_none() {
                form.reject("payee", "portal.royalty.wrong.payee");
            }
            payee
        }
    };
    let genre = genre(form, "");
    let coefficient = coefficient(form, "coefficient");
    let share = share(form);
    let note = line(form, "note", NOTE_MAX);
    Ok(match (payee, genre, coefficient, share) {
        (Some(payee), Some(genre), Some(coefficient), Some(share)) if form.is_ok() => {
            Some(Terms { payee, genre, coefficient, share, note })
        }
        _ => None,
    })
}

/// The terms of a row of many; nothing, and nothing wrong, where no coefficient was typed.
pub fn row_terms(form: &mut FormState, row: &str) -> Option<Terms> {
    let field = |name: &str| format!("{name}{row}");
    if form.text(&field("coefficient")).is_empty() {
        return None;
    }
    let payee = Payee::parse(form.value(&field("payee")));
    if payee.is_none() {
        form.reject(&field("payee"), "portal.royalty.wrong.payee");
    }
    let genre = genre(form, row);
    let coefficient = coefficient(form, &field("coefficient"));
    Some(Terms { payee: payee?, genre: genre?, coefficient: coefficient?, share: 100, note: String::new() })
}

fn genre(form: &mut FormState, row: &str) -> Option<String> {
    let field = format!("genre{row}");
    let genre = form.text(&field);
    if genre.is_empty() {
        form.reject(&field, "portal.royalty.wrong.genre");
    }
    Some(genre).filter(|genre| !genre.is_empty())
}

/// A coefficient.
pub fn coefficient(form: &mut FormState, field: &str) -> Option<Coefficient> {
    let typed = Coefficient::parse(&form.text(field));
    if typed.is_none() {
        form.reject(field, "portal.royalty.wrong.coefficient");
    }
    typed
}

/// A share in percent; the whole where nothing was typed.
pub fn share(form: &mut FormState) -> Option<i64> {
    let typed = form.text("share");
    let typed = typed.trim_end_matches('%').trim();
    let share = if typed.is_empty() { Some(100) } else { typed.parse().ok() };
    let share = share.filter(|share| (1..=100).contains(share));
    if share.is_none() {
        form.reject("share", "portal.royalty.wrong.share");
    }
    share
}

/// A month.
pub fn month(form: &mut FormState, field: &str) -> Option<Month> {
    let month = Month::parse(form.value(field));
    if month.is_none() {
        form.reject(field, "portal.royalty.wrong.month");
    }
    month
}

/// Why a work that was awarded for before is awarded for again; empty where it is not.
pub fn again(form: &mut FormState) -> Option<String> {
    let reason = line(form, "again", NOTE_MAX);
    form.error("again").is_none().then_some(reason)
}

/// A reason that must be given.
pub fn reason(form: &mut FormState, field: &str) -> Option<String> {
    let reason = required_text(form, field, NOTE_MAX, "portal.royalty.wrong.reason");
    form.error(field).is_none().then_some(reason)
}
