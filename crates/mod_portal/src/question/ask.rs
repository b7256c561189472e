//! Sending a question, by anybody.

use std::{collections::BTreeMap, time::Duration};

use base::Id;
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Ctx, Error, Event, NoticeKind, Result, new_id};
use serde::Serialize;
use ui::{Lang, Message, t};

use super::{
    desk,
    limit::{self, Name},
    model::{Answer, Kind, Question, Sender, Status},
    store,
};
use crate::{
    guard, officers, policy,
    site::{self, Site},
};

/// Nothing of what was written, and nothing of who wrote it.
#[derive(Serialize)]
struct Asked {
    kind: &'static str,
    due: base::Timestamp,
}

impl Event for Asked {
    const NAME: &'static str = "portal.question.asked";
}

/// Tells the sender by letter under which code it can be followed.
pub const RECEIVED: NoticeKind = NoticeKind::required("portal.question_received", &[kernel::Channel::Mail]);
/// Tells the sender that there is an answer.
pub const ANSWERED: NoticeKind = NoticeKind::required("portal.question_answered", &[kernel::Channel::Mail]);
/// Tells the sender that it was passed on or refused.
pub const MOVED: NoticeKind = NoticeKind::required("portal.question_moved", &[kernel::Channel::Mail]);

/// What somebody asks.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What it is.
    pub kind: Kind,
    /// The site of the agency it is meant for.
    pub site: Id<Site>,
    /// The heading.
    pub title: String,
    /// The text.
    pub body: String,
    /// Who asks.
    pub sender: Sender,
}

impl Ask {
    /// Whether this is what was asked before.
    pub fn is(&self, question: &Question, sender: &Sender) -> bool {
        (self.kind, &self.title, &self.body) == (question.kind, &question.title, &question.body)
            && self.sender == *sender
    }
}

/// Keeps a question under the identifier its form was given. The clock starts, and whoever left a mail address is told
/// the code.
///
/// # Errors
/// [`Error::NotFound`] without such a site; [`Error::Conflict`] when its agency has ended; the database's, among them that
/// there is one under this identifier already ([`sent_before`]).
pub async fn ask(ctx: &Ctx, id: Id<Question>, asked: Ask) -> Result<Question> {
    let site = site::sites(ctx.app())?.by_id(asked.site).cloned().ok_or(Error::NotFound)?;
    if site.is_former(ctx.today()) {
        return Err(Error::Conflict(Message::new("portal.question.refused.former").with("name", &site.name)));
    }
    let mut act = ctx.own_act().await?;
    let tree = svc_org::tree(ctx.app())?;
    let path = site::path(&tree, &site);
    let name = if asked.kind == Kind::Feedback { Name::Feedback } else { Name::Own };
    let due = limit::reckon(ctx.app(), &act, name, &path, act.now()).await?;
    let pass = limit::reckon(ctx.app(), &act, Name::Pass, &path, act.now()).await?;
    let question = Question {
        id,
        code: code(ctx, id),
        short: guard::letters(ctx.app(), "portal.question.short", id.uuid(), 10),
        kind: asked.kind,
        site: site.id,
        agency: site.agency_id,
        agency_path: path,
        agency_until: site.validity.to(),
        lang: ctx.lang().code().to_owned(),
        title: asked.title,
        body: asked.body,
        class: None,
        joint: false,
        status: Status::New,
        received_at: act.now(),
        due,
        pass_by: pass.at,
        extended: false,
        answer: Answer::default(),
        hands: Vec::new(),
        approver: None,
        answered_at: None,
        published_at: None,
        rating: None,
        rated_at: None,
        updated_at: act.now(),
        version: 1,
    };
    store::insert(&act, &question, &asked.sender, None).await?;
    act.record(&question, &Asked { kind: question.kind.code(), due: question.due.at }).await?;
    tell(&mut act, &question, &asked.sender, RECEIVED.name).await?;
    officers::tell_in_charge(
        &mut act,
        policy::QUESTION_HANDLE,
        &question.agency_path,
        &[],
        &officers::Told {
            kind: officers::QUESTION_WAITS,
            values: &[("code", shown_code(&question.code)), ("due", question.due.at.local().vn())],
            path: desk::path(id),
            agency: question.agency,
            once: None,
        },
    )
    .await?;
    act.commit().await?;
    Ok(question)
}

/// The code by which it is followed: twelve letters and digits nobody can guess from the identifier.
pub(super) fn code(ctx: &Ctx, id: Id<Question>) -> String {
    guard::letters(ctx.app(), "portal.question.code", id.uuid(), 12)
}

/// What a form sent before has made, and of whom.
///
/// # Errors
/// The database's.
pub async fn sent_before(ctx: &Ctx, id: Id<Question>) -> Result<Option<(Question, Sender)>> {
    let Some(question) = store::of_sender(ctx.read(), id).await? else { return Ok(None) };
    let sender = store::sender(ctx.read(), id).await?;
    Ok(Some((question, sender)))
}

/// Tells the sender something by letter. The letter holds nothing that was typed by whoever sent the form: the address may
/// be somebody else's.
pub(super) async fn tell(act: &mut Act, q: &Question, sender: &Sender, kind: &'static str) -> Result<()> {
    if sender.email.is_empty() {
        return Ok(());
    }
    let lang = if q.lang == Lang::En.code() { Lang::En } else { Lang::Vi };
    let family = site::sites(act.ctx().app())?;
    let home = family.by_id(q.site);
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: kind.to_owned(),
        to: Recipient::Address {
            name: t(lang, "portal.question.citizen").to_owned(),
            email: Some(sender.email.clone()),
            phone: None,
            lang: lang.code().to_owned(),
        },
        values: BTreeMap::from([
            ("code".to_owned(), shown_code(&q.code)),
            ("agency".to_owned(), home.map_or("", |site| site.name_in(lang)).to_owned()),
            ("due".to_owned(), q.due.at.local_date().vn()),
        ]),
        path: home.map(|site| format!("/s/{}/hoi-dap/tra-cuu", site.slug)).unwrap_or_default(),
        agency: Some(q.agency),
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await
}

/// The code as people read it out: `7k3m-9qxt-2abc`.
pub(super) fn shown_code(code: &str) -> String {
    let parts: Vec<&str> = [code.get(..4), code.get(4..8), code.get(8..)].into_iter().flatten().collect();
    parts.join("-").to_uppercase()
}

/// The code as it is kept, from whatever somebody typed.
pub(super) fn plain_code(typed: &str) -> String {
    let plain = typed.chars().filter(char::is_ascii_alphanumeric).take(20);
    plain.collect::<String>().to_lowercase().replace(['i', 'l'], "1").replace('o', "0")
}
