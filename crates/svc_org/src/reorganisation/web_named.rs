//! What goes along from one agency, by name.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use kernel::{Ctx, Error, Result, Viewed, new_id};
use ui::Page;
use uuid::Uuid;

use super::{
    LIST,
    apply::apply,
    foresee::takers,
    model::{Plan, Status},
    store,
    web::work_page,
};
use crate::tree;

/// Names of one kind on the screen; an agency with more is read in the list of its people.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "reorganisation/templates/named.html")]
struct NamedPage {
    page: Page,
    kinds: Vec<Kind>,
    back: String,
}

struct Kind {
    title: &'static str,
    names: Vec<kernel::Named>,
    /// Said where there may be more than are shown.
    more: Option<String>,
}

/// The agency has to be one the plan ends: by the plan, whoever decides sees its people, and no others.
pub(super) async fn show(ctx: Ctx, Path((id, from)): Path<(Id<Plan>, Uuid)>) -> Result<Response> {
    let plan = store::open(&ctx, id).await?;
    let tree = tree(ctx.app())?;
    let agency = tree.get(Id::from_uuid(from)).ok_or(Error::NotFound)?;
    let applied = apply(&tree, &plan.content, plan.on, || new_id::<()>().uuid());
    if plan.status != Status::Draft || applied.lines.iter().all(|line| line.from != from) {
        return Err(Error::NotFound);
    }
    let heading = ui::fill(ctx.lang(), "org.reorganisation.named.title", &[("name", &agency.full_name)]);
    let page = work_page(&ctx, &heading);
    let mut kinds: Vec<Kind> = Vec::new();
    for module in takers(ctx.app()) {
        for named in module.name(&ctx, from, plan.on, MOST).await? {
            let title = page.t(named.kind);
            match kinds.iter_mut().find(|kind| kind.title == title) {
                Some(kind) => kind.names.push(named),
                None => kinds.push(Kind { title, names: vec![named], more: None }),
            }
        }
    }
    for kind in kinds.iter_mut().filter(|kind| kind.names.len() as i64 >= MOST) {
        kind.more = Some(page.fill("org.reorganisation.named.more", &[("n", &MOST)]));
    }
    ctx.log_view(Viewed { kind: "agency", id: from, agency: Some(from) }, "org.view.named").await;
    ctx.html(&NamedPage { back: page.href(&format!("{LIST}/{id}")), kinds, page })
}
