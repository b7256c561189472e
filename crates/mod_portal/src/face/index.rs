//! The sites whose face the actor may change.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::text;
use kernel::{Ctx, Result};
use serde::Deserialize;
use ui::{Page, Pager};

use super::{WORK, faces, store};
use crate::{
    policy::SITE_COMPOSE,
    site::{self, PER_PAGE},
};

struct Row {
    name: String,
    href: String,
    public: String,
    slug: String,
    /// The text key of how far it is from the usual.
    state: &'static str,
    color: &'static str,
}

#[derive(Template)]
#[template(path = "face/templates/index.html")]
struct IndexPage {
    page: Page,
    rows: Vec<Row>,
    pager: Pager,
}

#[derive(Deserialize)]
pub(super) struct Find {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

pub(super) async fn index(ctx: Ctx, Query(find): Query<Find>) -> Result<Response> {
    let number = find.page.parse::<u64>().unwrap_or(1).clamp(1, 10_000);
    let (sites, total) = site::editable(&ctx, SITE_COMPOSE, &find.q, number).await?;
    // Whoever has one site goes there.
    if let ([only], 1, "") = (sites.as_slice(), total, find.q.as_str()) {
        return Ok(ctx.redirect(&format!("{WORK}/{}", only.id)));
    }
    let drafts = store::drafts(ctx.read()).await?;
    let faces = faces(ctx.app())?;
    let mut page = ctx.page(ui::t(ctx.lang(), "portal.face.menu"));
    page.query = text::nfc(&find.q);
    let rows = sites
        .iter()
        .map(|site| {
            let face = faces.of(site.id);
            let (state, color) = if drafts.contains(&site.id.uuid()) {
                ("portal.face.state.draft", "warning")
            } else if face.home.is_some() || face.menu.is_some() || face.look != super::Look::default() {
                ("portal.face.state.own", "success")
            } else {
                ("portal.face.state.usual", "neutral")
            };
            Row {
                name: site.name_in(page.lang).to_owned(),
                href: page.href(&format!("{WORK}/{}", site.id)),
                public: page.href(&format!("/s/{}/", site.slug)),
                slug: site.slug.clone(),
                state,
                color,
            }
        })
        .collect();
    let pager = Pager::new(number, PER_PAGE, total, &page.href(WORK), &[("q", &page.query)]);
    ctx.html(&IndexPage { rows, pager, page })
}
