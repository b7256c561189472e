use askama::Template;
use axum::{extract::Path, response::Response};
use kernel::{Ctx, Error, Result};
use ui::Page;
use uuid::Uuid;

use super::{
    PATH, proof,
    store::{self, Verification},
};
use crate::{
    reach::Reach,
    record::{self, JOURNAL, Journal, known::Known, view::Line, web::viewed},
};

/// Walks shown.
const SHOWN: u64 = 14;

#[derive(Template)]
#[template(path = "chain/templates/index.html")]
struct IndexPage {
    page: Page,
    ordinal: String,
    hash: String,
    waiting: String,
    last: Option<Walk>,
    walks: Vec<Walk>,
}

/// One walk over the chain.
#[derive(Clone)]
struct Walk {
    when: String,
    datetime: String,
    sealed: String,
    took: String,
    broken: String,
    head: String,
    /// What was found, in a sentence.
    words: String,
}

impl Walk {
    fn new(page: &Page, found: &Verification) -> Self {
        let (when, n) = (found.at().local().vn(), page.number(found.sealed));
        Self {
            words: if found.is_whole() {
                page.fill("audit.chain.whole_text", &[("when", &when), ("n", &n)])
            } else {
                page.fill("audit.chain.broken_text", &[("when", &when), ("what", &found.broken)])
            },
            when,
            datetime: found.at().rfc3339(),
            sealed: n,
            took: page.fill("audit.chain.seconds", &[("n", &format!("{:.1}", found.took as f64 / 1000.0))]),
            broken: found.broken.clone(),
            head: found.head.clone(),
        }
    }
}

pub(super) async fn index(ctx: Ctx) -> Result<Response> {
    ctx.log_view(&Journal, "audit.view.chain").await;
    let (head, waiting) = store::head(ctx.app()).await?;
    let page = frame(&ctx, "audit.chain.title");
    let walks = store::verifications(ctx.app(), SHOWN).await?;
    let walks: Vec<Walk> = walks.iter().map(|found| Walk::new(&page, found)).collect();
    let shown = IndexPage {
        ordinal: page.number(head.ordinal),
        hash: hex::encode(&head.hash),
        waiting: page.number(waiting),
        last: walks.first().cloned(),
        walks,
        page,
    };
    ctx.html(&shown)
}

fn frame(ctx: &Ctx, title: &'static str) -> Page {
    let page = ctx.page(ui::t(ctx.lang(), title));
    let (journal, title) = (page.t("audit.journal.title").to_owned(), page.title.clone());
    let mut page = page.crumb(journal, Some(JOURNAL)).crumb(title, None);
    page.noindex = true;
    page
}

#[derive(Template)]
#[template(path = "chain/templates/show.html")]
struct ProofPage {
    page: Page,
    line: Line,
    fields: Vec<(String, String, String)>,
    sealed: bool,
    holds: bool,
    hash: String,
    recomputed: String,
    recipe: String,
    last: String,
    head: String,
    printed: String,
    back: String,
    chain: String,
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let reach = Reach::of(&ctx)?;
    let record = record::store::find(&ctx, &reach, id).await?.ok_or(Error::NotFound)?;
    ctx.log_view(viewed(&record), "audit.view.proof").await;
    let proof = kernel::journal::proof(ctx.app().db(), id).await?.ok_or(Error::NotFound)?;
    let page = frame(&ctx, "audit.proof.title");
    let known = Known::of(&ctx, std::slice::from_ref(&record)).await?;
    let fields = proof::fields(&proof).map(|(name, value)| {
        (name.to_owned(), page.t(&format!("audit.proof.field.{name}")).to_owned(), value)
    });
    let shown = ProofPage {
        line: Line::new(&page, &record, &known),
        fields: fields.into(),
        sealed: proof.record.ordinal.is_some(),
        holds: proof.holds(),
        hash: proof.record.hash.as_deref().map(hex::encode).unwrap_or_default(),
        recomputed: hex::encode(&proof.recomputed),
        recipe: proof::recipe(&proof),
        last: page.number(proof.last),
        head: hex::encode(&proof.head),
        printed: page.fill("audit.proof.printed", &[("when", &ctx.now().local().vn())]),
        back: page.href(&format!("{JOURNAL}/{id}")),
        chain: page.href(PATH),
        page,
    };
    ctx.html(&shown)
}
