//! The door of the one-stop shop: find a procedure, follow a dossier, go on with one's own.

use askama::Template;
use axum::response::Response;
use base::{Id, Timestamp};
use kernel::{Access, Ctx, Result, Routes};
use ui::Page;

use crate::{
    dossier::{self, Status},
    draft, follow,
    place::agency_name,
};

/// Most drafts and dossiers shown.
const MOST: u64 = 50;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new().get("/mot-cua", Access::Public, show)
}

#[derive(Template)]
#[template(path = "home/templates/show.html")]
struct HomePage {
    page: Page,
    find: String,
    catalogue: String,
    sign_in: Option<String>,
    common: Vec<(String, String)>,
    drafts: Vec<DraftLine>,
    dossiers: Vec<DossierLine>,
}

/// A draft in the list.
struct DraftLine {
    href: String,
    name: String,
    note: String,
}

/// A dossier in the list.
struct DossierLine {
    href: String,
    code: String,
    name: String,
    status: Status,
    note: String,
}

/// What most people come for.
const COMMON: [&str; 8] =
    ["1.001193", "2.000635", "1.004222", "1.004194", "1.000894", "1.000656", "1.004873", "2.000986"];

async fn show(ctx: Ctx) -> Result<Response> {
    let mut page = ctx.page(ui::t(ctx.lang(), "onestop.home.title"));
    page.description = page.t("onestop.home.lede").to_owned();
    page.crumbs = vec![ctx.home_crumb()];
    let here = page.title.clone();
    let page = page.crumb(here, None);
    ctx.depends_on(svc_catalogue::procedure::CATALOGUE);
    let mut common = Vec::new();
    for code in COMMON {
        if let Some(name) = svc_catalogue::procedure::name(&ctx, code).await? {
            common.push((page.href(&svc_catalogue::procedure::address(code)), name));
        }
    }
    let (mut drafts, mut dossiers) = (Vec::new(), Vec::new());
    if let Some(account) = ctx.actor().account_id() {
        for draft in draft::store::of_account(ctx.read(), account, MOST).await? {
            let name = svc_catalogue::procedure::name(&ctx, &draft.procedure).await?.unwrap_or_default();
            let note = page.fill("onestop.home.draft", &[("when", &draft.updated_at.local().vn())]);
            drafts.push(DraftLine { href: page.href(&format!("/mot-cua/nhap/{}", draft.id)), name, note });
        }
        for line in dossier::store::list::of_account(ctx.read(), account, MOST).await? {
            let agency = agency_name(ctx.app(), line.agency_id, page.lang)?;
            let when = Timestamp(line.submitted_at).local().vn();
            dossiers.push(DossierLine {
                href: page.href(&follow::own_path(Id::from_uuid(line.id))),
                status: line.status(),
                note: page.fill("onestop.home.dossier", &[("agency", &agency), ("when", &when)]),
                code: line.code,
                name: line.procedure_name,
            });
        }
    }
    let sign_in = ctx.actor().account_id().is_none().then(|| page.href("/dang-nhap?tiep=/mot-cua"));
    let shown = HomePage {
        find: page.href(follow::FIND),
        catalogue: page.href("/thu-tuc"),
        sign_in,
        common,
        drafts,
        dossiers,
        page,
    };
    ctx.public_page(&shown)
}
