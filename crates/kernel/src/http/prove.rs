//! Before something dangerous: is it still you? Asked on the way to the act, with everything typed carried along.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use ui::{FormState, Message, Page};

use super::resend;
use crate::{Ctx, Error, Proof, Result};

/// The field in which the proof is typed. Its name has the word by which secrets are told from what is kept.
const FIELD: &str = "_proof_password";

#[derive(Template)]
#[template(path = "http/templates/prove.html")]
struct ProvePage {
    page: Page,
    form: FormState,
    action: String,
    fields: Vec<(String, String)>,
}

/// Asks for a proof, unless the form brings a good one: then nothing, and the act goes on.
pub(crate) async fn ask(ctx: &Ctx, sent: &FormState) -> Option<Response> {
    let asking = match check(ctx, sent).await {
        Ok(Checked::Good) => return None,
        Ok(Checked::Missing) => page(ctx, sent, None),
        Ok(Checked::Wrong(message)) => page(ctx, sent, Some(message)),
        Err(error) => Err(error),
    };
    Some(asking.unwrap_or_else(Error::into_response))
}

enum Checked {
    Good,
    Missing,
    Wrong(Message),
}

async fn check(ctx: &Ctx, sent: &FormState) -> Result<Checked> {
    let authenticator = ctx.app().authenticator().ok_or(Error::SignIn)?;
    match sent.value(FIELD) {
        "" => Ok(Checked::Missing),
        proof => Ok(match authenticator.prove(ctx, proof).await? {
            Proof::Good => Checked::Good,
            Proof::Refused(message) => Checked::Wrong(message),
        }),
    }
}

fn page(ctx: &Ctx, sent: &FormState, wrong: Option<Message>) -> Result<Response> {
    let mut page = ctx.page(ui::t(ctx.lang(), "kernel.prove.title"));
    page.noindex = true;
    let action = page.href(&ctx.origin().path);
    let mut form = FormState::default();
    if let Some(message) = wrong {
        form.reject(FIELD, message);
    }
    let status = if form.is_ok() { StatusCode::FORBIDDEN } else { StatusCode::UNPROCESSABLE_ENTITY };
    ctx.html_with(status, &ProvePage { page, form, action, fields: resend::kept(sent) })
}
