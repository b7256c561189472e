//! One letter a morning for those who asked for no more.

use std::{collections::BTreeMap, time::Duration};

use base::{Id, LocalDate, LocalDateTime, Timestamp};
use contracts::notify::{DELIVER, Letter, Listed, Notice};
use kernel::{App, Channel, Ctx, Event, JobKind, NoticeKind, Result, Subject, Task, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::{Lang, t};

use super::{
    store::{self, Reader, Told},
    tell::{lang_of, path, recipient, way_out},
    token::Out,
};
use crate::{
    entry::Kind,
    site::{self, Sites},
};

/// When the letter of the morning leaves, by the clock of Viet Nam.
const HOUR: &str = "T07:00";
/// Addresses looked up at once.
const BATCH: u64 = 200;
/// Most lines of a letter; of more it says how many.
const MOST: usize = 30;

/// Tells of what was published since the last one.
pub const DIGEST: NoticeKind = NoticeKind::required("portal.mailing_digest", &[Channel::Mail]).outside();

/// Looks every hour whether it is morning.
pub const JOB: JobKind =
    JobKind { name: "portal.morning_letters", run, every: Some(Duration::from_secs(3600)) };

/// The letter of the morning was written to one reader.
#[derive(Serialize)]
struct Gathered {}

impl Event for Gathered {
    const NAME: &'static str = "portal.mailing.gathered";
}

/// One of the mailings it was written for.
struct About(Uuid, Uuid);

impl Subject for About {
    const KIND: &'static str = "mailing";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

fn run(app: App, _: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let ctx = Ctx::system(&app, JOB.name);
        let until = morning(ctx.now());
        loop {
            let digests = store::waiting(ctx.read(), until, BATCH).await?;
            if digests.is_empty() {
                return Ok(());
            }
            for digest in &digests {
                gather(&ctx, digest, until).await?;
            }
        }
    })
}

/// The last seven o'clock: what came after it waits for the next.
fn morning(now: Timestamp) -> Timestamp {
    let at = |day: LocalDate| {
        let local = LocalDateTime::parse(&format!("{}{HOUR}", day.iso()));
        local.map_or(now, Timestamp::from_local)
    };
    let today = now.local_date();
    if at(today) <= now { at(today) } else { at(today.previous()) }
}

async fn gather(ctx: &Ctx, digest: &str, until: Timestamp) -> Result<()> {
    let mut act = ctx.own_act().await?;
    let readers = store::waiting_of(&act, digest, until).await?;
    let told = store::list(&act, digest, until).await?;
    if store::mark_told(&act, digest, until, act.now()).await? == 0 {
        return Ok(());
    }
    let family = site::sites(ctx.app())?;
    let Some(reader) = readers.first() else { return Ok(()) };
    let agency = told.first().map(|one| one.agency_id);
    if let Some(notice) = letter(ctx, &family, &readers, &told) {
        act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
    }
    act.record(&About(reader.id, agency.unwrap_or_default()), &Gathered {}).await?;
    act.commit().await
}

/// The letter; none when all of it was withdrawn meanwhile.
fn letter(ctx: &Ctx, family: &Sites, readers: &[Reader], told: &[Told]) -> Option<Notice> {
    let (reader, first) = (readers.first()?, told.first()?);
    let lang = lang_of(reader);
    let list: Vec<Listed> = told.iter().filter_map(|one| line(family, lang, one)).take(MOST).collect();
    if list.is_empty() {
        return None;
    }
    let out = match readers {
        [only] => Out::One(Id::from_uuid(only.id)),
        _ => Out::All(reader.digest.clone()),
    };
    let names: Vec<&str> = {
        let mut sites: Vec<Uuid> = told.iter().map(|one| one.site_id).collect();
        sites.dedup();
        sites
            .into_iter()
            .filter_map(|id| family.by_id(Id::from_uuid(id)))
            .map(|site| site.name_in(lang))
            .collect()
    };
    Some(Notice {
        id: new_id::<()>().uuid(),
        kind: DIGEST.name.to_owned(),
        to: recipient(ctx, reader)?,
        values: BTreeMap::from([
            ("site".to_owned(), names.first().copied().unwrap_or_default().to_owned()),
            ("n".to_owned(), told.len().to_string()),
            ("day".to_owned(), ctx.today().vn()),
        ]),
        path: String::new(),
        agency: Some(first.agency_id),
        letter: Letter { list, out: way_out(ctx, &out) },
    })
}

fn line(family: &Sites, lang: Lang, told: &Told) -> Option<Listed> {
    let kind = Kind::by_name(&told.kind)?;
    let site = family.by_id(Id::from_uuid(told.site_id))?;
    Some(Listed {
        title: told.title.clone(),
        about: format!("{} · {}", site.name_in(lang), t(lang, &kind.section_key())),
        path: path(&site.slug, kind, told),
    })
}
