//! Printed forms of Circular 03/2025/TT-VPCP: 01 the receipt with the appointment, 02 what is to be supplied, 03 why it was not
//! accepted. The applicant takes them along and the officer prints them; they say what the dossier says.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use base::{Id, Phone, Timestamp};
use http::{HeaderValue, header};
use kernel::{Ctx, Error, Result};
use serde::Serialize;
use svc_catalogue::service::{self, Handing};
use svc_org::Agency;
use svc_pdf::{About, Qr, Template};
use svc_workflow::calendar::{Term, Unit};
use ui::Lang;

use super::{
    model::{Applicant, Dossier, Status},
    store::{self, Passed},
};
use crate::follow;

static FORM_01: Template = Template { name: "form-01", text: include_str!("../../printed/form-01.typ") };
static FORM_02: Template = Template { name: "form-02", text: include_str!("../../printed/form-02.typ") };
static FORM_03: Template = Template { name: "form-03", text: include_str!("../../printed/form-03.typ") };

/// A printed form of a dossier, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Receipt and appointment.
    Receipt,
    /// What is to be supplied.
    Supplement,
    /// Why it was not accepted.
    Refusal,
}

impl Form {
    const ALL: [Self; 3] = [Self::Receipt, Self::Supplement, Self::Refusal];

    /// Its number, as in addresses.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Receipt => "01",
            Self::Supplement => "02",
            Self::Refusal => "03",
        }
    }

    /// Text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "onestop.form.receipt",
            Self::Supplement => "onestop.form.supplement",
            Self::Refusal => "onestop.form.refusal",
        }
    }

    /// The state that gave rise to it.
    const fn status(self) -> Status {
        match self {
            Self::Receipt => Status::Accepted,
            Self::Supplement => Status::SupplementRequested,
            Self::Refusal => Status::Rejected,
        }
    }

    const fn template(self) -> &'static Template {
        match self {
            Self::Receipt => &FORM_01,
            Self::Supplement => &FORM_02,
            Self::Refusal => &FORM_03,
        }
    }

    /// The forms a dossier has: those of states it was in.
    pub fn of(passed: &[Passed]) -> Vec<Self> {
        let was_in = |form: &Self| passed.iter().any(|step| step.status() == form.status());
        Self::ALL.into_iter().filter(was_in).collect()
    }
}

#[derive(Serialize)]
struct Person {
    name: String,
    citizen_no: String,
    address: String,
    phone: String,
    email: String,
}

#[derive(Serialize)]
struct PaperRow {
    name: String,
    originals: u8,
    copies: u8,
}

#[derive(Serialize)]
struct Had {
    mode: String,
    place: String,
}

#[derive(Default, Serialize)]
struct Register {
    book: String,
    number: String,
}

#[derive(Serialize)]
struct Helper {
    name: String,
    phone: String,
}

/// What all three forms say, and what only some do; a template reads what it knows.
#[derive(Serialize)]
struct Data {
    superior: String,
    agency: String,
    number: String,
    place: String,
    on: String,
    code: String,
    check: Qr,
    office: String,
    applicant: Person,
    agent: Option<Person>,
    content: String,
    procedure: String,
    papers: Vec<PaperRow>,
    sets: u8,
    term: String,
    received: String,
    due: String,
    result: Had,
    register: Register,
    items: Vec<String>,
    reason: String,
    helper: Helper,
    clerk: String,
}

/// For the applicant.
pub(crate) async fn own(ctx: Ctx, Path((id, number)): Path<(Id<Dossier>, String)>) -> Result<Response> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let dossier = store::own(ctx.read(), account, id).await?.ok_or(Error::NotFound)?;
    print(&ctx, &dossier, &number).await
}

/// For officers; a look at personal data, and noted.
pub(super) async fn work(ctx: Ctx, Path((id, number)): Path<(Id<Dossier>, String)>) -> Result<Response> {
    let dossier = store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)?;
    ctx.log_view(&dossier, "onestop.view.printed").await;
    print(&ctx, &dossier, &number).await
}

async fn print(ctx: &Ctx, d: &Dossier, number: &str) -> Result<Response> {
    let passed = store::steps(ctx.read(), d.id).await?;
    let form = Form::of(&passed).into_iter().find(|form| form.number() == number).ok_or(Error::NotFound)?;
    // Of two steps that led to the same state, the first one made the form.
    let step = passed.iter().find(|step| step.status() == form.status()).ok_or(Error::NotFound)?;
    let tree = svc_org::tree(ctx.app())?;
    let agency = tree.get(Id::from_uuid(d.agency)).ok_or(Error::NotFound)?;
    let about = About {
        title: format!("{} {}", ui::t(Lang::Vi, form.key()), d.code),
        author: issuer(agency),
        lang: Lang::Vi,
        at: Timestamp(step.at),
    };
    let data = data(ctx, d, agency, step).await?;
    let bytes = svc_pdf::print(ctx.app(), form.template(), about, &data).await?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("inline; filename=\"mau-{number}-{}.pdf\"", d.code);
    let name = HeaderValue::from_str(&name).map_err(|error| Error::internal(error.to_string()))?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Who issues: the committee of a territory, else the agency itself.
fn issuer(agency: &Agency) -> String {
    let name = &agency.full_name;
    if !agency.kind.is_unit() {
        return name.clone();
    }
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    ui::fill(Lang::Vi, "onestop.printed.committee", &[("unit", &format!("{first}{}", letters.as_str()))])
}

async fn data(ctx: &Ctx, d: &Dossier, agency: &Agency, step: &Passed) -> Result<Data> {
    let applicant = store::applicant(ctx.read(), d.id).await?;
    let kept = service::on(ctx.read(), &d.procedure, d.submitted_at.local_date()).await?;
    let papers = kept.iter().flat_map(|kept| kept.service.papers_of(d.case.as_deref()));
    let handed = crate::paper::of(ctx.read(), d.id.uuid()).await?;
    let came = |paper: &&service::Paper| {
        paper.handing == Handing::Form
            || (paper.handing == Handing::In
                && (d.account.is_none() || handed.iter().any(|file| file.paper == paper.key)))
    };
    let row = |paper: &service::Paper| PaperRow {
        name: paper.title.clone(),
        originals: paper.originals,
        copies: paper.copies,
    };
    let officer = match step.account {
        Some(account) => svc_identity::names(ctx.read(), &[account]).await?.remove(&account),
        None => None,
    };
    let t = |key: &str| ui::t(Lang::Vi, key).to_owned();
    let iso = |at: Timestamp| at.local().iso();
    let address = format!("{}{}?ma={}", ctx.app().config().origin(""), follow::FIND, d.code);
    let clerk = officer.unwrap_or_default();
    Ok(Data {
        superior: String::new(),
        agency: issuer(agency),
        number: String::new(),
        place: agency.name.clone(),
        on: Timestamp(step.at).local_date().iso(),
        code: d.code.to_string(),
        check: Qr::new(&address)?,
        office: t("onestop.printed.office"),
        applicant: person(&applicant),
        agent: None,
        content: d.procedure_name.clone(),
        procedure: d.procedure.clone(),
        papers: papers.filter(came).map(row).collect(),
        sets: 1,
        term: d.clock.as_ref().map(|clock| term(&clock.rule().term)).unwrap_or_default(),
        received: iso(d.accepted_at.unwrap_or(Timestamp(step.at))),
        // What was promised at acceptance, whatever moved it since.
        due: d.clock.as_ref().map(|clock| clock.due_original().iso()).unwrap_or_default(),
        result: Had {
            mode: d.wishes.deliver.map(|way| t(way.key())).unwrap_or_default(),
            place: if agency.address.is_empty() { agency.full_name.clone() } else { agency.address.clone() },
        },
        register: Register::default(),
        items: step.note.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
        // Form 02 names the things one by one; what else was said stands with them.
        reason: if step.status() == Status::SupplementRequested { String::new() } else { step.note.clone() },
        helper: Helper {
            name: known(&clerk, &t("onestop.printed.office")),
            phone: known(&agency.phone, FOR_THE_PEN),
        },
        clerk,
    })
}

/// What is not known on paper is left to the pen.
const FOR_THE_PEN: &str = "....................";

fn known(said: &str, otherwise: &str) -> String {
    if said.is_empty() { otherwise.to_owned() } else { said.to_owned() }
}

fn person(applicant: &Applicant) -> Person {
    Person {
        name: applicant.name.clone(),
        citizen_no: applicant.citizen_no.clone(),
        address: applicant.address.clone(),
        phone: Phone::parse(&applicant.phone).map(|phone| phone.national()).unwrap_or_default(),
        email: applicant.email.clone(),
    }
}

/// How long it takes, in words.
fn term(term: &Term) -> String {
    let n = term.quantity().to_string().replace('.', ",");
    let key = match term.unit() {
        Unit::WorkingDay if n == "0" => "onestop.term.same_day",
        Unit::WorkingDay => "onestop.term.working_days",
        Unit::CalendarDay => "onestop.term.days",
        Unit::WorkingHour => "onestop.term.hours",
        Unit::Month => "onestop.term.months",
    };
    ui::fill(Lang::Vi, key, &[("n", &n)])
}
