//! Screens of those who keep the tree.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use base::LocalDate;
use kernel::{
    Ctx, Error, Result,
    http::{Form, version},
};
use serde::Deserialize;
use ui::{Choice, FormState, Message, Page, TimelineEvent, TreeNode};

use super::{
    Agency, COMMUNE_KINDS, KINDS, decides, form,
    history::Teller,
    rights, store,
    view::{Line, kind_of, name_of, standing, steps},
};
use crate::{Tree, policy::AGENCY_EDIT, tree};

pub(super) const LIST: &str = "/quan-tri/co-quan";
/// Records of the history shown with an agency.
const HISTORY: i64 = 50;
/// Results of a search in the tree.
const MOST: usize = 100;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Params {
    q: String,
    /// For a new agency: what it belongs to.
    tren: String,
}

#[derive(Template)]
#[template(path = "agency/templates/tree.html")]
struct TreePage {
    page: Page,
    asked: bool,
    results: Vec<Line>,
    nodes: Vec<TreeNode>,
}

#[derive(Template)]
#[template(path = "agency/templates/edit.html")]
struct EditPage {
    page: Page,
    form: FormState,
    /// Where the form goes.
    action: String,
    /// Whether the actor decides about the agency, or only keeps its contact up to date.
    decides: bool,
    /// The agency as it stands; none while it is being made.
    agency: Option<Standing>,
    kinds: Vec<Choice>,
    commune_kinds: Vec<Choice>,
    parents: Vec<Choice>,
}

/// What the edit screen shows beside the form.
struct Standing {
    public_href: String,
    /// The way to end it, or, of one that has ended, to correct what became of it; empty for who does not decide that.
    end_href: String,
    ended: bool,
    add_href: String,
    became: Vec<Line>,
    made_of: Vec<Line>,
    history: Vec<TimelineEvent>,
}

pub(super) fn work_page(ctx: &Ctx, title: &str) -> Page {
    let page = ctx.page(title).crumb(ui::t(ctx.lang(), "org.work.title"), Some(LIST));
    Page { noindex: true, ..page }
}

pub(super) fn mine(ctx: &Ctx, agency: &Agency) -> bool {
    ctx.may(AGENCY_EDIT, Some(&agency.path))
}

/// An agency the actor administers. Agencies are public, so a stranger learns nothing from "forbidden".
pub(super) fn find<'t>(ctx: &Ctx, tree: &'t Tree, id: &str) -> Result<&'t Arc<Agency>> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let agency = tree.get(id).ok_or(Error::NotFound)?;
    if mine(ctx, agency) { Ok(agency) } else { Err(Error::Forbidden) }
}

pub(super) async fn index(ctx: Ctx, Query(params): Query<Params>) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let mut page = ctx.page(ui::t(ctx.lang(), "org.work.title"));
    page.noindex = true;
    page.query.clone_from(&params.q);
    let today = ctx.today();
    let edit_href = |page: &Page, a: &Agency| page.href(&format!("{LIST}/{}", a.id));
    let found = tree.search(&params.q);
    let results = found.into_iter().filter(|a| mine(&ctx, a)).take(MOST).map(|a| {
        let standing = standing(&page, a, &tree.became(a.id), today);
        let note = if standing.is_empty() { kind_of(&page, a) } else { standing };
        Line { name: name_of(&page, a), href: edit_href(&page, a), note, site: None }
    });
    let results = results.collect();
    let tops: Vec<&Arc<Agency>> = tree
        .at(today)
        .into_iter()
        .filter(|a| mine(&ctx, a) && a.parent.and_then(|p| tree.get(p)).is_none_or(|p| !mine(&ctx, p)))
        .collect();
    let nodes = tops.into_iter().map(|a| node(&page, &tree, a, today, true)).collect();
    let asked = !base::text::fold(&params.q).is_empty();
    ctx.html(&TreePage { page, asked, results, nodes })
}

fn node(page: &Page, tree: &Tree, agency: &Agency, today: LocalDate, open: bool) -> TreeNode {
    let children = tree.children(agency.id, today);
    TreeNode {
        label: name_of(page, agency),
        href: page.href(&format!("{LIST}/{}", agency.id)),
        note: kind_of(page, agency),
        open,
        children: children.into_iter().map(|c| node(page, tree, c, today, false)).collect(),
    }
}

pub(super) async fn new(ctx: Ctx, Query(params): Query<Params>) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let parent = match params.tren.as_str() {
        "" => tree.root(ctx.today()).filter(|root| mine(&ctx, root)),
        id => Some(find(&ctx, &tree, id)?),
    };
    let form = FormState::default()
        .with("parent", parent.map(|p| p.id.to_string()).unwrap_or_default())
        .with("valid_from", ctx.today().iso());
    ctx.html(&edit_page(&ctx, &tree, None, form, Vec::new()))
}

pub(super) async fn create(ctx: Ctx, Form(mut input): Form) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let Some(details) = form::read(&mut input, false) else {
        return refused(&ctx, &tree, None, input).await;
    };
    match super::create(&ctx, details).await {
        Ok(agency) => {
            let said = Message::new("org.work.created").with("name", &agency.full_name);
            Ok(ctx.redirect_saying(&format!("{LIST}/{}", agency.id), said))
        }
        Err(Error::Invalid(faults)) => refused(&ctx, &tree, None, with_faults(input, &faults)).await,
        Err(other) => Err(other),
    }
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<String>) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = find(&ctx, &tree, &id)?;
    let history = past(&ctx, &tree, agency).await?;
    ctx.html(&edit_page(&ctx, &tree, Some(agency), form::fill(agency), history))
}

pub(super) async fn edit(ctx: Ctx, Path(id): Path<String>, Form(mut input): Form) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = find(&ctx, &tree, &id)?;
    let version = version(&input)?;
    let details = if decides(&ctx, agency) {
        form::read(&mut input, agency.parent.is_none())
    } else if input.pairs().any(|(field, _)| is_decided(field)) {
        return Err(Error::Forbidden);
    } else {
        form::read_own(&mut input, agency)
    };
    let Some(details) = details else { return refused(&ctx, &tree, Some(agency), input).await };
    match super::edit(&ctx, agency.id, version, details).await {
        Ok(agency) => {
            let said = Message::new("org.work.saved").with("name", &agency.full_name);
            Ok(ctx.redirect_saying(&format!("{LIST}/{}", agency.id), said))
        }
        Err(Error::Invalid(faults)) => refused(&ctx, &tree, Some(agency), with_faults(input, &faults)).await,
        Err(stale) if stale.is_stale() => outdated(&ctx, agency.id, input).await,
        Err(other) => Err(other),
    }
}

/// The form again, beside what somebody else saved first.
async fn outdated(ctx: &Ctx, id: base::Id<Agency>, input: FormState) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = tree.get(id).ok_or(Error::NotFound)?;
    let input = input.beside(&form::fill(agency), agency.version);
    let history = past(ctx, &tree, agency).await?;
    ctx.html_with(StatusCode::CONFLICT, &edit_page(ctx, &tree, Some(agency), input, history))
}

pub(super) fn with_faults(mut input: FormState, faults: &FormState) -> FormState {
    for fault in faults.errors() {
        input.reject(&fault.field, fault.message.clone());
    }
    input
}

/// The form again, with what was typed and what is wrong.
async fn refused(ctx: &Ctx, tree: &Tree, agency: Option<&Arc<Agency>>, form: FormState) -> Result<Response> {
    let history = match agency {
        Some(agency) => past(ctx, tree, agency).await?,
        None => Vec::new(),
    };
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &edit_page(ctx, tree, agency, form, history))
}

async fn past(ctx: &Ctx, tree: &Tree, agency: &Agency) -> Result<Vec<TimelineEvent>> {
    let page = Page { lang: ctx.lang(), ..Page::default() };
    let records = store::history(ctx.read(), agency.id, HISTORY).await?;
    let names = ctx.app().names(records.iter().filter_map(|r| r.account()).collect()).await?;
    let teller = Teller { page: &page, tree, names: &names };
    Ok(records.iter().map(|record| teller.tell(record)).collect())
}

/// Whether a field of the form is decided one level up.
fn is_decided(field: &str) -> bool {
    form::FIELDS.iter().any(|(name, _)| *name == field) && !rights::OWN.contains(&field)
}

fn edit_page(
    ctx: &Ctx,
    tree: &Tree,
    agency: Option<&Arc<Agency>>,
    form: FormState,
    history: Vec<TimelineEvent>,
) -> EditPage {
    let title = match agency {
        Some(agency) => agency.full_name.clone(),
        None => ui::t(ctx.lang(), "org.work.new").to_owned(),
    };
    let page = work_page(ctx, &title).crumb(&title, None);
    let choice = |value: &str, key: &str| Choice::new(value, page.t(key));
    let day = ctx.today();
    let may_be = |a: &&Arc<Agency>| {
        let chosen = agency.is_some_and(|own| own.parent == Some(a.id));
        let itself = agency.is_some_and(|own| a.path.starts_with(&own.path));
        chosen || (!itself && a.is_valid(day) && mine(ctx, a))
    };
    EditPage {
        decides: agency.is_none_or(|a| decides(ctx, a)),
        action: page.href(&agency.map_or(LIST.to_owned(), |a| format!("{LIST}/{}", a.id))),
        kinds: KINDS.iter().map(|k| choice(k.as_str(), k.label())).collect(),
        commune_kinds: COMMUNE_KINDS.iter().map(|k| choice(k.as_str(), k.label())).collect(),
        parents: tree.all().filter(may_be).map(|a| Choice::new(a.id.to_string(), &a.full_name)).collect(),
        agency: agency.map(|a| Standing {
            public_href: page.href(&format!("/co-quan/{}", a.id)),
            end_href: match (decides(ctx, a), a.validity.to()) {
                (false, _) => String::new(),
                (true, Some(_)) => page.href(&format!("{LIST}/{}/ke-thua", a.id)),
                (true, None) => page.href(&format!("{LIST}/{}/ket-thuc", a.id)),
            },
            ended: a.validity.to().is_some(),
            add_href: page.href(&format!("{LIST}/moi?tren={}", a.id)),
            became: steps(&page, &tree.became(a.id)),
            made_of: steps(&page, &tree.made_of(a.id)),
            history,
        }),
        form,
        page,
    }
}
