//! Which site and which month a screen is about, by its address.

use std::sync::Arc;

use base::Id;
use kernel::{Ctx, Error, Result};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{Choice, FormState, Page};

use super::{WORK, month::Month, payee::Oneself, store::sums};
use crate::{
    policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE},
    site::{self, Site},
};

/// Months offered to choose from.
const MONTHS: usize = 24;
/// Most months looked at for the oldest in which something waits.
const WAITING: u64 = 500;

/// What the address says.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub site: String,
    #[serde(default)]
    pub thang: String,
    /// Only entries of this kind.
    #[serde(default)]
    pub loai: String,
    /// From which entry on.
    #[serde(default)]
    pub tu: String,
    #[serde(default)]
    pub page: String,
    /// Which of the files of a month that needs several.
    #[serde(default)]
    pub phan: String,
}

/// A site and a month.
#[derive(Clone)]
pub(super) struct Place {
    pub site: Arc<Site>,
    pub month: Month,
}

impl Asked {
    /// The month asked for, this one where it is none or one to come. Where none was asked for, the oldest in which something
    /// waits for whoever looks, at this site or at any, else this one.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn month(&self, ctx: &Ctx, site: Option<Id<Site>>) -> Result<Month> {
        let present = Month::of(ctx.today());
        if !self.thang.is_empty() {
            return Ok(Month::parse(&self.thang).filter(|month| *month <= present).unwrap_or(present));
        }
        let oneself = Oneself::alone(ctx).await?;
        let waits = sums::waiting(ctx.read(), ctx.actor(), &oneself, site, WAITING).await?;
        Ok(waits.iter().filter_map(|row| Month::parse(&row.month)).min().unwrap_or(present))
    }

    /// The site asked for, or the only one there is to see in that month; nothing where there are several.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is not to be seen.
    pub(super) async fn place(&self, ctx: &Ctx) -> Result<Option<Place>> {
        if !self.site.is_empty() {
            let site = site(ctx, &self.site)?;
            let month = self.month(ctx, Some(site.id)).await?;
            return Ok(Some(Place { site, month }));
        }
        let month = self.month(ctx, None).await?;
        let mut there = sites_in(ctx, month)?;
        let Some(site) = there.pop().filter(|_| there.is_empty()) else { return Ok(None) };
        // What an agency left behind that ended before may be theirs to close.
        if own_sites(ctx)?.len() > 1
            && !sums::elsewhere(ctx.read(), ctx.actor(), month, &[site.id]).await?.is_empty()
        {
            return Ok(None);
        }
        Ok(Some(Place { site, month }))
    }

    /// As [`Asked::place`], where a site must be said.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub(super) async fn one_place(&self, ctx: &Ctx) -> Result<Place> {
        self.place(ctx).await?.ok_or(Error::NotFound)
    }
}

/// The place a form names.
///
/// # Errors
/// [`Error::NotFound`] for a site that is not to be seen, or no month.
pub(super) fn of_form(ctx: &Ctx, form: &FormState) -> Result<Place> {
    let month = Month::parse(form.value("month")).ok_or(Error::NotFound)?;
    Ok(Place { site: site(ctx, form.value("site"))?, month })
}

fn site(ctx: &Ctx, id: &str) -> Result<Arc<Site>> {
    let id = id.parse::<Uuid>().map_err(|_| Error::NotFound)?;
    let family = site::sites(ctx.app())?;
    let site = family.by_id(Id::from_uuid(id)).ok_or(Error::NotFound)?;
    if sees(ctx, site) { Ok(Arc::clone(site)) } else { Err(Error::NotFound) }
}

fn sees(ctx: &Ctx, site: &Site) -> bool {
    [ROYALTY_PROPOSE, ROYALTY_APPROVE].iter().any(|right| ctx.may(*right, Some(&site.agency_path)))
}

/// The sites whose royalties somebody sees, of agencies that have ended, too.
pub(super) fn own_sites(ctx: &Ctx) -> Result<Vec<Arc<Site>>> {
    let family = site::sites(ctx.app())?;
    Ok(family.all().iter().filter(|site| sees(ctx, site)).cloned().collect())
}

/// Those of agencies there were in a month.
fn sites_in(ctx: &Ctx, month: Month) -> Result<Vec<Arc<Site>>> {
    let mut own = own_sites(ctx)?;
    own.retain(|site| {
        site.validity.from().is_none_or(|from| from <= month.last())
            && site.validity.to().is_none_or(|to| to >= month.first())
    });
    Ok(own)
}

/// The sites to choose from in a month; the one shown is among them.
pub(super) fn site_choices(
    ctx: &Ctx,
    page: &Page,
    month: Month,
    shown: Option<&Site>,
) -> Result<Vec<Choice>> {
    let own = sites_in(ctx, month)?;
    let shown = shown.filter(|shown| own.iter().all(|site| site.id != shown.id));
    let all = own.iter().map(AsRef::as_ref).chain(shown);
    Ok(all.map(|site| Choice::new(site.id.to_string(), site.name_in(page.lang))).collect())
}

/// Months to choose from, this one first; the one shown is among them.
pub(super) fn month_choices(ctx: &Ctx, shown: Month) -> Vec<Choice> {
    let mut months: Vec<Month> =
        std::iter::successors(Some(Month::of(ctx.today())), |month| Some(month.previous()))
            .take(MONTHS)
            .collect();
    if !months.contains(&shown) {
        months.push(shown);
    }
    months.into_iter().map(|month| Choice::new(month.to_string(), month.vn())).collect()
}

/// The query that names a place.
pub(super) fn query(place: &Place) -> String {
    format!("site={}&thang={}", place.site.id, place.month)
}

/// The address of a place, without language prefix.
pub(super) fn path(place: &Place) -> String {
    format!("{WORK}?{}", query(place))
}
