//! Proposing awards: one, or a whole screen of them, all or none.

use base::{Id, Permission, Vnd};
use kernel::{Act, Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::{FormState, Message};

use super::{
    model::{Award, Status, Terms, Work, amount, check_range, refused},
    month::Month,
    payee::{Oneself, Payee, People},
    rate::{self, Rates},
    store, works,
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
    /// Who, for what part, how much.
    pub terms: Terms,
}

#[derive(Serialize)]
struct Proposed {
    genre: String,
    coefficient: String,
    share: i64,
    amount: Vnd,
}

impl Event for Proposed {
    const NAME: &'static str = "portal.royalty.proposed";
}

/// Proposes awards for a month of a site and says how many are new. One that was proposed before by the same account in
/// the same terms is not proposed again: a form sent twice does what it did.
///
/// # Errors
/// [`Error::Forbidden`] over another agency; [`Error::NotFound`]; [`Error::Conflict`] when the month is closed or has not
/// begun; [`Error::Invalid`] with what is wrong with each proposal, under the names of its fields. Then nothing is done.
pub async fn propose(ctx: &Ctx, site: Id<Site>, month: Month, proposals: Vec<Proposal>) -> Result<usize> {
    let mut act = ctx.act(ROYALTY_PROPOSE).await?;
    let site = site::sites(ctx.app())?.by_id(site).cloned().ok_or(Error::NotFound)?;
    let path = deciding_path(&act, &site);
    act.require(&path)?;
    open_month(&act, site.id, month).await?;
    let desk = Desk::open(&act, &site, ROYALTY_PROPOSE, &path, month).await?;
    let by = ctx.actor().account_id();
    let mut wrong = FormState::default();
    let mut new = 0;
    for Proposal { row, entry, revision, terms } in proposals {
        let Some((work, name, rates)) = desk.look(&act, &row, entry, revision, &terms, &mut wrong).await?
        else {
            continue;
        };
        let known = store::of_work(&act, &work, &terms.genre).await?;
        let same = known.iter().find(|a| a.corrects.is_none() && a.terms.payee.key() == terms.payee.key());
        if let Some(same) = same {
            let again = same.terms == terms
                && same.month == month
                && same.hands == by.into_iter().collect::<Vec<_>>();
            if !again {
                wrong.reject(
                    &format!("genre{row}"),
                    Message::new("portal.royalty.wrong.twice").with("month", same.month.vn()),
                );
            }
            continue;
        }
        if !shares_fit(&known, None, terms.share, &mut wrong, &row) {
            continue;
        }
        let award = Award {
            id: new_id(),
            site: site.id,
            agency: site.agency_id,
            agency_path: site.agency_path.clone(),
            agency_until: site.validity.to(),
            month,
            closed: false,
            amount: amount(rates.unit, terms.coefficient, terms.share),
            payee_name: name,
            status: Status::Proposed,
            reason: String::new(),
            corrects: None,
            hands: by.into_iter().collect(),
            approver: None,
            created_at: act.now(),
            updated_at: act.now(),
            version: 1,
            work,
            terms,
            rates,
        };
        store::insert(&act, std::slice::from_ref(&award)).await?;
        let event = Proposed {
            genre: award.rates.name.clone(),
            coefficient: award.terms.coefficient.to_string(),
            share: award.terms.share,
            amount: award.amount,
        };
        act.record(&award, &event).await?;
        new += 1;
    }
    if !wrong.is_ok() {
        return Err(Error::Invalid(Box::new(wrong)));
    }
    if new > 0 {
        store::touch_month(&act, site.id, month).await?;
        act.commit().await?;
    }
    Ok(new)
}

/// The path over which somebody must hold a right to decide about a site's royalties now.
pub(super) fn deciding_path(act: &Act, site: &Site) -> String {
    let path = site.agency_path.as_str();
    if site.is_former(act.now().local_date()) { svc_org::agency::deciding_path(path) } else { path }
        .to_owned()
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

/// Whether the shares of a work in a genre stay within the whole; what corrections say counts in place of what they
/// correct. `but` is the award that is being changed.
pub(super) fn shares_fit(
    known: &[Award],
    but: Option<Id<Award>>,
    share: i64,
    wrong: &mut FormState,
    row: &str,
) -> bool {
    let taken: i64 = known
        .iter()
        .filter(|award| award.corrects.is_none() && Some(award.id) != but)
        .map(|award| {
            let last = known.iter().rfind(|later| later.corrects == Some(award.id)).unwrap_or(award);
            if last.terms.coefficient.0 == 0 { 0 } else { last.terms.share }
        })
        .sum();
    let fits = taken + share <= 100;
    if !fits {
        let message =
            Message::new("portal.royalty.wrong.shares").with("taken", taken).with("left", 100 - taken);
        wrong.reject(&format!("share{row}"), message);
    }
    fits
}

/// What a proposal is looked at with.
pub(super) struct Desk {
    site: Id<Site>,
    month: Month,
    people: People,
    oneself: Oneself,
}

impl Desk {
    pub(super) async fn open(
        act: &Act,
        site: &Site,
        permission: Permission,
        path: &str,
        month: Month,
    ) -> Result<Self> {
        let people = People::of(act.ctx().app(), act, site, act.now().local_date()).await?;
        let oneself = Oneself::of_act(act, permission, path).await?;
        Ok(Self { site: site.id, month, people, oneself })
    }

    /// What is awarded for, the payee's name and the rates; or what is wrong, said of its fields.
    pub(super) async fn look(
        &self,
        act: &Act,
        row: &str,
        entry: Uuid,
        revision: i64,
        terms: &Terms,
        wrong: &mut FormState,
    ) -> Result<Option<(Work, String, Rates)>> {
        let field = |name: &str| format!("{name}{row}");
        let found = works::published(act, self.site, entry).await?;
        let Some(found) = found.filter(|found| found.work.published_on <= self.month.last()) else {
            wrong.reject(&field("entry"), "portal.royalty.wrong.entry");
            return Ok(None);
        };
        if found.work.revision != revision {
            wrong.reject(&field("entry"), "portal.royalty.wrong.revision");
            return Ok(None);
        }
        self.terms(act, row, found.work, terms, wrong).await
    }

    /// As [`Desk::look`], for a work that is known.
    pub(super) async fn terms(
        &self,
        act: &Act,
        row: &str,
        work: Work,
        terms: &Terms,
        wrong: &mut FormState,
    ) -> Result<Option<(Work, String, Rates)>> {
        let field = |name: &str| format!("{name}{row}");
        let before = wrong.errors().len();
        let name = self.payee(act, &terms.payee).await?;
        if self.oneself.is(&terms.payee) {
            wrong.reject(&field("payee"), "portal.royalty.wrong.own");
        } else if name.is_none() {
            wrong.reject(&field("payee"), "portal.royalty.wrong.payee");
        }
        if !(1..=100).contains(&terms.share) {
            wrong.reject(&field("share"), "portal.royalty.wrong.share");
        }
        let genres = rate::genres_on(act, work.published_on).await?;
        let genre = genres.iter().find(|genre| genre.code == terms.genre);
        let unit = rate::unit_on(act, work.published_on).await?;
        let rates = match (genre, unit) {
            (Some(genre), Some(unit)) => genre.rates(&unit),
            (None, _) => {
                wrong.reject(&field("genre"), "portal.royalty.wrong.genre");
                return Ok(None);
            }
            (_, None) => {
                let day = work.published_on.vn();
                wrong.reject(&field("genre"), Message::new("portal.royalty.wrong.unit").with("day", day));
                return Ok(None);
            }
        };
        check_range(wrong, &field("coefficient"), terms.coefficient, &rates);
        let fine = wrong.errors().len() == before;
        Ok(name.filter(|_| fine).map(|name| (work, name, rates)))
    }

    /// What a payee is called; nothing for an account there is not.
    async fn payee(&self, act: &Act, payee: &Payee) -> Result<Option<String>> {
        match payee {
            Payee::Outside(name) => Ok(Some(name.clone())),
            Payee::Account(id) => match self.people.name(*id) {
                Some(name) => Ok(Some(name.to_owned())),
                None => Ok(crate::entry::names(act, &[*id]).await?.remove(id)),
            },
        }
    }
}
