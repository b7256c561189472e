//! The screen of one dossier for officers: who applies, what was handed in, what may be done, the way it went. Opening it is
//! a look at personal data, and noted.

use askama::Template;
use axum::response::Response;
use base::{Id, Phone, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Result};
use svc_catalogue::{
    procedure::money,
    service::{self, BillLine, bill_lines},
};
use ui::{FormState, Page, TimelineEvent};

use super::{
    WORK,
    model::{Applicant, Dossier, Move, Status},
    printed::Form,
    store, told_answers,
};
use crate::{
    paper::{FileLine, files_of},
    place::agency_name,
    policy::{DOSSIER_PROCESS, DOSSIER_RECEIVE},
};

/// The address of a dossier's screen.
pub(super) fn path(id: Id<Dossier>) -> String {
    format!("{WORK}/{id}")
}

/// What whoever looks may do as things stand.
struct May {
    accept: bool,
    refuse: bool,
    supplement: bool,
    take: bool,
    stop: bool,
    finish: bool,
    hand_over: bool,
    /// It is their own: somebody else decides.
    own: bool,
}

impl May {
    async fn of(ctx: &Ctx, d: &Dossier) -> Result<Self> {
        let account = ctx.actor().account_id();
        let own = match d.account {
            Some(theirs) => {
                let same = svc_identity::accounts_of_same(ctx.read(), &[theirs]).await?;
                Some(theirs) == account || same.iter().any(|one| Some(one.id) == account)
            }
            None => false,
        };
        let receives = !own && ctx.may(DOSSIER_RECEIVE, Some(&d.agency_path));
        let processes = !own && ctx.may(DOSSIER_PROCESS, Some(&d.agency_path));
        Ok(Self {
            accept: receives && d.may(Move::Accept),
            refuse: receives && d.may(Move::Refuse),
            supplement: receives && d.may(Move::RequestSupplement),
            take: processes && d.may(Move::Take) && d.holder != account,
            stop: processes && d.may(Move::Stop),
            finish: processes && d.may(Move::Finish),
            hand_over: receives && d.may(Move::Return),
            own,
        })
    }
}

/// A paper of the case, with what was handed in for it.
struct PaperRow {
    title: String,
    needed: String,
    lacks: bool,
    files: Vec<FileLine>,
}

#[derive(Template)]
#[template(path = "dossier/templates/work_show.html")]
struct ShowPage {
    page: Page,
    path: String,
    form: FormState,
    code: String,
    agency: String,
    case: String,
    status: Status,
    submitted: (String, String),
    due: Option<(String, String)>,
    urgency: &'static str,
    late: bool,
    holder: String,
    note: String,
    applicant: Applicant,
    phone: String,
    may: May,
    answers: Vec<(String, Vec<(String, String)>)>,
    papers: Vec<PaperRow>,
    /// Papers that came afterwards, and such as the rules of today no longer name.
    others: Vec<FileLine>,
    bill: Vec<BillLine>,
    total: String,
    is_whole: bool,
    deliver: String,
    events: Vec<TimelineEvent>,
    forms: Vec<Form>,
    /// Papers were asked for, which is done once.
    asked_once: bool,
}

/// The screen with this form.
pub(super) async fn show(ctx: &Ctx, status: StatusCode, d: &Dossier, typed: FormState) -> Result<Response> {
    ctx.log_view(d, "onestop.view.dossier").await;
    let page = ctx.page(&d.procedure_name);
    let list = page.t("onestop.work.title").to_owned();
    let page = page.crumb(list, Some(WORK)).crumb(d.code.to_string(), None);
    let applicant = store::applicant(ctx.read(), d.id).await?;
    let passed = store::steps(ctx.read(), d.id).await?;
    let accounts: Vec<_> = passed.iter().filter_map(|step| step.account).chain(d.holder).collect();
    let named = svc_identity::names(ctx.read(), &accounts).await?;
    let kept = service::on(ctx.read(), &d.procedure, d.submitted_at.local_date()).await?;
    let rules = kept.map(|kept| kept.service);
    let mut files = files_of(ctx, &page, d.id).await?;
    let mut papers = Vec::new();
    for paper in rules.iter().flat_map(|rules| crate::draft::handed_in(rules, d.case.as_deref())) {
        let files = files.remove(&paper.key).unwrap_or_default();
        papers.push(PaperRow {
            lacks: files.is_empty() && paper.is_always_needed(),
            title: paper.title.clone(),
            needed: paper.needed.clone(),
            files,
        });
    }
    let mut others: Vec<FileLine> = files.into_values().flatten().collect();
    others.sort_by(|a, b| a.id.cmp(&b.id));
    let case = rules.iter().flat_map(|rules| &rules.cases).find(|case| Some(&case.key) == d.case.as_ref());
    let exemptions = rules.as_ref().map(|rules| rules.exemptions.as_slice()).unwrap_or_default();
    let words = |at: Timestamp| (at.local().vn(), at.rfc3339());
    let late = d.is_late(ctx.now());
    let form = match typed.version() {
        0 => typed.with("version", d.version),
        _ => typed,
    };
    let events = passed.iter().rev().map(|step| {
        let what = page.t(step.status().key());
        let applicant = step.account.is_some() && step.account == d.account;
        TimelineEvent {
            when: Timestamp(step.at).local().vn(),
            datetime: Timestamp(step.at).rfc3339(),
            what: if step.note.is_empty() { what.to_owned() } else { format!("{what}: {}", step.note) },
            who: match step.account {
                Some(_) if applicant => page.t("onestop.applicant.word").to_owned(),
                Some(account) => named.get(&account).cloned().unwrap_or_default(),
                None => String::new(),
            },
        }
    });
    let shown = ShowPage {
        path: page.href(&path(d.id)),
        code: d.code.to_string(),
        agency: agency_name(ctx.app(), d.agency, page.lang)?,
        case: case.map(|case| case.title.clone()).unwrap_or_default(),
        status: d.status,
        submitted: words(d.submitted_at),
        due: d.due().map(words),
        urgency: match (late, d.status) {
            (true, _) => "late",
            (_, Status::SupplementRequested | Status::PaymentRequired) => "paused",
            (_, status) if status.is_open() => "ok",
            _ => "paused",
        },
        late,
        holder: d.holder.and_then(|holder| named.get(&holder).cloned()).unwrap_or_default(),
        note: d.note.clone(),
        phone: Phone::parse(&applicant.phone).map(|phone| phone.national()).unwrap_or_default(),
        may: May::of(ctx, d).await?,
        answers: told_answers(ctx, &page, d).await?,
        bill: bill_lines(&page, exemptions, &d.bill),
        total: money(page.lang, d.bill.total()),
        is_whole: d.bill.is_whole(),
        deliver: d.wishes.told(&page),
        events: events.collect(),
        forms: Form::of(&passed),
        asked_once: d.supplemented && d.status.is_open(),
        papers,
        others,
        applicant,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}
