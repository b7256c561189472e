use axum::{extract::Query, response::Response};
use http::{HeaderValue, header};
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;

use super::{export, file, template_file};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Deserialize)]
pub(super) struct Asked {
    dang: Option<String>,
}

pub(super) async fn template(ctx: Ctx) -> Result<Response> {
    let bytes = template_file::template(&ctx)?;
    download("mau-danh-sach-nhan-su.xlsx", WORKBOOK, bytes)
}

/// The people in scope, their numbers hidden but for the ends.
pub(super) async fn masked_file(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    give(&ctx, asked.dang.as_deref().unwrap_or_default(), false).await
}

/// The people in scope with their numbers.
pub(super) async fn whole_file(ctx: Ctx, Form(form): Form) -> Result<Response> {
    give(&ctx, form.value("dang"), true).await
}

async fn give(ctx: &Ctx, kind: &str, whole: bool) -> Result<Response> {
    let lines = export::lines(ctx, whole).await?;
    let (lang, name) = (ctx.lang(), format!("nhan-su-{}", ctx.today().iso()));
    match kind {
        "csv" => {
            let bytes = file::csv(lang, &lines)?;
            download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes)
        }
        _ => {
            let bytes = file::workbook(lang, &lines)?;
            download(&format!("{name}.xlsx"), WORKBOOK, bytes)
        }
    }
}

fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let mut response = Response::new(bytes.into());
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, named.map_err(|e| Error::internal(e.to_string()))?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
