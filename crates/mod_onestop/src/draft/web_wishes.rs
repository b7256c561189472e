//! What fees are counted by, what exempts from them, and how the result is to come.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Result, http::Form};
use svc_catalogue::{
    procedure::Channel,
    service::{self, COPIES, FeeError},
};
use ui::{Choice, FormState, Message, Page, Step};

use super::{
    frame,
    model::{Deliver, Section, Wishes},
    open::Open,
};
use crate::dossier::Dossier;

/// Most of anything that is counted.
const MOST: u32 = 10_000;
/// What forms call the copies somebody wants.
const COPIES_ASKED: &str = "so_ban_sao";
/// Longest postal address, in characters.
const ADDRESS_MAX: usize = 300;

#[derive(Template)]
#[template(path = "draft/templates/wishes.html")]
struct WishesPage {
    page: Page,
    path: String,
    form: FormState,
    quantities: Vec<Quantity>,
    wanted: Vec<Choice>,
    exemptions: Vec<Choice>,
    ways: Vec<Choice>,
    back: String,
    steps: Vec<Step>,
}

/// Something that is counted for a fee.
struct Quantity {
    field: String,
    label: String,
    /// Not only for what is wanted besides.
    required: bool,
}

fn field_of(quantity: &str) -> String {
    format!("so-{quantity}")
}

/// The form as it was filled in. Where nothing was said yet, copies are those the form asked for.
fn filled(open: &Open) -> FormState {
    let wishes = &open.draft.wishes;
    let copies = open.draft.answers.fields.get(COPIES_ASKED).and_then(|n| n.as_str()?.parse::<u32>().ok());
    let copies = copies.filter(|n| *n > 0 && wishes.deliver.is_none());
    let count = |of: &str| match wishes.quantities.get(of) {
        Some(count) => count.to_string(),
        None if of == COPIES => copies.map(|n| n.to_string()).unwrap_or_default(),
        None => String::new(),
    };
    let counted = service::quantities(&open.service).into_iter();
    let mut pairs: Vec<(String, String)> = counted.map(|of| (field_of(of), count(of))).collect();
    let asked_for = |fee: &&service::FeeRule| fee.on_demand && copies.is_some();
    let wanted = open.service.fees.iter().filter(asked_for).map(|fee| &fee.key).chain(&wishes.wanted);
    pairs.extend(wanted.map(|key| ("wanted".to_owned(), key.clone())));
    pairs.extend(wishes.exemptions.iter().map(|key| ("exempt".to_owned(), key.clone())));
    pairs.push(("deliver".to_owned(), wishes.deliver.map_or("", Deliver::code).to_owned()));
    let address = match wishes.address.as_str() {
        "" => open.draft.answers.fields.get("noi_cu_tru").and_then(|a| a.as_str()).unwrap_or_default(),
        said => said,
    };
    pairs.push(("address".to_owned(), address.to_owned()));
    FormState::new(pairs)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Dossier>>) -> Result<Response> {
    let open = Open::load(&ctx, id).await?;
    let form = filled(&open);
    wishes_page(&ctx, StatusCode::OK, &open, form)
}

fn wishes_page(ctx: &Ctx, status: StatusCode, open: &Open, form: FormState) -> Result<Response> {
    let page = frame::frame(ctx, open, ui::t(ctx.lang(), "onestop.wishes.title").to_owned());
    let here = Section::Wishes;
    let case = open.draft.case.as_deref();
    let of_case = |fee: &&service::FeeRule| fee.case.as_deref().is_none_or(|own| Some(own) == case);
    let form = match form.version() {
        0 => form.with("version", open.draft.version),
        _ => form,
    };
    let always = service::always_counted(&open.service);
    let shown = WishesPage {
        path: page.href(&here.path(open.draft.id)),
        quantities: service::quantities(&open.service)
            .into_iter()
            .map(|of| Quantity {
                field: field_of(of),
                label: service::quantity_label(page.lang, of),
                required: always.contains(&of),
            })
            .collect(),
        wanted: open
            .service
            .fees
            .iter()
            .filter(of_case)
            .filter(|fee| fee.on_demand)
            .map(|fee| Choice::new(&fee.key, &fee.title))
            .collect(),
        exemptions: open
            .service
            .exemptions
            .iter()
            .map(|one| Choice::new(&one.key, &one.title).hint(one.proof.clone()))
            .collect(),
        ways: Deliver::OFFERED.iter().map(|way| Choice::new(way.code(), page.t(way.key()))).collect(),
        back: page.href(&super::open::path(open.draft.id)),
        steps: frame::steps(ctx, &page, open, &here),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// Reads the form; what is wrong is said at its fields.
fn read(open: &Open, form: &mut FormState) -> Option<Wishes> {
    let mut wishes = Wishes::default();
    for of in service::quantities(&open.service) {
        let field = field_of(of);
        let typed = form.text(&field);
        match typed.parse::<u32>().ok().filter(|count| (1..=MOST).contains(count)) {
            Some(count) => {
                wishes.quantities.insert(of.to_owned(), count);
            }
            // Whether it is needed hangs on what is wanted; that is asked below.
            None if typed.is_empty() => {}
            None => form.reject(&field, Message::new("onestop.wrong.quantity").with("most", MOST)),
        }
    }
    let fees = open.service.fees.iter().map(|fee| &fee.key);
    wishes.wanted = fees.filter(|key| form.has("wanted", key)).cloned().collect();
    let exemptions = open.service.exemptions.iter().map(|one| &one.key);
    wishes.exemptions = exemptions.filter(|key| form.has("exempt", key)).cloned().collect();
    wishes.deliver = Deliver::parse(form.value("deliver")).filter(|way| Deliver::OFFERED.contains(way));
    match wishes.deliver {
        None => form.reject("deliver", "onestop.wrong.deliver"),
        Some(Deliver::Post) => {
            let address = form.required("address", "onestop.wrong.address");
            if address.chars().count() > ADDRESS_MAX {
                form.reject("address", Message::new("onestop.wrong.long").with("most", ADDRESS_MAX));
            }
            wishes.address = address;
        }
        Some(_) => {}
    }
    if form.is_ok()
        && let Err(FeeError::Quantity(of)) =
            open.service.bill(&wishes.asked(open.draft.case.as_deref(), Channel::Online))
    {
        form.reject(&field_of(&of), Message::new("onestop.wrong.quantity").with("most", MOST));
    }
    form.is_ok().then_some(wishes)
}

pub(super) async fn save(ctx: Ctx, Path(id): Path<Id<Dossier>>, Form(mut form): Form) -> Result<Response> {
    let open = Open::load(&ctx, id).await?;
    let Some(wishes) = read(&open, &mut form) else {
        return wishes_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &open, form);
    };
    match super::wish(&ctx, id, form.version(), wishes).await {
        Ok(draft) => {
            let open = Open::of(&ctx, draft).await?;
            Ok(ctx.redirect(&open.after(&ctx, &Section::Wishes)))
        }
        Err(error) if error.is_stale() => {
            let open = Open::load(&ctx, id).await?;
            let form = form.beside(&filled(&open), open.draft.version);
            wishes_page(&ctx, StatusCode::CONFLICT, &open, form)
        }
        Err(error) => Err(error),
    }
}
