//! Royalties of the model province: invented, given to the demonstration's accounts and to invented outside authors.

use base::Vnd;
use kernel::{Ctx, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{
    close::Ledger,
    model::{Award, Coefficient, Status, Terms, amount},
    month::Month,
    payee::{Payee, People},
    rate::Book,
    store::{self, people, works},
};
use crate::{
    policy::ROYALTY_PROPOSE,
    site::{self, Site},
};

/// Sites that keep royalties, by their words in addresses; the province's besides.
const SITES: [&str; 2] = ["sxd", "phandinhphung"];
/// Months looked back upon.
const MONTHS: usize = 12;
/// Of them so many have awards.
const AWARDED: usize = 3;
const AUTHORS: &str = include_str!("../../seeds/royalty_authors.txt");

#[derive(Serialize)]
pub(super) struct Imported {
    pub amount: Vnd,
}

impl Event for Imported {
    const NAME: &'static str = "portal.royalty.imported";
}

#[derive(Serialize)]
struct MonthImported {
    month: String,
}

impl Event for MonthImported {
    const NAME: &'static str = "portal.royalty_month.imported";
}

/// Gives what some sites published awards, the latest month that has any still open, and says how many. A second run adds
/// nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] without the right over every site; the database's.
pub async fn load_model_royalties(ctx: &Ctx) -> Result<usize> {
    if store::is_begun(ctx.read()).await? {
        return Ok(0);
    }
    let family = site::sites(ctx.app())?;
    let today = ctx.today();
    let named = family.living(today).filter(|site| SITES.contains(&site.slug.as_str()));
    let sites: Vec<_> = family.province().into_iter().chain(named).cloned().collect();
    let mut act = ctx.act(ROYALTY_PROPOSE).await?;
    let mut all = 0;
    for site in &sites {
        let staff = Staff::of(ctx, site).await?;
        let months: Vec<Month> =
            std::iter::successors(Some(Month::of(today)), |month| Some(month.previous()))
                .take(MONTHS)
                .collect();
        let mut open = true;
        let mut done = 0;
        for month in months {
            let only = works::Unawarded { site: site.id, month, kind: "article", revised: false };
            let found = works::unawarded(ctx.read(), ctx.actor(), &only, 6, 0).await?;
            if found.is_empty() || done == AWARDED {
                continue;
            }
            done += 1;
            let mut awards = Vec::new();
            // Of the open month a part still waits to be awarded for.
            let taken = if open { found.len().div_ceil(2) } else { found.len() };
            for (at, published) in found.into_iter().take(taken).enumerate() {
                awards.extend(staff.award(ctx, site, month, published, at, open));
            }
            store::insert(&act, &awards).await?;
            let events: Vec<(&Award, Imported)> =
                awards.iter().map(|award| (award, Imported { amount: award.amount })).collect();
            act.record_each(&events).await?;
            all += awards.len();
            store::touch_month(&act, site.id, month).await?;
            if !open {
                store::close_month(&act, site.id, month, staff.approver, act.now()).await?;
            }
            act.record(&Ledger(site), &MonthImported { month: month.vn() }).await?;
            open = false;
        }
    }
    if all > 0 {
        act.commit().await?;
    }
    Ok(all)
}

/// Who proposed, who approved, who is given something.
struct Staff {
    book: Book,
    payees: Vec<(Payee, String)>,
    proposer: Option<Uuid>,
    approver: Option<Uuid>,
}

impl Staff {
    async fn of(ctx: &Ctx, site: &Site) -> Result<Self> {
        let writing = People::of(ctx.app(), ctx.read(), site, ctx.today()).await?;
        let held = people::roles_at(ctx.read(), site.agency_id).await?;
        let of_role = |role: &str| held.iter().find(|(_, held)| held == role).map(|(account, _)| *account);
        let proposer = of_role("publisher");
        let others = writing.accounts().filter_map(|(payee, _)| payee.account());
        let approver = others.into_iter().find(|id| Some(*id) != proposer && Some(*id) != of_role("editor"));
        let editor = of_role("editor").and_then(|id| {
            let name = writing.name(id)?.to_owned();
            Some((Payee::Account(id), name))
        });
        let outside = AUTHORS.lines().map(|name| (Payee::Outside(name.to_owned()), name.to_owned()));
        let book = Book::open(ctx.read()).await?;
        Ok(Self { book, payees: editor.into_iter().chain(outside).collect(), proposer, approver })
    }

    /// One award or, of every third work, two who share it.
    fn award(
        &self,
        ctx: &Ctx,
        site: &Site,
        month: Month,
        published: works::Published,
        at: usize,
        open: bool,
    ) -> Vec<Award> {
        let day = published.work.published_on;
        let code = ["tin", "bai", "phong-su"][at % 3];
        let (Some(genre), Some(unit)) = (self.book.genre_on(code, day), self.book.unit_on(day)) else {
            return Vec::new();
        };
        let rates = genre.rates(unit);
        let coefficient = Coefficient([100, 250, 400][at % 3]);
        let shares: &[i64] = if at % 3 == 2 { &[60, 40] } else { &[100] };
        let made = shares.iter().enumerate().map(|(n, &share)| {
            let (payee, name) = self.payees[(at + n) % self.payees.len()].clone();
            Award {
                id: new_id(),
                site: site.id,
                agency: site.agency_id,
                agency_path: site.agency_path.clone(),
                agency_until: site.validity.to(),
                month,
                closed: false,
                work: published.work.clone(),
                again: String::new(),
                terms: Terms { payee, genre: genre.code.clone(), coefficient, share, note: String::new() },
                payee_name: name,
                amount: amount(rates.unit, coefficient, share),
                rates: rates.clone(),
                status: if open { Status::Proposed } else { Status::Approved },
                reason: String::new(),
                corrects: None,
                hands: self.proposer.into_iter().collect(),
                approver: self.approver.filter(|_| !open),
                created_at: ctx.now(),
                updated_at: ctx.now(),
                version: 1,
            }
        });
        made.collect()
    }
}
