//! Proposing awards: one, or a whole screen of them, all or none.

use base::{Id, Vnd};
use kernel::{Act, Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::{FormState, Message};

use super::{
    desk::Desk,
    model::{Award, Status, Terms, amount, deciding_path, refused},
    month::Month,
    payee::{Oneself, Payee},
    shares, store,
};
use crate::{
    policy::ROYALTY_PROPOSE,
    site::{self, Site},
};

/// What somebody proposes for a published entry.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What stands after the names of this proposal's fields: nothing in a form of one.
    pub row: String,
    /// The entry.
    pub entry: Uuid,
    /// The revision that was looked at.
    pub revision: i64,
    /// Why that revision is new work, where an older one was awarded for; empty where it is not.
    pub again: String,
    /// Who, for what part, how much.
    pub terms: Terms,
}

#[derive(Serialize)]
struct Proposed {
    payee: String,
    genre: String,
    coefficient: String,
    share: i64,
    amount: Vnd,
}

impl Event for Proposed {
    const NAME: &'static str = "portal.royalty.proposed";
}

#[derive(Serialize)]
struct Again {
    reason: String,
}

impl Event for Again {
    const NAME: &'static str = "portal.royalty.again";
}

/// A payee as the journal says it: an account; nobody without one is named there.
pub(super) fn in_journal(payee: &Payee) -> String {
    payee.account().map_or_else(|| OUTSIDE.to_owned(), |account| account.to_string())
}

/// What the journal says of payees without an account.
pub(super) const OUTSIDE: &str = "outside";

/// Proposes awards for a month of a site and says how many are new. One that was proposed before by the same account in
/// the same terms and still waits is not proposed again: a form sent twice does what it did.
///
/// # Errors
/// [`Error::Forbidden`] over another agency; [`Error::NotFound`]; [`Error::Conflict`] when the month is closed or has not
/// begun; [`Error::Invalid`] with what is wrong with each proposal, under the names of its fields. Then nothing is done.
pub async fn propose(ctx: &Ctx, site: Id<Site>, month: Month, proposals: Vec<Proposal>) -> Result<usize> {
    let mut act = ctx.act(ROYALTY_PROPOSE).await?;
    let site = site::sites(ctx.app())?.by_id(site).cloned().ok_or(Error::NotFound)?;
    let path = deciding_path(&site.agency_path, site.validity.to(), act.now().local_date());
    act.require(path)?;
    open_month(&act, site.id, month).await?;
    let oneself = Oneself::of_act(&act).await?;
    let entries: Vec<Uuid> = proposals.iter().map(|proposal| proposal.entry).collect();
    let payees: Vec<&Payee> = proposals.iter().map(|proposal| &proposal.terms.payee).collect();
    let mut desk = Desk::open(&act, site.id, &entries, &payees, &oneself).await?;
    let by: Vec<Uuid> = ctx.actor().account_id().into_iter().collect();
    let mut wrong = FormState::default();
    let mut new = Vec::new();
    for proposal in proposals {
        let award = make(&act, &site, month, &by, &desk, proposal, &mut wrong);
        // What comes later in the same form is looked at with it.
        desk.known.extend(award.clone());
        new.extend(award);
    }
    if !wrong.is_ok() {
        return Err(Error::Invalid(Box::new(wrong)));
    }
    if !new.is_empty() {
        store::insert(&act, &new).await?;
        let events: Vec<(&Award, Proposed)> = new.iter().map(|award| (award, proposed(award))).collect();
        act.record_each(&events).await?;
        let anew = new.iter().filter(|award| !award.again.is_empty());
        let anew: Vec<(&Award, Again)> =
            anew.map(|award| (award, Again { reason: award.again.clone() })).collect();
        act.record_each(&anew).await?;
        store::touch_month(&act, site.id, month).await?;
        act.commit().await?;
    }
    Ok(new.len())
}

/// The award proposed; nothing where there is something wrong, or where it was proposed before.
fn make(
    act: &Act,
    site: &Site,
    month: Month,
    by: &[Uuid],
    desk: &Desk<'_>,
    proposal: Proposal,
    wrong: &mut FormState,
) -> Option<Award> {
    let Proposal { row, terms, .. } = &proposal;
    let before = wrong.errors().len();
    let (work, again) = desk.work(&proposal, month, wrong)?;
    let (payee_name, rates) = desk.terms(row, &work, terms, wrong)?;
    let award = Award {
        id: new_id(),
        site: site.id,
        agency: site.agency_id,
        agency_path: site.agency_path.clone(),
        agency_until: site.validity.to(),
        month,
        closed: false,
        amount: amount(rates.unit, terms.coefficient, terms.share),
        payee_name,
        status: Status::Proposed,
        reason: String::new(),
        corrects: None,
        hands: by.to_vec(),
        approver: None,
        created_at: act.now(),
        updated_at: act.now(),
        version: 1,
        work,
        again,
        terms: terms.clone(),
        rates,
    };
    let whole = award.whole();
    // What was given for an older revision may be given once more, with a reason.
    let paid_before = award.again.is_empty() && desk.is_awarded_before(award.work.entry);
    if let Some(same) = desk.same(&whole, &terms.payee, None) {
        let repeated = same.status == Status::Proposed
            && same.terms == *terms
            && same.month == month
            && same.again == award.again
            && same.hands == by;
        if !repeated {
            let words =
                if paid_before { "portal.royalty.wrong.twice_before" } else { "portal.royalty.wrong.twice" };
            wrong.reject(&format!("genre{row}"), Message::new(words).with("month", same.month.vn()));
        }
        return None;
    }
    let words = if paid_before { shares::NO_ROOM_BEFORE } else { shares::NO_ROOM };
    shares::check(&desk.known, &whole, None, terms.share, wrong, (row, words));
    (wrong.errors().len() == before).then_some(award)
}

fn proposed(award: &Award) -> Proposed {
    Proposed {
        payee: in_journal(&award.terms.payee),
        genre: award.rates.name.clone(),
        coefficient: award.terms.coefficient.to_string(),
        share: award.terms.share,
        amount: award.amount,
    }
}

/// Waits for its turn and makes sure that a month of a site takes changes.
///
/// # Errors
/// [`Error::Conflict`] when it is closed or has not begun.
pub(super) async fn open_month(act: &Act, site: Id<Site>, month: Month) -> Result<store::MonthRow> {
    store::take_turn(act, site).await?;
    let row = store::month(act, site, month).await?;
    if row.closed_at.is_some() {
        return Err(refused("portal.royalty.refused.closed"));
    }
    if month.first() > act.now().local_date() {
        return Err(refused("portal.royalty.refused.early"));
    }
    Ok(row)
}
