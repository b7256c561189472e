//! What is shown of a dossier to whoever handed it in.

use base::{Id, Timestamp};
use kernel::{Ctx, Result};
use ui::{Page, Step, StepState, TimelineEvent};

use crate::{
    dossier::{Dossier, Status, printed::Form, store},
    place::agency_name,
};

/// How far a dossier is, in words.
pub(super) struct Told {
    pub code: String,
    pub procedure: String,
    pub agency: String,
    /// Where the agency is, how it is called, when it is open; empty where that is not known.
    pub place: String,
    pub phone: String,
    pub hours: String,
    pub status: Status,
    /// What it means, and what comes next.
    pub means: String,
    /// What the agency wrote.
    pub note: String,
    pub submitted: (String, String),
    pub accepted: Option<(String, String)>,
    pub due: Option<(String, String)>,
    pub late: bool,
    pub finished: Option<(String, String)>,
    /// The officer who has it in hand (Decree 224/2026/NĐ-CP art. 15.1.g).
    pub holder: String,
    pub steps: Vec<Step>,
    pub events: Vec<TimelineEvent>,
    /// Printed forms there are.
    pub forms: Vec<Form>,
}

fn words(at: Timestamp) -> (String, String) {
    (at.local().vn(), at.rfc3339())
}

/// Tells a dossier. Names of officers are shown, as the law asks; the applicant's own data are not, and what was written
/// about it only to whoever has signed in (`whole`): it may say more of them than a code and a telephone should open.
pub(super) async fn told(ctx: &Ctx, page: &Page, d: &Dossier, whole: bool) -> Result<Told> {
    let passed = store::steps(ctx.read(), d.id).await?;
    let officers: Vec<_> = passed.iter().filter_map(|step| step.account).chain(d.holder).collect();
    let named = svc_identity::names(ctx.read(), &officers).await?;
    let who = |account: Option<sea_orm::prelude::Uuid>| match account {
        Some(account) if d.account == Some(account) => page.t("onestop.applicant.you").to_owned(),
        Some(account) => named.get(&account).cloned().unwrap_or_default(),
        None => String::new(),
    };
    let events = passed.iter().rev().map(|step| {
        let what = page.t(step.status().key());
        TimelineEvent {
            when: Timestamp(step.at).local().vn(),
            datetime: Timestamp(step.at).rfc3339(),
            what: if step.note.is_empty() || !whole {
                what.to_owned()
            } else {
                format!("{what}: {}", step.note)
            },
            who: who(step.account),
        }
    });
    let tree = svc_org::tree(ctx.app())?;
    let home = tree.get(Id::from_uuid(d.agency));
    let of_home =
        |what: fn(&svc_org::Agency) -> &String| home.map(|home| what(home).clone()).unwrap_or_default();
    let late = d.is_late(ctx.now());
    let means = if late && d.status.is_open() { "late" } else { d.status.code() };
    Ok(Told {
        place: of_home(|agency| &agency.address),
        phone: of_home(|agency| &agency.phone),
        hours: of_home(|agency| &agency.office_hours),
        code: d.code.to_string(),
        procedure: d.procedure_name.clone(),
        agency: agency_name(ctx.app(), d.agency, page.lang)?,
        means: page.t(&format!("onestop.means.{means}")).to_owned(),
        note: if whole { d.note.clone() } else { String::new() },
        submitted: words(d.submitted_at),
        accepted: d.accepted_at.map(words),
        due: d.due().map(words),
        late,
        finished: d.finished_at.map(words),
        holder: who(d.holder),
        steps: way(page, d),
        forms: Form::of(&passed),
        events: events.collect(),
        status: d.status,
    })
}

/// The way it goes, as the applicant sees it.
fn way(page: &Page, d: &Dossier) -> Vec<Step> {
    let at = match d.status {
        Status::New => 1,
        Status::SupplementRequested if d.accepted_at.is_none() => 1,
        Status::Accepted | Status::Processing | Status::SupplementRequested | Status::PaymentRequired => 2,
        Status::Finished => 3,
        Status::Returned => 4,
        // It ended before the result: what was reached is done, nothing is next.
        Status::Rejected | Status::Withdrawn | Status::Stopped => 4,
    };
    let ended = d.status.is_over() && d.status != Status::Returned;
    let names: &[&str] = match (ended, d.accepted_at.is_some()) {
        (false, _) => &["submitted", "accepted", "processed", "returned"],
        (true, true) => &["submitted", "accepted", "ended"],
        (true, false) => &["submitted", "ended"],
    };
    names
        .iter()
        .enumerate()
        .map(|(n, name)| Step {
            label: page.t(&format!("onestop.step.{name}")).to_owned(),
            note: String::new(),
            state: match n {
                n if n < at => StepState::Done,
                n if n == at => StepState::Now,
                _ => StepState::Later,
            },
        })
        .collect()
}
