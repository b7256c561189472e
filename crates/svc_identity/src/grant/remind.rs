use std::{collections::BTreeMap, time::Duration};

use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{App, Ctx, Event, Result, Task};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{model::Held, role_label, store};
use crate::account::OWN_PATH;

/// Days before the last one on which holders are told.
const BEFORE: [i64; 2] = [30, 7];

/// The holder of a role was told that it ends soon.
#[derive(Serialize)]
struct Reminded {
    days: i64,
}
impl Event for Reminded {
    const NAME: &'static str = "identity.grant.reminded";
}

/// Tells people whose role ends in a month or a week: a role that ends unnoticed stops somebody's work.
pub(crate) fn remind(app: App, _: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let ctx = Ctx::system(&app, "remind");
        for days in BEFORE {
            let Some(last) = ctx.today().0.checked_add(time::Duration::days(days)) else { continue };
            for held in store::ending_on(ctx.read(), base::LocalDate(last)).await? {
                tell(&ctx, held, days).await?;
            }
        }
        Ok(())
    })
}

async fn tell(ctx: &Ctx, held: Held, days: i64) -> Result<()> {
    // The same each time the job runs on that day, so that it is told once.
    let digest = Sha256::digest([held.grant.id.uuid().as_bytes().as_slice(), &days.to_be_bytes()].concat());
    let id = Uuid::from_slice(&digest[..16]).unwrap_or_default();
    let until = held.valid_to.map(base::LocalDate::vn).unwrap_or_default();
    let values =
        [("role", role_label(ctx.lang(), &held.role)), ("agency", held.agency_name), ("until", until)];
    let notice = Notice {
        id,
        kind: "identity.grant_ending".to_owned(),
        to: Recipient::Account(held.grant.account.uuid()),
        values: values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>(),
        path: OWN_PATH.to_owned(),
        agency: Some(held.grant.agency),
        letter: Letter::default(),
    };
    let mut act = ctx.own_act().await?;
    act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
    act.record(&held.grant, &Reminded { days }).await?;
    act.commit().await
}
