use std::collections::BTreeSet;

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use svc_catalogue::{procedure::Channel, service};
use svc_forms::{answers::Answers, definition::Prefill};

use super::{
    model::{Draft, Wishes},
    store,
};
use crate::{
    dossier::{self, Dossier},
    place,
};

/// The form of procedures that have none of their own.
const GENERAL: &str = "de-nghi";
/// Most drafts of one account.
const MOST: u64 = 50;

/// Not of what: a draft is nobody else's to know of.
#[derive(Serialize)]
struct Begun {}

impl Event for Begun {
    const NAME: &'static str = "onestop.draft.begun";
}

/// What is begun.
#[derive(Clone, Debug)]
pub struct Begin {
    /// The code of the procedure.
    pub procedure: String,
    /// The key of the case, where there are several.
    pub case: Option<String>,
    /// The agency that is to receive it.
    pub agency: Uuid,
}

/// Begins a draft under the identifier its form was given, filled with what is known of whoever begins it.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for a procedure nobody knows; [`Error::Conflict`] where it is not done online, not
/// by that agency, not in that case, or with too many drafts.
pub async fn begin(ctx: &Ctx, id: Id<Dossier>, begun: Begin) -> Result<Draft> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    if let Some(draft) = store::find(ctx.read(), account, id).await? {
        return Ok(draft);
    }
    let procedure = svc_catalogue::procedure::find(ctx, &begun.procedure).await?.ok_or(Error::NotFound)?;
    let closed = || Error::Conflict("onestop.refused.closed".into());
    let service = service::on(ctx.read(), &begun.procedure, ctx.today()).await?.ok_or_else(closed)?.service;
    let case = begun.case.filter(|case| service.cases.iter().any(|known| known.key == *case));
    let receives = place::receiving(ctx, &procedure.facts, ctx.today())?
        .iter()
        .any(|agency| agency.id.uuid() == begun.agency);
    let ended = procedure.facts.valid_to.is_some_and(|last| last < ctx.today());
    if ended
        || !service.channels.contains(&Channel::Online)
        || case.is_none() != service.cases.is_empty()
        || !receives
    {
        return Err(closed());
    }
    let key = service.form.as_deref().unwrap_or(GENERAL);
    let form = svc_forms::version::latest(ctx.read(), key).await?.ok_or_else(closed)?;
    if store::of_account(ctx.read(), account, MOST).await?.len() as u64 >= MOST {
        return Err(Error::Conflict("onestop.refused.many".into()));
    }
    let answers = known(ctx, account, &form.definition).await?;
    let mut act = ctx.own_act().await?;
    let draft = Draft {
        id,
        account,
        procedure: begun.procedure,
        agency: begun.agency,
        case,
        form: (form.definition.key, form.number),
        answers,
        wishes: Wishes::default(),
        seen: BTreeSet::new(),
        created_at: act.now(),
        updated_at: act.now(),
        version: 1,
    };
    if store::insert(&act, &draft).await? {
        // The form of what was handed in already, sent once more: that is a dossier and becomes no draft again. Asked after
        // the insert, so that a submission at this moment is either seen or waits for it.
        if dossier::store::of_applicant(&act, id).await?.is_some() {
            return Err(Error::Conflict("onestop.refused.handed_in".into()));
        }
        act.record(&draft, &Begun {}).await?;
        act.commit().await?;
    }
    // Of two sendings at once, the other one was first: it is the same draft.
    Ok(draft)
}

/// What a form can be filled with from what is known of the owner of an account.
async fn known(ctx: &Ctx, account: Uuid, form: &svc_forms::definition::Definition) -> Result<Answers> {
    let mut answers = Answers::default();
    let Some(person) = svc_identity::person_of(ctx.read(), account).await? else { return Ok(answers) };
    let once = form.pages.iter().filter(|page| page.repeat.is_none()).flat_map(|page| &page.fields);
    for field in once {
        let value = match field.prefill {
            Some(Prefill::Name) => Some(person.full_name.clone()),
            Some(Prefill::CitizenNo) => person.citizen_no.as_ref().map(|no| no.text().to_owned()),
            Some(Prefill::Birth) => person.born.map(|day| day.iso()),
            Some(Prefill::Phone) => person.phone.as_ref().map(|phone| phone.text().to_owned()),
            Some(Prefill::Email) => person.email.clone(),
            None => None,
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            answers.fields.insert(field.key.clone(), value.into());
        }
    }
    Ok(answers)
}
