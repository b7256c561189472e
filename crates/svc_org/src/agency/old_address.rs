//! Addresses as they were until 30/06/2025, when Nghị quyết 1683/NQ-UBTVQH15 had not yet been in force: which commune
//! they lie in now.

use askama::Template;
use axum::{extract::Query, response::Response};
use kernel::{Ctx, Result};
use serde::Deserialize;
use ui::Page;

use super::{
    ALL, Agency, Kind,
    view::{Line, line, name_of, steps},
};
use crate::{tree, tree::Tree};

/// At most this many former units in an answer.
const MOST: usize = 40;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Params {
    q: String,
}

/// A former unit with what it is now.
struct Former {
    unit: Line,
    /// It did not go to one successor as a whole, so the exact place decides.
    split: bool,
    now: Vec<Line>,
}

#[derive(Template)]
#[template(path = "agency/templates/old_address.html")]
struct OldAddressPage {
    page: Page,
    asked: bool,
    former: Vec<Former>,
    more: bool,
    districts: Vec<Line>,
}

pub(super) async fn index(ctx: Ctx, Query(params): Query<Params>) -> Result<Response> {
    ctx.depends_on(ALL);
    let tree = tree(ctx.app())?;
    let mut page = ctx.page(ui::t(ctx.lang(), "org.old.title"));
    page.description = page.t("org.old.lede").to_owned();
    page.meta.date = ctx.today().iso();
    page.query.clone_from(&params.q);
    page.crumbs = vec![ctx.home_crumb()];
    let page = page
        .crumb(ui::t(ctx.lang(), "org.directory.title"), Some("/co-quan"))
        .crumb(ui::t(ctx.lang(), "org.old.title"), None);
    let today = ctx.today();
    let ended = |a: &&Agency| a.kind.is_unit() && a.has_ended(today);
    let asked = !base::text::fold(&params.q).is_empty();
    let found: Vec<&Agency> =
        tree.search_place(&params.q).into_iter().map(AsRef::as_ref).filter(ended).collect();
    let districts = if asked {
        Vec::new()
    } else {
        let all = tree.all().map(AsRef::as_ref).filter(ended).filter(|a| a.kind == Kind::District);
        all.map(|a| line(&page, a, String::new())).collect()
    };
    let view = OldAddressPage {
        asked,
        former: found.iter().take(MOST).map(|a| former(&page, &tree, a)).collect(),
        more: found.len() > MOST,
        districts,
        page,
    };
    if asked { ctx.html(&view) } else { ctx.public_page(&view) }
}

fn former(page: &Page, tree: &Tree, unit: &Agency) -> Former {
    let became = tree.became(unit.id);
    let above: Vec<String> = tree.above(unit).into_iter().map(|a| name_of(page, a)).collect();
    Former {
        unit: line(page, unit, above.join(", ")),
        split: unit.kind == Kind::Commune && became.len() > 1,
        now: steps(page, &became),
    }
}
