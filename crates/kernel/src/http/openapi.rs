use serde_json::{Map, Value as Json, json};

use crate::{App, Ctx, Result, RouteInfo, Routes};

/// The description of the public API in OpenAPI 3.1, made from the routes themselves.
///
/// # Errors
/// When a route declares a schema that is not JSON.
pub fn openapi(app: &App) -> Result<Json> {
    let mut paths = Map::new();
    for info in infos(app) {
        let Some(doc) = info.api else { continue };
        let schema: Json = serde_json::from_str(doc.response)?;
        let parameters: Vec<Json> = doc
            .params
            .iter()
            .map(|p| {
                json!({ "name": p.name, "in": p.place, "required": p.place == "path", "description": p.about,
                        "schema": { "type": p.kind } })
            })
            .collect();
        let operation = json!({
            "summary": doc.summary,
            "parameters": parameters,
            "responses": {
                "200": { "description": "OK", "content": { "application/json": { "schema": schema } } },
                "4XX": { "description": "Refused", "content": { "application/json": { "schema": {
                    "type": "object", "required": ["error"], "properties": { "error": { "type": "object",
                        "required": ["status", "message"],
                        "properties": { "status": { "type": "integer" }, "message": { "type": "string" } } } } } } } },
            },
        });
        paths.insert(info.path, json!({ info.method.as_str().to_lowercase(): operation }));
    }
    Ok(json!({
        "openapi": "3.1.0",
        "info": { "title": "Song Cau public API", "version": env!("CARGO_PKG_VERSION"),
                  "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" } },
        "servers": [{ "url": app.config().origin("") }],
        "paths": paths,
    }))
}

/// Every route of every module.
pub(crate) fn infos(app: &App) -> Vec<RouteInfo> {
    let routes = app.modules().iter().filter_map(|m| m.routes).fold(Routes::new(), |all, r| all.merge(r()));
    routes.infos()
}

pub(super) async fn show(ctx: Ctx) -> Result<axum::response::Response> {
    Ok(ctx.public_bytes("application/json", openapi(ctx.app())?.to_string()))
}
