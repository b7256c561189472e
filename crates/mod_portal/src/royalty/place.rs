//! Which site and which month a screen is about, by its address.

use std::sync::Arc;

use base::Id;
use kernel::{Ctx, Error, Result};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{Choice, FormState, Page};

use super::{WORK, month::Month};
use crate::{
    policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE},
    site::{self, Site},
};

/// Months offered to choose from.
const MONTHS: usize = 24;

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
}

/// A site and a month.
#[derive(Clone)]
pub(super) struct Place {
    pub site: Arc<Site>,
    pub month: Month,
}

impl Asked {
    /// The month asked for; this one where none is, or one to come.
    pub(super) fn month(&self, ctx: &Ctx) -> Month {
        let present = Month::of(ctx.today());
        Month::parse(&self.thang).filter(|month| *month <= present).unwrap_or(present)
    }

    /// The site asked for, or the only one there is to see; nothing where there are several.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is not to be seen.
    pub(super) fn place(&self, ctx: &Ctx) -> Result<Option<Place>> {
        let month = self.month(ctx);
        if self.site.is_empty() {
            let mut own = own_sites(ctx)?;
            let only = own.pop().filter(|_| own.is_empty());
            return Ok(only.map(|site| Place { site, month }));
        }
        site(ctx, &self.site).map(|site| Some(Place { site, month }))
    }

    /// As [`Asked::place`], where a site must be said.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub(super) fn one_place(&self, ctx: &Ctx) -> Result<Place> {
        self.place(ctx)?.ok_or(Error::NotFound)
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

/// The living sites over whose royalties somebody decides.
pub(super) fn own_sites(ctx: &Ctx) -> Result<Vec<Arc<Site>>> {
    let family = site::sites(ctx.app())?;
    Ok(family.living(ctx.today()).filter(|site| sees(ctx, site)).cloned().collect())
}

/// Those to choose from.
pub(super) fn site_choices(ctx: &Ctx, page: &Page) -> Result<Vec<Choice>> {
    let own = own_sites(ctx)?;
    Ok(own.iter().map(|site| Choice::new(site.id.to_string(), site.name_in(page.lang))).collect())
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
