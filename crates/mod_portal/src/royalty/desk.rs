//! What proposals are looked at with: everything is loaded once, however many there are.

use std::collections::HashMap;

use base::Id;
use kernel::{Result, db::Queries};
use sea_orm::prelude::Uuid;
use ui::{FormState, Message};

use super::{
    model::{Award, Terms, Whole, Work, check_range},
    month::Month,
    payee::{Oneself, Payee},
    propose::Proposal,
    rate::{Book, Rates},
    store::{self, works},
};
use crate::site::Site;

/// The desk.
pub(super) struct Desk<'a> {
    oneself: &'a Oneself,
    published: HashMap<Uuid, works::Published>,
    book: Book,
    names: HashMap<Uuid, String>,
    /// What was awarded for these entries so far.
    pub known: Vec<Award>,
}

impl<'a> Desk<'a> {
    pub(super) async fn open<C: Queries>(
        db: &C,
        site: Id<Site>,
        entries: &[Uuid],
        payees: &[&Payee],
        oneself: &'a Oneself,
    ) -> Result<Self> {
        let accounts: Vec<Uuid> = payees.iter().filter_map(|payee| payee.account()).collect();
        let published = works::published_of(db, site, entries).await?;
        Ok(Self {
            oneself,
            published: published.into_iter().map(|found| (found.work.entry, found)).collect(),
            book: Book::open(db).await?,
            names: crate::entry::names(db, &accounts).await?,
            known: store::of_entries(db, entries).await?,
        })
    }

    /// What a proposal is for, and why it is new work, if it is; or what is wrong, said of its fields. Nobody need say why
    /// of a work that was not awarded for before.
    pub(super) fn work(
        &self,
        proposal: &Proposal,
        month: Month,
        wrong: &mut FormState,
    ) -> Option<(Work, String)> {
        let field = format!("entry{}", proposal.row);
        let Some(found) = self.published.get(&proposal.entry) else {
            wrong.reject(&field, "portal.royalty.wrong.gone");
            return None;
        };
        if found.work.revision != proposal.revision {
            wrong.reject(&field, "portal.royalty.wrong.revision");
            return None;
        }
        let again = if found.awarded_before { proposal.again.clone() } else { String::new() };
        let work = if again.is_empty() { found.work.clone() } else { found.again() };
        let first = Month::of(work.published_on);
        if first > month {
            wrong.reject(&field, Message::new("portal.royalty.wrong.later").with("month", first.vn()));
            return None;
        }
        Some((work, again))
    }

    /// The payee's name and the rates; or what is wrong, said of its fields.
    pub(super) fn terms(
        &self,
        row: &str,
        work: &Work,
        terms: &Terms,
        wrong: &mut FormState,
    ) -> Option<(String, Rates)> {
        let field = |name: &str| format!("{name}{row}");
        let before = wrong.errors().len();
        let name = self.name(&terms.payee);
        if self.oneself.is(&terms.payee) {
            wrong.reject(&field("payee"), "portal.royalty.wrong.own");
        } else if name.is_none() {
            wrong.reject(&field("payee"), "portal.royalty.wrong.payee");
        }
        if !(1..=super::shares::WHOLE).contains(&terms.share) {
            wrong.reject(&field("share"), "portal.royalty.wrong.share");
        }
        let day = work.published_on;
        let Some(genre) = self.book.genre_on(&terms.genre, day) else {
            wrong.reject(&field("genre"), "portal.royalty.wrong.genre");
            return None;
        };
        let Some(unit) = self.book.unit_on(day) else {
            wrong.reject(&field("genre"), Message::new("portal.royalty.wrong.unit").with("day", day.vn()));
            return None;
        };
        let rates = genre.rates(unit);
        check_range(wrong, &field("coefficient"), terms.coefficient, &rates);
        let fine = wrong.errors().len() == before;
        name.filter(|_| fine).map(|name| (name, rates))
    }

    /// What a payee was awarded of this whole, but for one award that is being changed.
    pub(super) fn same(&self, whole: &Whole, payee: &Payee, but: Option<Id<Award>>) -> Option<&Award> {
        let key = payee.key();
        self.known.iter().find(|known| {
            known.corrects.is_none()
                && Some(known.id) != but
                && known.whole() == *whole
                && known.terms.payee.key() == key
        })
    }

    /// Whether an older revision of this entry was awarded for.
    pub(super) fn is_awarded_before(&self, entry: Uuid) -> bool {
        self.published.get(&entry).is_some_and(|found| found.awarded_before)
    }

    /// What a payee is called; nothing for an account there is not.
    fn name(&self, payee: &Payee) -> Option<String> {
        match payee {
            Payee::Outside(name) => Some(name.clone()),
            Payee::Account(id) => self.names.get(id).cloned(),
        }
    }
}
