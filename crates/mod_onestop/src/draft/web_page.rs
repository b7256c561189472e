//! A page of the form; of a page that repeats, the list of its times and each of them.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use svc_forms::{
    answers::{Item, Sight, read_page, read_part, shown, told},
    definition, render,
};
use ui::{FormState, Page, Step};

use super::{frame, model::Section, open::Open};
use crate::dossier::Dossier;

/// Which time of a page that repeats, from 1.
const TIME: &str = "lan";

#[derive(Template)]
#[template(path = "draft/templates/page.html")]
struct FormPage {
    page: Page,
    path: String,
    lead: String,
    form: FormState,
    /// The time, for a page that repeats.
    time: String,
    fields: String,
    back: String,
    steps: Vec<Step>,
}

#[derive(Template)]
#[template(path = "draft/templates/group.html")]
struct GroupPage {
    page: Page,
    path: String,
    lead: String,
    form: FormState,
    items: Vec<ItemCard>,
    add: Option<String>,
    add_words: String,
    /// Where to go on, once all is there.
    on: Option<String>,
    /// It may be gone on from as it is, and nobody said so yet.
    passable: bool,
    back: String,
    steps: Vec<Step>,
}

/// One time of a page that repeats.
struct ItemCard {
    title: String,
    time: usize,
    edit: String,
    facts: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    lan: String,
}

/// The page, if it is asked of whoever fills the form in.
fn asked<'a>(ctx: &Ctx, open: &'a Open, key: &str) -> Result<&'a definition::Page> {
    let page = open.form.page(key).ok_or(Error::NotFound)?;
    let sight = Sight::new(&open.form, &open.draft.answers, ctx.today());
    if sight.asks(page) { Ok(page) } else { Err(Error::NotFound) }
}

pub(super) async fn show(
    ctx: Ctx,
    Path((id, key)): Path<(Id<Dossier>, String)>,
    Query(query): Query<Asked>,
) -> Result<Response> {
    let open = Open::load(&ctx, id).await?;
    let of = asked(&ctx, &open, &key)?;
    let times = open.draft.answers.times(of);
    match (&of.repeat, query.lan.parse::<usize>()) {
        (None, _) => {
            let item = open.draft.answers.of(of, 0);
            form_page(&ctx, StatusCode::OK, &open, of, 0, &item, shown(of, &item))
        }
        // The first time is asked at once; a list of nothing helps nobody.
        (Some(repeat), Err(_)) if times == 0 && repeat.least > 0 => {
            form_page(&ctx, StatusCode::OK, &open, of, 0, &Item::new(), FormState::default())
        }
        (Some(_), Err(_)) => group_page(&ctx, &open, of),
        (Some(_), Ok(time)) if (1..=times + 1).contains(&time) => {
            let item = open.draft.answers.of(of, time - 1);
            form_page(&ctx, StatusCode::OK, &open, of, time - 1, &item, shown(of, &item))
        }
        (Some(_), Ok(_)) => Err(Error::NotFound),
    }
}

fn form_page(
    ctx: &Ctx,
    status: StatusCode,
    open: &Open,
    of: &definition::Page,
    at: usize,
    item: &Item,
    form: FormState,
) -> Result<Response> {
    let here = Section::Page(of.key.clone());
    let mut page = frame::frame(ctx, open, of.title.text(ctx.lang()).to_owned());
    if let Some(repeat) = &of.repeat {
        let one = repeat.one.text(page.lang);
        page.title =
            page.fill("onestop.page.time", &[("title", &page.title), ("one", &one), ("n", &(at + 1))]);
    }
    let form = match form.version() {
        0 => form.with("version", open.draft.version),
        _ => form,
    };
    let sight = Sight::new(&open.form, &open.draft.answers, ctx.today()).on(of, item);
    let fields = render::fields(&page, &sight, of, &form)?;
    let shown = FormPage {
        path: page.href(&here.path(open.draft.id)),
        lead: of.lead.text(page.lang).to_owned(),
        time: of.repeat.as_ref().map(|_| (at + 1).to_string()).unwrap_or_default(),
        back: page.href(&super::open::path(open.draft.id)),
        steps: frame::steps(ctx, &page, open, &here),
        fields,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

fn group_page(ctx: &Ctx, open: &Open, of: &definition::Page) -> Result<Response> {
    let here = Section::Page(of.key.clone());
    let page = frame::frame(ctx, open, of.title.text(ctx.lang()).to_owned());
    let (Some(repeat), path) = (&of.repeat, page.href(&here.path(open.draft.id))) else {
        return Err(Error::NotFound);
    };
    let sight = Sight::new(&open.form, &open.draft.answers, ctx.today());
    let one = repeat.one.text(page.lang);
    let times = open.draft.answers.times(of);
    let card = |at: usize| ItemCard {
        title: page.fill("onestop.page.item", &[("one", &one), ("n", &(at + 1))]),
        time: at + 1,
        edit: format!("{path}?{TIME}={}", at + 1),
        facts: told(page.lang, &sight, of, &open.draft.answers.of(of, at)),
    };
    let more = u32::try_from(times).is_ok_and(|times| times < repeat.most);
    let done = open.draft.is_done(&here, &open.form, &open.service, &open.papers, ctx.today());
    let shown = GroupPage {
        lead: of.lead.text(page.lang).to_owned(),
        items: (0..times).map(card).collect(),
        add: more.then(|| format!("{path}?{TIME}={}", times + 1)),
        add_words: page.fill("onestop.page.add", &[("one", &one)]),
        passable: !done && open.draft.is_answered(&open.form, of, ctx.today()),
        on: done.then(|| page.href(&open.after(ctx, &here))),
        form: FormState::default().with("version", open.draft.version),
        back: page.href(&super::open::path(open.draft.id)),
        steps: frame::steps(ctx, &page, open, &here),
        path,
        page,
    };
    ctx.html(&shown)
}

pub(super) async fn save(
    ctx: Ctx,
    Path((id, key)): Path<(Id<Dossier>, String)>,
    Form(mut form): Form,
) -> Result<Response> {
    let open = Open::load(&ctx, id).await?;
    let of = asked(&ctx, &open, &key)?;
    let at = match &of.repeat {
        None => 0,
        Some(_) => form.value(TIME).parse::<usize>().unwrap_or(1).max(1) - 1,
    };
    if at > open.draft.answers.times(of) {
        return Err(Error::NotFound);
    }
    let sight = Sight::new(&open.form, &open.draft.answers, ctx.today());
    let Some(item) = read_page(&sight, of, &mut form, ctx.lang()) else {
        let part = read_part(&sight, of, &form);
        return form_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &open, of, at, &part, form);
    };
    match super::answer(&ctx, id, form.version(), of, at, item.clone()).await {
        Ok(draft) => {
            let open = Open::of(&ctx, draft).await?;
            let here = Section::Page(of.key.clone());
            // Of a page that repeats, the list follows: there the next one is added.
            let next = if of.repeat.is_some() { here.path(id) } else { open.after(&ctx, &here) };
            Ok(ctx.redirect(&next))
        }
        Err(error) if error.is_stale() => {
            let open = Open::load(&ctx, id).await?;
            let of = asked(&ctx, &open, &key)?;
            let kept = shown(of, &open.draft.answers.of(of, at));
            let form = form.beside(&kept, open.draft.version);
            form_page(&ctx, StatusCode::CONFLICT, &open, of, at, &item, form)
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn remove(
    ctx: Ctx,
    Path((id, key)): Path<(Id<Dossier>, String)>,
    Form(form): Form,
) -> Result<Response> {
    let open = Open::load(&ctx, id).await?;
    let of = asked(&ctx, &open, &key)?;
    let time = form
        .value(TIME)
        .parse::<usize>()
        .ok()
        .filter(|time| (1..=open.draft.answers.times(of)).contains(time));
    let at = time.ok_or(Error::NotFound)? - 1;
    super::remove_item(&ctx, id, form.version(), of, at).await?;
    Ok(ctx.redirect(&Section::Page(key).path(id)))
}

pub(super) async fn pass(
    ctx: Ctx,
    Path((id, key)): Path<(Id<Dossier>, String)>,
    Form(form): Form,
) -> Result<Response> {
    let open = Open::load(&ctx, id).await?;
    let of = asked(&ctx, &open, &key)?;
    if of.repeat.is_none() || !open.draft.is_answered(&open.form, of, ctx.today()) {
        return Err(Error::NotFound);
    }
    let draft = super::pass(&ctx, id, form.version(), of).await?;
    let open = Open::of(&ctx, draft).await?;
    Ok(ctx.redirect(&open.after(&ctx, &Section::Page(key))))
}
