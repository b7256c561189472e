use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Ctx, Event, Result, Subject, new_id};
use parking_lot::Mutex;
use serde::Serialize;
use uuid::Uuid;

use super::{ASKED, KNOWN, model::Asked};
use crate::{account, session::digest};

/// Letters one mailbox gets within an hour: it is not to be flooded by strangers.
const AT_MOST: u32 = 3;
/// Milliseconds for which letters are counted.
const WITHIN: i64 = 60 * 60 * 1000;
/// Mailboxes counted at once; when there are more, all are forgotten, which costs each of them three letters.
const COUNTED: usize = 20_000;

/// How many letters went to which mailbox, by the digest of its address, and since when. In memory, on each node for itself.
#[derive(Default)]
pub(super) struct Letters(Mutex<HashMap<Vec<u8>, (i64, u32)>>);

impl Letters {
    fn may(&self, email: &str, now: i64) -> bool {
        let mut sent = self.0.lock();
        if sent.len() > COUNTED {
            sent.clear();
        }
        let (since, count) = sent.entry(digest(email)).or_insert((now, 0));
        if now - *since > WITHIN {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= AT_MOST
    }
}

/// Somebody asked for an account. Who, is nobody's to read in the journal.
#[derive(Serialize)]
struct RegistrationAsked {}

impl Event for RegistrationAsked {
    const NAME: &'static str = "identity.registration.asked";
}

/// One request, as the journal names it.
struct Request(Uuid);

impl Subject for Request {
    const KIND: &'static str = "registration";
    fn subject_id(&self) -> Uuid {
        self.0
    }
}

/// Sends a letter to the address: with the link, or, where there is an account, with the way to sign in. The caller says the
/// same in both cases.
///
/// # Errors
/// The database's.
pub(super) async fn ask(ctx: &Ctx, name: String, email: String) -> Result<()> {
    if !ctx.app().part::<Letters>()?.may(&email, ctx.now().0) {
        return Ok(());
    }
    let known = !account::store::by_email(ctx.read(), &email).await?.is_empty()
        || account::store::by_login(ctx.read(), &email).await?.is_some();
    let (kind, path) = match known {
        true => (KNOWN.name, "/dang-nhap".to_owned()),
        false => {
            (ASKED.name, format!("/dang-ky/{}", Asked::new(ctx, name.clone(), email.clone()).token(ctx)?))
        }
    };
    let mut act = ctx.own_act().await?;
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: kind.to_owned(),
        to: Recipient::Address {
            // Not the name that was typed: the address may be somebody else's.
            name: String::new(),
            email: Some(email),
            phone: None,
            lang: ctx.lang().code().to_owned(),
        },
        values: BTreeMap::new(),
        path,
        agency: None,
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
    act.record(&Request(new_id::<()>().uuid()), &RegistrationAsked {}).await?;
    act.commit().await
}
