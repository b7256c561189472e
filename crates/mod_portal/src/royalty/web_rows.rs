//! What is done on a month's screen: rows saved, awards approved, the month closed.

use axum::response::Response;
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{FormState, Message};

use super::{
    Award,
    form::row_terms,
    place::{self, Asked, Place},
    propose::Proposal,
    web_index::{ROWS, show},
};
use crate::{entry::Kind, typed::with_faults};

/// Saves a screen of rows: all that have a coefficient, or none.
pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let place = place::of_form(&ctx, &form)?;
    let mut proposals = Vec::new();
    for at in 0..ROWS {
        let row = format!(".{at}");
        let entry = form.value(&format!("entry{row}")).parse();
        let revision = form.value(&format!("revision{row}")).parse();
        let (Ok(entry), Ok(revision)) = (entry, revision) else { continue };
        if let Some(terms) = row_terms(&mut form, &row) {
            proposals.push(Proposal { row, entry, revision, again: String::new(), terms });
        }
    }
    if proposals.is_empty() && form.is_ok() {
        form.reject("coefficient.0", "portal.royalty.wrong.no_row");
    }
    if !form.is_ok() {
        return again(&ctx, &place, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    match super::propose(&ctx, place.site.id, place.month, proposals).await {
        Ok(n) => {
            // On with the next of the same kind.
            let kind = Kind::by_name(form.value("loai")).map(|kind| format!("&loai={}", kind.name));
            let path = format!("{}{}", place::path(&place), kind.unwrap_or_default());
            Ok(ctx.redirect_saying(&path, said(n)))
        }
        Err(Error::Invalid(faults)) => {
            let form = with_faults(form, &faults);
            again(&ctx, &place, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(Error::Conflict(message)) => {
            form.reject("", message);
            again(&ctx, &place, StatusCode::CONFLICT, form).await
        }
        Err(error) => Err(error),
    }
}

/// How many are new; none where the same form was sent before.
pub(super) fn said(n: usize) -> Message {
    match n {
        0 => Message::new("portal.royalty.said.known"),
        n => Message::new("portal.royalty.said.proposed").with("n", n),
    }
}

/// The screen again, at the place the form came from.
async fn again(ctx: &Ctx, place: &Place, status: StatusCode, form: FormState) -> Result<Response> {
    let asked = Asked { loai: form.value("loai").to_owned(), ..Asked::default() };
    show(ctx, status, place, &asked, form).await
}

/// Approves those ticked.
pub(super) async fn create_approvals(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let place = place::of_form(&ctx, &form)?;
    let read = |text: &str| -> Option<(Id<Award>, i64)> {
        let (id, version) = text.split_once(':')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    let chosen: Vec<_> = form.values("award").filter_map(read).collect();
    match super::approve(&ctx, place.site.id, place.month, &chosen).await {
        Ok(n) => Ok(ctx.redirect_saying(
            &place::path(&place),
            Message::new("portal.royalty.said.approved").with("n", n),
        )),
        Err(Error::Conflict(message)) => {
            form.reject("", message);
            again(&ctx, &place, StatusCode::CONFLICT, form).await
        }
        Err(error) => Err(error),
    }
}

/// Closes the month.
pub(super) async fn create_closing(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let place = place::of_form(&ctx, &form)?;
    match super::close(&ctx, place.site.id, place.month, form.version()).await {
        Ok(()) => {
            let said = Message::new("portal.royalty.said.closed").with("month", place.month.vn());
            Ok(ctx.redirect_saying(&place::path(&place), said))
        }
        Err(Error::Conflict(message)) => {
            form.reject("", message);
            again(&ctx, &place, StatusCode::CONFLICT, form).await
        }
        Err(error) => Err(error),
    }
}
