use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use base::Id;
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, Sent},
};
use svc_files::{Received, Upload};
use svc_org::Agency;
use ui::{Choice, FormState, Message, Page, Stat};

use super::{
    apply::apply,
    plan::{Plan, Planned, Rejected},
    show,
    table::{Table, read},
};
use crate::{PERSON_MANAGE, person::STAFF_PATH};

/// People and rows shown of a plan; how many more there are is said.
const SHOWN: usize = 500;

#[derive(Template)]
#[template(path = "staff_list/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    agencies: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "staff_list/templates/preview.html")]
struct PreviewPage {
    page: Page,
    form: FormState,
    /// The data changed since this was last shown.
    changed: bool,
    stats: Vec<Stat>,
    people: Vec<Row>,
    more_people: usize,
    rejected: Vec<Rejected>,
    more_rejected: usize,
    unread: String,
    unchanged: usize,
    asks_reason: bool,
    confirm: Option<String>,
    agencies: Vec<Choice>,
}

/// A person for whom something changes.
struct Row {
    line: u64,
    name: String,
    new: bool,
    what: Vec<String>,
}

fn frame(ctx: &Ctx, title: &'static str) -> Page {
    let title = ui::t(ctx.lang(), title);
    ctx.page(title).crumb(ui::t(ctx.lang(), "identity.person.title"), Some(STAFF_PATH)).crumb(title, None)
}

pub(super) async fn new(ctx: Ctx) -> Result<Response> {
    show_new(&ctx, StatusCode::OK, FormState::default())
}

fn show_new(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let page = frame(ctx, "identity.staff_list.title");
    ctx.html_with(status, &NewPage { page, form, agencies: agencies(ctx)? })
}

/// The living agencies of the actor's subtree.
fn agencies(ctx: &Ctx) -> Result<Vec<Choice>> {
    let tree = svc_org::tree(ctx.app())?;
    let own = tree.at(ctx.today()).into_iter().filter(|agency| ctx.may(PERSON_MANAGE, Some(&agency.path)));
    Ok(own.map(|agency| Choice::new(agency.id.to_string(), agency.full_name.clone())).collect())
}

/// The form's field with the upload a list was sent as.
const FILE: &str = "file";

/// The upload the form names, if it does.
fn upload(form: &FormState) -> Option<Id<Upload>> {
    form.value(FILE).parse().ok()
}

/// The list in the form, as an upload or as pasted, and the agency of rows that name none.
async fn sent(ctx: &Ctx, form: &mut FormState) -> Result<Option<(Table, Option<Arc<Agency>>)>> {
    let (field, name, list) = match upload(form) {
        Some(upload) => {
            let (name, list) = svc_files::peek(ctx, upload).await?;
            (FILE, name, list.to_vec())
        }
        None => ("list", String::new(), form.value("list").as_bytes().to_vec()),
    };
    if list.trim_ascii().is_empty() {
        form.reject("list", "identity.staff_list.paste_missing");
    }
    let tree = svc_org::tree(ctx.app())?;
    let chosen = form.text("agency");
    let default = chosen.parse().ok().and_then(|id| tree.get(id)).cloned();
    if default.is_none() && !chosen.is_empty() {
        form.reject("agency", "identity.grant.unknown_agency");
    }
    if !form.is_ok() {
        return Ok(None);
    }
    match read(&list, &name) {
        Ok(table) => Ok(Some((table, default))),
        Err(reason) => {
            form.reject(field, reason);
            Ok(None)
        }
    }
}

pub(super) async fn preview(ctx: Ctx, Form(form): Form) -> Result<Response> {
    // Pasted beside the form for files, in a form of its own.
    let agency = form.text("list_agency");
    look(ctx, form.with("agency", agency)).await
}

async fn look(ctx: Ctx, mut form: FormState) -> Result<Response> {
    let Some((table, default)) = sent(&ctx, &mut form).await? else {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let plan = super::preview(&ctx, &table, default).await?;
    show_plan(&ctx, form, plan, false)
}

/// As [`preview`], of a list that comes as a file.
pub(super) async fn preview_file(ctx: Ctx, sent_form: Sent) -> Result<Response> {
    let purpose =
        |field: &str, _: &[(String, String)]| (field == FILE).then(|| svc_files::TABLE.name.to_owned());
    let intake = svc_files::read_form(&ctx, sent_form, purpose).await?;
    let mut form = intake.form;
    match intake.files.into_iter().last() {
        Some((_, Received { upload, .. })) => form = form.with(FILE, upload),
        None if form.is_ok() => form.reject(FILE, "identity.staff_list.file_missing"),
        None => {}
    }
    if !form.is_ok() {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form);
    }
    look(ctx, form).await
}

fn show_plan(ctx: &Ctx, form: FormState, plan: Plan, changed: bool) -> Result<Response> {
    let page = frame(ctx, "identity.staff_list.preview");
    let sum = plan.summary();
    let stat = |label: &'static str, n: usize| Stat {
        label: page.t(label).to_owned(),
        value: page.number(n),
        ..Stat::default()
    };
    let stats = vec![
        stat("identity.staff_list.new", sum.new),
        stat("identity.staff_list.edited", sum.changed),
        stat("identity.staff_list.begun", sum.begun),
        stat("identity.staff_list.ended", sum.ended),
        stat("identity.staff_list.accounts", sum.accounts),
        stat("identity.staff_list.roles", sum.roles),
        stat("identity.staff_list.rejected", sum.rejected),
    ];
    let row = |planned: &Planned| Row {
        line: planned.line,
        name: planned.details.full_name.clone(),
        new: planned.before.is_none(),
        what: show::lines(planned, page.lang),
    };
    let confirm = (!plan.is_empty()).then(|| {
        let key = if plan.rejected.is_empty() {
            "identity.staff_list.confirm"
        } else {
            "identity.staff_list.confirm_some"
        };
        page.fill(key, &[("n", &page.number(plan.people.len())), ("rejected", &page.number(sum.rejected))])
    });
    let status = match (changed || !form.is_ok(), plan.is_empty() && plan.unchanged == 0) {
        (true, _) if changed => StatusCode::CONFLICT,
        (true, _) | (_, true) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let shown = PreviewPage {
        form: form.with("fingerprint", plan.fingerprint()),
        changed,
        stats,
        people: plan.people.iter().take(SHOWN).map(row).collect(),
        more_people: plan.people.len().saturating_sub(SHOWN),
        more_rejected: plan.rejected.len().saturating_sub(SHOWN),
        asks_reason: plan.gives_roles(),
        unread: plan.unread.join(", "),
        unchanged: plan.unchanged,
        rejected: plan.rejected.into_iter().take(SHOWN).collect(),
        confirm,
        agencies: agencies(ctx)?,
        page,
    };
    ctx.html_with(status, &shown)
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let Some((table, default)) = sent(&ctx, &mut form).await? else {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let reason = form.text("reason");
    let done = apply(&ctx, &table, default.clone(), &reason, form.value("fingerprint")).await;
    match done {
        Ok(sum) => {
            // It names people; nothing is left of it to wait for.
            if let Some(upload) = upload(&form) {
                svc_files::terminate(ctx.app(), upload).await?;
            }
            let said = Message::new("identity.staff_list.done")
                .with("new", sum.new)
                .with("edited", sum.changed)
                .with("posts", sum.begun + sum.ended)
                .with("accounts", sum.accounts);
            Ok(ctx.redirect_saying(STAFF_PATH, said))
        }
        Err(Error::Conflict(message)) => {
            let changed = message.key() == "identity.staff_list.changed";
            if message.key() == "identity.grant.reason_missing" {
                form.reject("reason", message);
            } else if !changed {
                return Err(Error::Conflict(message));
            }
            let plan = super::preview(&ctx, &table, default).await?;
            show_plan(&ctx, form, plan, changed)
        }
        Err(error) => Err(error),
    }
}
