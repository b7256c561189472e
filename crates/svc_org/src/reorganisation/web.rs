//! Screens of reorganisations.

use std::sync::Arc;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use base::Id;
use kernel::{
    Ctx, Error, Result,
    http::{Form, version},
    new_id,
};
use ui::{Choice, FormState, Message, Page};
use uuid::Uuid;

use super::{
    LIST,
    foresee::foresee,
    form, lines,
    model::{Content, Heir, Plan, Status},
    pairs, store,
    view::{self, LineView, Names},
};
use crate::{Agency, Tree, agency::deciding_path, policy::REORGANISE, tree};

#[derive(Template)]
#[template(path = "reorganisation/templates/index.html")]
struct IndexPage {
    page: Page,
    rows: Vec<Row>,
    new_href: String,
}

struct Row {
    title: String,
    href: String,
    day: String,
    basis: String,
    status: &'static str,
    color: &'static str,
}

#[derive(Template)]
#[template(path = "reorganisation/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    action: String,
    back: String,
}

#[derive(Template)]
#[template(path = "reorganisation/templates/show.html")]
struct ShowPage {
    page: Page,
    plan: Plan,
    form: FormState,
    action: String,
    day: String,
    standing: &'static str,
    second: String,
    third: String,
    decide_text: String,
    undo_text: String,
    editable: bool,
    undoable: bool,
    sound: bool,
    lines: Vec<LineView>,
    ends: String,
    makes: String,
    /// What goes along in all, in words.
    totals: Vec<String>,
    /// What is wrong with the plan as a whole.
    wrong: Vec<String>,
    froms: Vec<Choice>,
    tos: Vec<Choice>,
}

fn title(ctx: &Ctx) -> String {
    ui::t(ctx.lang(), "org.reorganisation.title").to_owned()
}

pub(super) fn work_page(ctx: &Ctx, name: &str) -> Page {
    let page = ctx.page(name).crumb(title(ctx), Some(LIST)).crumb(name, None);
    Page { noindex: true, ..page }
}

fn color(status: Status) -> &'static str {
    match status {
        Status::Draft => "info",
        Status::Decided => "warning",
        Status::InForce => "success",
        Status::Undone => "neutral",
    }
}

pub(super) async fn index(ctx: Ctx) -> Result<Response> {
    let page = Page { noindex: true, ..ctx.page(title(&ctx)) };
    let plans = store::list(&ctx).await?;
    let row = |plan: Plan| Row {
        href: page.href(&format!("{LIST}/{}", plan.id)),
        day: plan.on.vn(),
        status: page.t(plan.status.label()),
        color: color(plan.status),
        title: plan.title,
        basis: plan.basis,
    };
    let rows = plans.into_iter().map(row).collect();
    ctx.html(&IndexPage { rows, new_href: page.href(&format!("{LIST}/moi")), page })
}

pub(super) async fn new(ctx: Ctx) -> Result<Response> {
    ctx.html(&new_page(&ctx, FormState::default()))
}

fn new_page(ctx: &Ctx, form: FormState) -> NewPage {
    let page = work_page(ctx, ui::t(ctx.lang(), "org.reorganisation.new"));
    NewPage { form, action: page.href(LIST), back: page.href(LIST), page }
}

pub(super) async fn create(ctx: Ctx, Form(mut input): Form) -> Result<Response> {
    let Some(heading) = form::read(&mut input, ctx.today()) else {
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &new_page(&ctx, input));
    };
    let top = top(&ctx, &*tree(ctx.app())?)?;
    let plan = super::draft(&ctx, top, heading, Content::default()).await?;
    Ok(ctx.redirect_saying(&format!("{LIST}/{}", plan.id), Message::new("org.reorganisation.drafted")))
}

/// The highest agency the actor may reorganise below: whose plans this will be among.
fn top(ctx: &Ctx, tree: &Tree) -> Result<Id<Agency>> {
    let mine = |a: &&&Arc<Agency>| ctx.may(REORGANISE, Some(&a.path));
    let today = tree.at(ctx.today());
    let root = tree.root(ctx.today()).filter(|root| ctx.may(REORGANISE, Some(&root.path)));
    let highest = || today.iter().filter(mine).min_by_key(|a| a.path.len()).copied();
    root.or_else(highest).map(|a| a.id).ok_or(Error::Forbidden)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Plan>>) -> Result<Response> {
    let plan = store::open(&ctx, id).await?;
    let form = form::fill(&plan);
    answer(&ctx, StatusCode::OK, plan, form).await
}

pub(super) async fn edit(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(mut input): Form) -> Result<Response> {
    let plan = store::open(&ctx, id).await?;
    let Some(heading) = form::read(&mut input, ctx.today()) else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, plan, input).await;
    };
    super::revise(&ctx, id, version(&input)?, |plan| {
        plan.title = heading.title;
        plan.on = heading.on;
        plan.basis = heading.basis;
        plan.document_no = heading.document_no;
        plan.document_date = heading.document_date;
    })
    .await?;
    Ok(back(&ctx, id, "org.reorganisation.saved"))
}

pub(super) async fn add_line(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(mut input): Form) -> Result<Response> {
    let plan = store::open(&ctx, id).await?;
    let Some((line, new)) = lines::read(&mut input, &*tree(ctx.app())?, &plan) else {
        let input = input.pairs().fold(form::fill(&plan), |form, (n, v)| form.with(n, v)).erring(&input);
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, plan, input).await;
    };
    super::revise(&ctx, id, version(&input)?, |plan| plan.content.add(line, new)).await?;
    Ok(back(&ctx, id, "org.reorganisation.saved"))
}

pub(super) async fn remove_line(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(input): Form) -> Result<Response> {
    let from: Uuid = input.value("from").parse().map_err(|_| Error::NotFound)?;
    super::revise(&ctx, id, version(&input)?, |plan| plan.content.remove(from)).await?;
    Ok(back(&ctx, id, "org.reorganisation.saved"))
}

pub(super) async fn choose_heir(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(input): Form) -> Result<Response> {
    let from: Uuid = input.value("from").parse().map_err(|_| Error::NotFound)?;
    let heir = match input.value("heir") {
        "" => Heir::Unsaid,
        "nobody" => Heir::Nobody,
        id => Heir::To(id.parse().map_err(|_| Error::NotFound)?),
    };
    super::revise(&ctx, id, version(&input)?, |plan| plan.content.give(from, heir)).await?;
    Ok(back(&ctx, id, "org.reorganisation.saved"))
}

pub(super) async fn paste(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(input): Form) -> Result<Response> {
    let plan = store::open(&ctx, id).await?;
    let levels = input.has("levels", "1");
    let bytes = input.value("pairs").as_bytes();
    let read = pairs::read(&*tree(ctx.app())?, plan.on, bytes, levels, || new_id::<()>().uuid());
    if !read.rejected.is_empty() {
        let mut form = form::fill(&plan).with("pairs", input.value("pairs"));
        for row in read.rejected.iter().take(20) {
            let said = Message::new("org.reorganisation.pairs.line").with("line", row.line);
            form.reject("pairs", said.with("reason", row.reason.text(ctx.lang())));
        }
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, plan, form).await;
    }
    super::revise(&ctx, id, version(&input)?, |plan| plan.content.merge(read.content)).await?;
    Ok(back(&ctx, id, "org.reorganisation.saved"))
}

pub(super) async fn drop(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(input): Form) -> Result<Response> {
    super::drop_draft(&ctx, id, version(&input)?).await?;
    Ok(ctx.redirect_saying(LIST, Message::new("org.reorganisation.dropped")))
}

pub(super) async fn decide(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(input): Form) -> Result<Response> {
    let plan = store::open(&ctx, id).await?;
    if plan.on <= ctx.today() {
        let mut form = form::fill(&plan);
        form.reject(
            "effective",
            Message::new("org.reorganisation.form.future").with("day", ctx.today().vn()),
        );
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, plan, form).await;
    }
    match super::decide(&ctx, id, version(&input)?).await {
        Ok(_) => Ok(back(&ctx, id, "org.reorganisation.decided")),
        Err(Error::Invalid(faults)) => {
            let form = form::fill(&plan).erring(&faults);
            answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, plan, form).await
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn undo(ctx: Ctx, Path(id): Path<Id<Plan>>, Form(input): Form) -> Result<Response> {
    super::undo(&ctx, id, version(&input)?).await?;
    Ok(back(&ctx, id, "org.reorganisation.undone"))
}

fn back(ctx: &Ctx, id: Id<Plan>, said: &'static str) -> Response {
    ctx.redirect_saying(&format!("{LIST}/{id}"), Message::new(said))
}

trait Erring {
    fn erring(self, other: &FormState) -> Self;
}

impl Erring for FormState {
    /// With what is wrong with another form.
    fn erring(mut self, other: &FormState) -> Self {
        for fault in other.errors() {
            self.reject(&fault.field, fault.message.clone());
        }
        self
    }
}

async fn answer(ctx: &Ctx, status: StatusCode, mut plan: Plan, form: FormState) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let editable = plan.status == Status::Draft;
    if matches!(plan.status, Status::Decided | Status::InForce) {
        // What was decided is shown as it was carried out; nothing is worked out against the tree of today. What was taken
        // back is shown as it was planned.
        plan.content.lines.clone_from(&plan.before.lines);
    }
    let page = work_page(ctx, &plan.title);
    let foreseen = foresee(ctx, &tree, &plan).await?;
    let names = Names::new(&tree, &plan, &foreseen);
    let mut lines = view::lines(&page, &names, &plan, &foreseen);
    if !editable {
        for line in &mut lines {
            (line.wrong, line.follows, line.open) = (Vec::new(), Vec::new(), false);
        }
    }
    let mut totals: Vec<(&'static str, u64)> = Vec::new();
    for follow in foreseen.follows.iter().filter(|f| editable && f.count > 0) {
        match totals.iter_mut().find(|(what, _)| *what == follow.what) {
            Some((_, n)) => *n += follow.count,
            None => totals.push((follow.what, follow.count)),
        }
    }
    let known: Vec<Uuid> = foreseen.applied.lines.iter().map(|l| l.from).collect();
    let general = foreseen.applied.wrong.iter().filter(|(id, _)| id.is_none_or(|id| !known.contains(&id)));
    let wrong = general.map(|(_, message)| message.text(page.lang)).collect();
    let ending = |a: &&&Arc<Agency>| known.contains(&a.id.uuid());
    let there = tree.at(plan.on.previous());
    let decides = |a: &&&Arc<Agency>| ctx.may(REORGANISE, Some(deciding_path(&a.path)));
    let mine = |a: &&&Arc<Agency>| ctx.may(REORGANISE, Some(&a.path));
    let choice = |a: &Arc<Agency>| Choice::new(a.id.to_string(), &a.full_name);
    let offered = |a: &&&Arc<Agency>| a.parent.is_some() && !ending(a) && decides(a);
    let froms = there.iter().filter(offered).map(|a| choice(a)).collect();
    let remain = there.iter().filter(|a| !ending(a) && mine(a) && a.is_valid(plan.on)).map(|a| choice(a));
    let planned = plan.content.new.iter().map(|n| {
        Choice::new(n.id.to_string(), page.fill("org.reorganisation.new_one", &[("name", &n.full_name)]))
    });
    let tos = planned.chain(remain).collect();
    let html = ShowPage {
        action: page.href(&format!("{LIST}/{}", plan.id)),
        day: plan.on.vn(),
        standing: page.t(plan.status.label()),
        second: page.fill("org.end.successor_n", &[("n", &2)]),
        third: page.fill("org.end.successor_n", &[("n", &3)]),
        decide_text: page.fill("org.reorganisation.decide_text", &[("day", &plan.on.vn())]),
        undo_text: page.fill("org.reorganisation.undo_text", &[("day", &plan.on.vn())]),
        editable,
        undoable: plan.status == Status::Decided && plan.on > ctx.today(),
        sound: foreseen.is_sound(),
        ends: page.count("org.reorganisation.ends", lines.len()),
        makes: page.count("org.reorganisation.makes", plan.content.new.len()),
        totals: totals.iter().map(|(what, n)| page.fill(what, &[("n", n)])).collect(),
        wrong: if editable { wrong } else { Vec::new() },
        froms: if editable { froms } else { Vec::new() },
        tos,
        lines,
        form,
        plan,
        page,
    };
    ctx.html_with(status, &html)
}
