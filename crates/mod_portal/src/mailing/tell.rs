//! Telling readers of a publication, some minutes after it: what is taken back at once is told to nobody.

use std::{collections::BTreeMap, time::Duration};

use base::Id;
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, App, Channel, Ctx, Event, JobKind, NoticeKind, Result, Subject, Task, new_id};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};
use ui::{Lang, t};

use super::{
    HIDDEN, label,
    model::{Pace, Topic},
    store::{self, Reader, Told},
    token::{self, Out},
};
use crate::{
    entry::{Entry, Kind, Tongue},
    site,
};

/// How long after the publication letters leave.
const AFTER: Duration = Duration::from_secs(10 * 60);
/// Readers told in one act.
const BATCH: u64 = 100;

/// Tells of something published.
pub const NEWS: NoticeKind = NoticeKind::required("portal.mailing_news", &[Channel::Mail]).outside();
/// Tells of a page that says something new.
pub const CHANGE: NoticeKind = NoticeKind::required("portal.mailing_change", &[Channel::Mail]).outside();

/// Tells readers, a batch at a time.
pub const JOB: JobKind = JobKind { name: "portal.tell_readers", run, every: None };

/// Letters were written to readers; not to whom.
#[derive(Serialize)]
struct Sent {
    letters: usize,
}

impl Event for Sent {
    const NAME: &'static str = "portal.mailing.sent";
}

/// What was told of.
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

#[derive(Serialize, Deserialize)]
struct Due {
    entry: Id<Entry>,
    revision: i64,
    /// It was not public before: readers of its section are told, not those of its page.
    first: bool,
    /// The last reader told.
    after: Uuid,
}

/// Has readers told of what this act publishes, if anybody wants to be told. `first` says that it was not public before.
///
/// # Errors
/// The database's.
pub async fn announce(act: &mut Act, entry: &Entry, first: bool) -> Result<()> {
    if !store::has_readers(act, entry.site).await? {
        return Ok(());
    }
    let due = Due { entry: entry.id, revision: entry.revision, first, after: Uuid::nil() };
    act.enqueue(JOB.name, &due, AFTER).await
}

fn run(app: App, payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let due: Due = serde_json::from_value(payload)?;
        tell(&Ctx::system(&app, JOB.name), due).await
    })
}

async fn tell(ctx: &Ctx, due: Due) -> Result<()> {
    let Some(told) = store::told(ctx.read(), due.entry.uuid()).await? else { return Ok(()) };
    // A page changed again meanwhile is told of by the job of its newest version.
    if !due.first && told.published_revision != due.revision {
        return Ok(());
    }
    let family = site::sites(ctx.app())?;
    let site = family.by_id(Id::from_uuid(told.site_id)).filter(|site| !site.is_former(ctx.today()));
    let (Some(site), Some(kind)) = (site, Kind::by_name(&told.kind)) else { return Ok(()) };
    let (topics, revision) = if due.first {
        (Topic::of_entry(kind, told.category.as_deref().unwrap_or_default()), 0)
    } else {
        (vec![Topic::Entry(due.entry.uuid())], due.revision)
    };
    // Letters are written in the languages of the screens; texts in others are found on the site.
    if Tongue::parse(&told.lang).is_none_or(|tongue| tongue.code() != tongue.screens().code()) {
        return Ok(());
    }
    let langs = languages(ctx, &told, due.first).await?;
    let found = store::readers(ctx.read(), site.id, &topics, &langs, due.after, BATCH).await?;
    let Some(last) = found.last().map(|reader| reader.id) else { return Ok(()) };
    let mut act = ctx.own_act().await?;
    let mut letters = 0;
    for reader in &found {
        let at_once = Pace::parse(&reader.pace) == Some(Pace::Each);
        let noted = store::note(&act, reader, (due.entry.uuid(), revision), act.now(), at_once).await?;
        if noted
            && at_once
            && let Some(notice) = one(ctx, reader, &told, kind, site, due.first)
        {
            act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
            letters += 1;
        }
    }
    if found.len() as u64 == BATCH {
        act.enqueue(JOB.name, &Due { after: last, ..due }, Duration::ZERO).await?;
    }
    act.record(&About(due.entry.uuid(), told.agency_id), &Sent { letters }).await?;
    act.commit().await
}

/// Who reads it: those who asked in its language; of a section that speaks no English, those who asked in English, too, as
/// its list shows them. A page is read in whatever language it has.
async fn languages(ctx: &Ctx, told: &Told, first: bool) -> Result<Vec<Lang>> {
    if !first {
        return Ok(vec![Lang::Vi, Lang::En]);
    }
    if told.lang == Lang::En.code() {
        return Ok(vec![Lang::En]);
    }
    let english = store::speaks(ctx.read(), told.site_id, &told.kind, Lang::En).await?;
    Ok(if english { vec![Lang::Vi] } else { vec![Lang::Vi, Lang::En] })
}

/// The language a reader asked in.
pub(super) fn lang_of(reader: &Reader) -> Lang {
    if reader.lang == Lang::En.code() { Lang::En } else { Lang::Vi }
}

/// To whom a letter goes; nobody where the address was hidden with a key the program no longer has: one that cannot be read
/// holds up no others.
pub(super) fn recipient(ctx: &Ctx, reader: &Reader) -> Option<Recipient> {
    let shown = ctx.app().secret().show(HIDDEN, &reader.address).ok();
    let Some(email) = shown.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        tracing::warn!(mailing = %reader.id, "an address cannot be read: was the secret changed?");
        return None;
    };
    let lang = lang_of(reader).code().to_owned();
    Some(Recipient::Address { name: String::new(), email: Some(email), phone: None, lang })
}

/// The address of an entry, as letters name it.
pub(super) fn path(slug: &str, kind: &Kind, told: &Told) -> String {
    format!("/s/{slug}/{}/{}-{}", kind.section, told.slug, told.short)
}

/// The way out at the foot of a letter.
pub(super) fn way_out(ctx: &Ctx, out: &Out) -> String {
    format!("/thu-bao/thoi/{}", token::leave(ctx.app().secret(), out))
}

fn one(
    ctx: &Ctx,
    reader: &Reader,
    told: &Told,
    kind: &Kind,
    site: &site::Site,
    first: bool,
) -> Option<Notice> {
    let lang = lang_of(reader);
    let value = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    Some(Notice {
        id: new_id::<()>().uuid(),
        kind: if first { NEWS.name } else { CHANGE.name }.to_owned(),
        to: recipient(ctx, reader)?,
        values: BTreeMap::from([
            value("site", site.name_in(lang)),
            value("section", t(lang, &kind.section_key())),
            value("title", &told.title),
            value("summary", &told.summary),
        ]),
        path: path(&site.slug, kind, told),
        agency: Some(told.agency_id),
        letter: Letter { out: way_out(ctx, &Out::One(Id::from_uuid(reader.id))), list: Vec::new() },
    })
}

/// As [`label`], for screens that show several.
pub(super) async fn labels(ctx: &Ctx, lang: Lang, topics: &[Topic]) -> Result<Vec<String>> {
    let mut labels = Vec::with_capacity(topics.len());
    for topic in topics {
        labels.push(label(ctx, lang, topic).await?);
    }
    Ok(labels)
}
