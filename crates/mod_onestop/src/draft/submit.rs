use base::{Id, Timestamp};
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use svc_catalogue::procedure::Channel;
use ui::Message;

use super::{model::Draft, open::Open, store};
use crate::{
    dossier::{self, Applicant, Dossier, DossierCode, Status},
    place,
    policy::DOSSIER_READ,
};

#[derive(Serialize)]
struct Submitted<'a> {
    code: &'a str,
    procedure: &'a str,
}

/// Most dossiers of one account within a day: nobody floods an office with what has to be numbered and answered.
const MOST_A_DAY: i64 = 30;
/// Milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

impl Event for Submitted<'_> {
    const NAME: &'static str = "onestop.dossier.submitted";
}

/// Hands a draft in: it becomes a dossier with the next number of its agency's day. However often it is handed in, there is
/// one dossier, and every answer is the first one's.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for a draft that is not theirs; [`Error::Conflict`] where something is missing,
/// where the procedure is no longer done so, or the draft was changed meanwhile.
pub async fn submit(ctx: &Ctx, id: Id<Dossier>) -> Result<Dossier> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let Some(draft) = store::find(ctx.read(), account, id).await? else {
        return done(ctx, account, id).await;
    };
    let open = Open::of(ctx, draft).await?;
    if open.sections(ctx).iter().any(|(_, done)| !done) {
        return Err(Error::Conflict("onestop.refused.missing".into()));
    }
    let since = Timestamp(ctx.now().0 - DAY);
    if dossier::store::count_since(ctx.read(), account, since).await? >= MOST_A_DAY {
        return Err(Error::Conflict(Message::new("onestop.refused.too_many").with("most", MOST_A_DAY)));
    }
    let Open { draft, form, service, name, .. } = open;
    let asked = draft.wishes.asked(draft.case.as_deref(), Channel::Online);
    let bill = service.bill(&asked).map_err(|_| Error::Conflict("onestop.refused.missing".into()))?;
    let tree = svc_org::tree(ctx.app())?;
    let mut act = ctx.own_act().await?;
    let now = act.now();
    let agency = tree.get(Id::from_uuid(draft.agency)).filter(|agency| agency.is_valid(now.local_date()));
    let agency = agency.ok_or_else(|| Error::Conflict("onestop.refused.agency".into()))?;
    if !store::remove(&act, &draft).await? {
        drop(act);
        return done(ctx, account, id).await;
    }
    let order = dossier::store::next_number(&act, draft.agency, now.local_date()).await?;
    let applicant = applicant(&draft);
    let code = place::code(&tree, agency, now.local_date());
    let dossier = Dossier {
        id,
        code: DossierCode::new(&code, now.local_date(), order),
        agency: draft.agency,
        agency_path: agency.path.clone(),
        procedure: draft.procedure,
        procedure_name: name,
        case: draft.case,
        channel: Channel::Online,
        form: draft.form,
        answers: draft.answers.asked(&form, now.local_date()),
        wishes: draft.wishes,
        bill,
        lang: ctx.lang().code().to_owned(),
        status: Status::New,
        account: Some(account),
        submitted_at: now,
        accepted_at: None,
        clock: None,
        finished_at: None,
        returned_at: None,
        holder: None,
        supplemented: false,
        note: String::new(),
        updated_at: now,
        version: 1,
    };
    dossier::store::insert(&act, &dossier, &applicant).await?;
    svc_files::entrust(&act, "dossier", id.uuid(), dossier.agency, DOSSIER_READ).await?;
    let event = Submitted { code: dossier.code.as_str(), procedure: &dossier.procedure };
    act.record(&dossier, &event).await?;
    dossier::tell_received(&mut act, &dossier, &applicant).await?;
    act.commit().await?;
    Ok(dossier)
}

/// What was handed in before, by an earlier click.
async fn done(ctx: &Ctx, account: sea_orm::prelude::Uuid, id: Id<Dossier>) -> Result<Dossier> {
    match dossier::store::own(ctx.read(), account, id).await? {
        Some(dossier) => Ok(dossier),
        // Still a draft, and another one than was read: it was changed on another device.
        None if store::find(ctx.read(), account, id).await?.is_some() => Err(Error::stale()),
        None => Err(Error::NotFound),
    }
}

/// Who applies, by the fields every form begins with.
fn applicant(draft: &Draft) -> Applicant {
    let said = |key: &str| {
        draft.answers.fields.get(key).and_then(|answer| answer.as_str()).unwrap_or_default().to_owned()
    };
    Applicant {
        name: said("ho_ten"),
        citizen_no: said("so_dinh_danh"),
        phone: said("dien_thoai"),
        email: said("email"),
        address: said("noi_cu_tru"),
    }
}
