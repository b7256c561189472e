use askama::Template;
use axum::response::Response;
use http::{HeaderValue, header};
use kernel::{
    Ctx, Error, Result,
    personal::{Fact, Holding},
};
use ui::Page;

use super::take::{Taken, take};
use crate::account::OWN_PATH;

#[derive(Template)]
#[template(path = "own_data/templates/show.html")]
struct ShowPage {
    page: Page,
}

#[derive(Template)]
#[template(path = "own_data/templates/taken.html")]
struct TakenPage {
    page: Page,
    made: String,
    parts: Vec<Part>,
}

/// Fields that stand beside each other in a table; with more, each thing is a list of its own.
const BESIDE: usize = 7;

/// Things of one kind.
struct Part {
    title: String,
    /// No table holds so many fields.
    wide: bool,
    columns: Vec<String>,
    /// Each field with what it is called.
    rows: Vec<Vec<(String, String)>>,
}

fn frame(ctx: &Ctx) -> Page {
    let mut page = ctx
        .page(ui::t(ctx.lang(), "identity.own_data.title"))
        .crumb(ui::t(ctx.lang(), "identity.own.title"), Some(OWN_PATH));
    page.noindex = true;
    page.clone().crumb(page.title, None)
}

pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    ctx.html(&ShowPage { page: frame(&ctx) })
}

/// Shown on the answer itself: it is made once, and noted.
pub(super) async fn create_page(ctx: Ctx) -> Result<Response> {
    let taken = take(&ctx, "page").await?;
    let lang = ctx.lang();
    let part = |holding: &Holding| {
        let columns: Vec<String> =
            holding.columns.iter().map(|(_, key)| ui::t(lang, key).to_owned()).collect();
        let row =
            |row: &Vec<Fact>| columns.iter().cloned().zip(row.iter().map(|fact| fact.words(lang))).collect();
        let rows = holding.rows.iter().map(row).collect();
        Part { title: ui::t(lang, holding.title).to_owned(), wide: columns.len() > BESIDE, columns, rows }
    };
    let parts = taken.holdings.iter().filter(|holding| !holding.rows.is_empty()).map(part).collect();
    let page = frame(&ctx);
    let made = page.fill("identity.own_data.made", &[("at", &ctx.now().local().vn())]);
    ctx.html(&TakenPage { page, made, parts })
}

pub(super) async fn create_file(ctx: Ctx) -> Result<Response> {
    let Taken { account, person, holdings } = take(&ctx, "file").await?;
    let lang = ctx.lang();
    let file = serde_json::json!({
        "format": "songcau.personal-data/1",
        "made_at": ctx.now().rfc3339(),
        "lang": lang.code(),
        "account": account.id,
        "person": person.id,
        "holdings": holdings.iter().map(|holding| holding.json(lang)).collect::<Vec<_>>(),
    });
    let mut response = Response::new(serde_json::to_vec_pretty(&file)?.into());
    let name = format!("du-lieu-cua-toi-{}.json", ctx.today().iso());
    let attached = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_DISPOSITION, attached.map_err(|e| Error::internal(e.to_string()))?);
    Ok(response)
}
