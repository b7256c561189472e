use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, LocalDate, masked};
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, version},
};
use serde::Deserialize;
use ui::{Choice, FormState, Page, Pager};
use uuid::Uuid;

use super::{
    STAFF_PATH, create, edit,
    model::{Details, Person},
    store,
};
use crate::{
    ACCOUNT_MANAGE, PERSON_MANAGE, account,
    post::{self, NewPost, Post},
};

/// Rows on a page of the list.
const PER_PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "person/templates/index.html")]
struct IndexPage {
    page: Page,
    rows: Vec<Row>,
    pager: Pager,
}

/// A person in the list.
struct Row {
    href: String,
    name: String,
    posts: Vec<String>,
    citizen_no: String,
    phone: String,
    email: String,
}

#[derive(Template)]
#[template(path = "person/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    sexes: Vec<Choice>,
    agencies: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "person/templates/show.html")]
struct ShowPage {
    page: Page,
    form: FormState,
    href: String,
    /// Where the person's history is read, for those who may.
    history: Option<String>,
    /// Numbers are shown whole.
    whole: bool,
    posts: Vec<PostRow>,
    accounts: Vec<ui::Link>,
    new_account: Option<String>,
    sexes: Vec<Choice>,
    agencies: Vec<Choice>,
}

/// A post the person holds.
struct PostRow {
    title: String,
    agency: String,
    from: String,
    until: String,
    main: bool,
    /// Where to end it; empty outside the administrator's subtree.
    end: String,
    /// The field of its last day.
    field: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    page: Option<u64>,
}

/// `Chuyên viên, Văn phòng, Sở Xây dựng`.
pub(super) fn post_words(post: &Post) -> String {
    let parts = [post.title.as_str(), post.unit.as_str(), post.agency_name.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let words = asked.q.unwrap_or_default();
    let number = asked.page.unwrap_or(1).clamp(1, 1_000_000);
    let scope = ctx.scope(PERSON_MANAGE);
    let (people, total) =
        store::page(ctx.read(), (&scope, ctx.today()), &words, PER_PAGE, (number - 1) * PER_PAGE).await?;
    let ids: Vec<Id<Person>> = people.iter().map(|person| person.id).collect();
    let posts = post::store::of_people(ctx.read(), &ids, ctx.today()).await?;
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.person.title"));
    let rows = people
        .into_iter()
        .map(|person| Row {
            href: page.href(&format!("{STAFF_PATH}/{}", person.id)),
            posts: posts.iter().filter(|post| post.person == person.id).map(post_words).collect(),
            name: person.details.full_name,
            citizen_no: person.details.citizen_no.as_ref().map(|n| masked(n.text())).unwrap_or_default(),
            phone: person.details.phone.as_ref().map(base::Phone::national).unwrap_or_default(),
            email: person.details.email.unwrap_or_default(),
        })
        .collect();
    let pager = Pager::new(number, PER_PAGE, total, &page.href(STAFF_PATH), &[("q", &words)]);
    page.query = words;
    ctx.html(&IndexPage { page, rows, pager })
}

pub(super) async fn new(ctx: Ctx) -> Result<Response> {
    show_new(&ctx, StatusCode::OK, FormState::default().with("from", ctx.today().iso()))
}

fn show_new(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let page = ctx
        .page(ui::t(ctx.lang(), "identity.person.new"))
        .crumb(ui::t(ctx.lang(), "identity.person.title"), Some(STAFF_PATH))
        .crumb(ui::t(ctx.lang(), "identity.person.new"), None);
    let sexes = sexes(&page);
    ctx.html_with(status, &NewPage { page, form, sexes, agencies: agencies(ctx)? })
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let details = Details::read(&mut form, ctx.today());
    let first = NewPost::read(&mut form, ctx.today());
    let created = match first.filter(|_| form.is_ok()) {
        Some(first) => create::create(&ctx, details, first).await,
        None => Err(Error::Invalid(Box::default())),
    };
    match created {
        Ok(id) => Ok(ctx.redirect_saying(&format!("{STAFF_PATH}/{id}"), "identity.person.created")),
        Err(error) => {
            explain(&mut form, error)?;
            show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    }
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let person = visible(&ctx, id).await?;
    ctx.log_view(&person, "identity.view.person").await;
    let form = hidden(person.details.form());
    render(&ctx, StatusCode::OK, &person, form, false).await
}

/// Shows the numbers whole: a view of personal data, so it is noted who looked.
pub(super) async fn show_numbers(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let person = visible(&ctx, id).await?;
    ctx.log_view(&person, "identity.view.numbers").await;
    let form = person.details.form();
    render(&ctx, StatusCode::OK, &person, form, true).await
}

async fn visible(ctx: &Ctx, id: Uuid) -> Result<Person> {
    store::find_visible(ctx.read(), (&ctx.scope(PERSON_MANAGE), ctx.today()), id.into())
        .await?
        .ok_or(Error::NotFound)
}

/// Personal numbers, of which a page shows the ends until they are asked for.
const NUMBERS: [&str; 3] = ["citizen_no", "tax_no", "social_no"];

/// A form with its numbers hidden.
pub(super) fn hidden(form: FormState) -> FormState {
    NUMBERS.iter().fold(form, |form, field| {
        let number = masked(form.value(field));
        form.with(field, number)
    })
}

/// The page of a person. `whole`: the numbers are not hidden, so nobody has to ask for them.
pub(super) async fn render(
    ctx: &Ctx,
    status: StatusCode,
    person: &Person,
    form: FormState,
    whole: bool,
) -> Result<Response> {
    let href = format!("{STAFF_PATH}/{}", person.id);
    let page = ctx
        .page(person.details.full_name.clone())
        .crumb(ui::t(ctx.lang(), "identity.person.title"), Some(STAFF_PATH))
        .crumb(person.details.full_name.clone(), None);
    let form = if form.value("version").is_empty() { form.with("version", person.version) } else { form };
    let posts = post::store::of_person(ctx.read(), person.id, ctx.today()).await?;
    let posts = posts
        .iter()
        .map(|post| PostRow {
            title: [post.title.as_str(), &post.unit]
                .into_iter()
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            agency: post.agency_name.clone(),
            from: post.valid_from.vn(),
            until: post.valid_to.map(LocalDate::vn).unwrap_or_default(),
            main: post.main,
            end: if ctx.may(PERSON_MANAGE, Some(&post.path)) {
                page.href(&format!("{href}/chuc-vu/{}/ket-thuc", post.id))
            } else {
                String::new()
            },
            field: format!("last_{}", post.id),
        })
        .collect();
    let accounts = account::store::of_person(ctx.read(), person.id).await?;
    let link = |account: account::Account| ui::Link {
        href: page.href(&format!("{}/{}", account::ADMIN_PATH, account.id)),
        label: account.login,
    };
    let none = accounts.is_empty() && ctx.may(ACCOUNT_MANAGE, None);
    let history = ctx.history(person).await?;
    let shown = ShowPage {
        form,
        href: page.href(&href),
        history: history.map(|path| page.href(&path)),
        whole,
        posts,
        accounts: accounts.into_iter().map(link).collect(),
        new_account: none.then(|| page.href(&format!("{}/moi?nguoi={}", account::ADMIN_PATH, person.id))),
        sexes: sexes(&page),
        agencies: agencies(ctx)?,
        page,
    };
    ctx.html_with(status, &shown)
}

pub(super) async fn update(ctx: Ctx, Path(id): Path<Uuid>, Form(mut form): Form) -> Result<Response> {
    let person = visible(&ctx, id).await?;
    let version = version(&form)?;
    if version != person.version {
        return outdated(&ctx, &person, form).await;
    }
    // A number that was shown hidden comes back hidden and stays what it is.
    let known = person.details.form();
    let mut meant = form.clone();
    for field in NUMBERS {
        if form.value(field) == masked(known.value(field)) {
            meant = meant.with(field, known.value(field));
        }
    }
    let details = Details::read(&mut meant, ctx.today());
    for error in meant.errors() {
        form.reject(&error.field, error.message.clone());
    }
    let edited = if form.is_ok() {
        edit::edit(&ctx, id.into(), version, details).await
    } else {
        Err(Error::Invalid(Box::default()))
    };
    match edited {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{STAFF_PATH}/{id}"), "identity.person.saved")),
        Err(error) if error.is_stale() => outdated(&ctx, &visible(&ctx, id).await?, form).await,
        Err(error) => {
            explain(&mut form, error)?;
            render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &person, form, true).await
        }
    }
}

/// The form again, beside what somebody else saved first; of numbers only the ends.
async fn outdated(ctx: &Ctx, person: &Person, mut form: FormState) -> Result<Response> {
    let known = person.details.form();
    for field in NUMBERS {
        if form.value(field) == known.value(field) {
            form = form.with(field, masked(known.value(field)));
        }
    }
    let form = form.beside(&hidden(known), person.version);
    render(ctx, StatusCode::CONFLICT, person, form, true).await
}

/// Puts a refusal at the field where it can be put right. Other errors stay what they are.
pub(super) fn explain(form: &mut FormState, error: Error) -> Result<()> {
    match error {
        Error::Invalid(_) => Ok(()),
        Error::Conflict(message) => {
            let field = match message.key() {
                "identity.person.citizen_no_taken" => "citizen_no",
                "identity.grant.unknown_agency" => "agency",
                "identity.post.held_already" => "title",
                "identity.grant.agency_ends" => "until",
                _ => return Err(Error::Conflict(message)),
            };
            form.reject(field, message);
            Ok(())
        }
        error => Err(error),
    }
}

fn sexes(page: &Page) -> Vec<Choice> {
    vec![
        Choice::new("male", page.t("identity.person.male")),
        Choice::new("female", page.t("identity.person.female")),
    ]
}

/// The living agencies of the administrator's subtree, in the order of the tree.
fn agencies(ctx: &Ctx) -> Result<Vec<Choice>> {
    let tree = svc_org::tree(ctx.app())?;
    let living = tree.at(ctx.today()).into_iter().filter(|agency| ctx.may(PERSON_MANAGE, Some(&agency.path)));
    Ok(living.map(|agency| Choice::new(agency.id.to_string(), agency.full_name.clone())).collect())
}
