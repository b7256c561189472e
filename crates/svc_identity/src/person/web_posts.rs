use axum::{extract::Path, response::Response};
use base::LocalDate;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use uuid::Uuid;

use super::{
    STAFF_PATH, store,
    web::{explain, hidden, render},
};
use crate::{
    PERSON_MANAGE,
    post::{self, NewPost},
};

pub(super) async fn create(ctx: Ctx, Path(id): Path<Uuid>, Form(mut form): Form) -> Result<Response> {
    let filled = match NewPost::read(&mut form, ctx.today()) {
        Some(new) => post::fill(&ctx, id.into(), new).await.map(|_| ()),
        None => Err(Error::Invalid(Box::default())),
    };
    match filled {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{STAFF_PATH}/{id}"), "identity.post.filled")),
        Err(error) => {
            explain(&mut form, error)?;
            again(&ctx, id, form).await
        }
    }
}

pub(super) async fn create_end(
    ctx: Ctx,
    Path((id, ended)): Path<(Uuid, Uuid)>,
    Form(mut form): Form,
) -> Result<Response> {
    let field = format!("last_{ended}");
    let Ok(last) = LocalDate::parse(form.value(&field)) else {
        form.reject(&field, "identity.grant.until_rule");
        return again(&ctx, id, form).await;
    };
    match post::end(&ctx, id.into(), ended.into(), last).await {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{STAFF_PATH}/{id}"), "identity.post.ended")),
        Err(Error::Conflict(message)) => {
            form.reject(&field, message);
            again(&ctx, id, form).await
        }
        Err(error) => Err(error),
    }
}

/// The person's page with the form of a post as it was sent, and the person's own fields as they are.
async fn again(ctx: &Ctx, id: Uuid, form: ui::FormState) -> Result<Response> {
    let person = store::find_visible(ctx.read(), (&ctx.scope(PERSON_MANAGE), ctx.today()), id.into()).await?;
    let person = person.ok_or(Error::NotFound)?;
    let mut shown = hidden(person.details.form());
    for (name, value) in form.pairs() {
        shown = shown.with(name, value);
    }
    for error in form.errors() {
        shown.reject(&error.field, error.message.clone());
    }
    render(ctx, StatusCode::UNPROCESSABLE_ENTITY, &person, shown, true).await
}
