//! What this slice holds of the owner of an account: what they were given.

use kernel::{
    Ctx, Task,
    personal::{Fact, Holding},
};
use sea_orm::prelude::Uuid;

use super::store;
use crate::site;

const AWARD: &[(&str, &str)] = &[
    ("month", "portal.royalty.work.month"),
    ("site", "portal.royalty.work.site"),
    ("work", "portal.royalty.work.work"),
    ("published", "portal.royalty.work.published"),
    ("genre", "portal.royalty.form.genre"),
    ("coefficient", "portal.royalty.form.coefficient"),
    ("share", "portal.royalty.form.share"),
    ("amount", "portal.royalty.work.amount"),
    ("status", "portal.royalty.work.state"),
    ("correction", "portal.royalty.work.correction"),
    ("reason", "portal.royalty.form.reason"),
    ("note", "portal.royalty.form.note"),
];

/// Everything awarded to an account, what was withdrawn, too.
pub fn holdings(ctx: Ctx, account: Uuid) -> Task<'static, Vec<Holding>> {
    Box::pin(async move {
        let family = site::sites(ctx.app())?;
        let awards = store::all_of_payee(ctx.read(), account).await?;
        let row = |award: super::Award| {
            let site = family.by_id(award.site).map(|site| site.name_in(ctx.lang()).to_owned());
            vec![
                Fact::text(award.month.to_string()),
                Fact::text(site),
                Fact::text(award.work.title),
                Fact::Day(award.work.published_on),
                Fact::text(award.rates.name_in(ctx.lang()).to_owned()),
                Fact::text(award.terms.coefficient.text(ctx.lang())),
                Fact::Count(award.terms.share),
                Fact::Count(award.amount.0),
                Fact::Word(award.status.key().to_owned()),
                Fact::Yes(award.corrects.is_some()),
                Fact::text(award.reason),
                Fact::text(award.terms.note),
            ]
        };
        let rows = awards.into_iter().map(row).collect();
        let title = "portal.royalty.personal.awards";
        Ok(vec![Holding { name: "portal.royalty", title, columns: AWARD, rows }])
    })
}
