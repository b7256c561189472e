use axum::{body::Body, response::Response};
use futures_util::stream::try_unfold;
use http::{HeaderValue, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form as Sent};

use super::{
    make::{self, Form},
    rows,
};
use crate::{
    newest::Cursor,
    record::{
        filter::{Asked, Search},
        store, web,
    },
};

/// Records read and sent at once.
const STEP: u64 = 500;

/// Takes along what the list shows; what is wrong is said above the list.
pub(super) async fn create(ctx: Ctx, Sent(sent): Sent) -> Result<Response> {
    let asked = Asked::of(&sent);
    let mut form = asked.form();
    let search = asked.read(&ctx, &mut form).await?;
    let Some(shape) = Form::parse(sent.value("dang")) else { return Err(Error::NotFound) };
    let made = match form.is_ok() {
        true => make::make(&ctx, &search, shape).await,
        false => Err(Error::Invalid(Box::default())),
    };
    match made {
        Ok((start, count)) => file(&ctx, search, shape, start, count),
        Err(Error::Conflict(message)) => {
            form.reject("tu", message);
            web::show_list(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &asked, form, &search).await
        }
        Err(Error::Invalid(_)) => {
            web::show_list(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &asked, form, &search).await
        }
        Err(error) => Err(error),
    }
}

/// How far the file is sent.
struct Progress {
    ctx: Ctx,
    search: Search,
    below: Cursor,
    left: u64,
}

fn file(ctx: &Ctx, search: Search, shape: Form, start: Cursor, count: u64) -> Result<Response> {
    let page = ctx.page("");
    let head = rows::head(&page, shape)?;
    let name = format!("nhat-ky-{}.{}", ctx.today(), shape.name());
    let begin = Progress { ctx: ctx.clone(), search, below: start, left: count };
    let mut head = Some(head);
    let body = try_unfold(begin, move |mut progress| {
        let (head, page) = (head.take(), page.clone());
        async move {
            if let Some(head) = head {
                return Ok(Some((head, progress)));
            }
            let limit = progress.left.min(STEP);
            if limit == 0 {
                return Ok(None);
            }
            let records = store::page(&progress.ctx, &progress.search, Some(progress.below), limit).await?;
            let Some(last) = records.last() else { return Ok::<_, Error>(None) };
            progress.below = Cursor { at: last.at, id: last.id };
            progress.left -= records.len() as u64;
            let lines = rows::lines(&progress.ctx, &page, &records, shape).await?;
            Ok(Some((lines, progress)))
        }
    });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    let kind = match shape {
        Form::Csv => "text/csv; charset=utf-8",
        Form::JsonLines => "application/x-ndjson; charset=utf-8",
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, disposition.map_err(|e| Error::Internal(e.into()))?);
    Ok(response)
}
