use axum::response::Response;
use kernel::{ApiDoc, Ctx, Result};
use serde::Serialize;

use super::{ALL, sites};

/// What OpenAPI says about the list.
pub(super) const SITES: ApiDoc = ApiDoc {
    summary: "Every site of the family, former ones included",
    params: &[],
    response: r#"{"type":"array","items":{"type":"object","required":["slug","name","kind","host","url","valid_to"],"properties":{"slug":{"type":"string"},"name":{"type":"string"},"name_en":{"type":"string"},"kind":{"type":"string","enum":["province","department","district","commune"]},"host":{"type":"string"},"url":{"type":"string","format":"uri"},"valid_from":{"type":["string","null"],"format":"date"},"valid_to":{"type":["string","null"],"format":"date"}}}}"#,
};

#[derive(Serialize)]
struct Entry<'s> {
    slug: &'s str,
    name: &'s str,
    name_en: &'s str,
    kind: &'static str,
    host: String,
    url: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
}

/// `GET /api/v1/sites`: the province first, then by name in dictionary order.
pub(super) async fn list(ctx: Ctx) -> Result<Response> {
    ctx.depends_on(ALL);
    let family = sites(ctx.app())?;
    let config = ctx.app().config();
    let entries: Vec<Entry<'_>> = family
        .all()
        .iter()
        .map(|site| {
            let host = match site.host_label.as_str() {
                "" => config.domain.clone(),
                label => format!("{label}.{}", config.domain),
            };
            Entry {
                slug: &site.slug,
                name: &site.name,
                name_en: &site.name_en,
                kind: site.kind.name(),
                host,
                url: format!("{}/", config.origin(&site.host_label)),
                valid_from: site.validity.from().map(|day| day.iso()),
                valid_to: site.validity.to().map(|day| day.iso()),
            }
        })
        .collect();
    Ok(ctx.public_bytes("application/json", serde_json::to_string(&entries)?))
}
