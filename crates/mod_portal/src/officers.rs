//! Telling officers what waits for them, what came back, what is nearly late: by the bell, and as they prefer.
//!
//! What strangers have written stays out of it: a letter names a question by its code only.

use std::{collections::BTreeMap, time::Duration};

use base::Permission;
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Channel, NoticeKind, Result};
use sea_orm::prelude::Uuid;
use sha2::{Digest as _, Sha256};

/// A question came, or was passed on.
pub const QUESTION_WAITS: NoticeKind = NoticeKind::optional("portal.question_waits", &[Channel::Bell]);
/// A question is to be answered by the next working day.
pub const QUESTION_DUE: NoticeKind =
    NoticeKind::optional("portal.question_due", &[Channel::Bell, Channel::Mail]);
/// A question is to be answered today.
pub const QUESTION_DUE_TODAY: NoticeKind =
    NoticeKind::optional("portal.question_due_today", &[Channel::Bell, Channel::Mail]);
/// A question was to be answered by yesterday.
pub const QUESTION_LATE: NoticeKind =
    NoticeKind::optional("portal.question_late", &[Channel::Bell, Channel::Mail]);
/// An answer waits for approval.
pub const ANSWER_WAITS: NoticeKind = NoticeKind::optional("portal.answer_waits", &[Channel::Bell]);
/// An answer came back.
pub const ANSWER_RETURNED: NoticeKind =
    NoticeKind::optional("portal.answer_returned", &[Channel::Bell, Channel::Mail]);
/// An entry waits for approval.
pub const ENTRY_WAITS: NoticeKind = NoticeKind::optional("portal.entry_waits", &[Channel::Bell]);
/// An entry came back.
pub const ENTRY_RETURNED: NoticeKind =
    NoticeKind::optional("portal.entry_returned", &[Channel::Bell, Channel::Mail]);
/// An entry was approved.
pub const ENTRY_APPROVED: NoticeKind = NoticeKind::optional("portal.entry_approved", &[Channel::Bell]);

/// All of them.
pub const NOTICES: [NoticeKind; 9] = [
    QUESTION_WAITS,
    QUESTION_DUE,
    QUESTION_DUE_TODAY,
    QUESTION_LATE,
    ANSWER_WAITS,
    ANSWER_RETURNED,
    ENTRY_WAITS,
    ENTRY_RETURNED,
    ENTRY_APPROVED,
];

/// What there is to tell.
pub struct Told<'a> {
    /// The kind.
    pub kind: NoticeKind,
    /// What the texts' placeholders stand for.
    pub values: &'a [(&'a str, String)],
    /// Where it is dealt with.
    pub path: String,
    /// The agency in charge.
    pub agency: Uuid,
    /// What tells it apart from what was told before: the same said twice on one day is told once. Nothing where each
    /// time counts.
    pub once: Option<String>,
}

/// Tells those who may do something about it and are nearest to the agency, but not whoever does this nor `but`.
///
/// # Errors
/// The database's.
pub async fn tell_in_charge(
    act: &mut Act,
    permission: Permission,
    agency_path: &str,
    but: &[Uuid],
    told: &Told<'_>,
) -> Result<()> {
    let app = act.ctx().app().clone();
    let mut accounts = svc_identity::in_charge(&app, act, permission, agency_path).await?;
    accounts.retain(|account| !but.contains(account));
    tell(act, &accounts, told).await
}

/// Tells these accounts, but not whoever does this.
///
/// # Errors
/// The database's.
pub async fn tell(act: &mut Act, accounts: &[Uuid], told: &Told<'_>) -> Result<()> {
    let own = act.actor().account_id();
    for account in accounts.iter().filter(|account| Some(**account) != own) {
        let id = match &told.once {
            Some(word) => {
                let said = [account.as_bytes().as_slice(), told.kind.name.as_bytes(), word.as_bytes()];
                let digest = Sha256::digest(said.concat());
                Uuid::from_slice(&digest[..16]).unwrap_or_default()
            }
            None => kernel::new_id::<()>().uuid(),
        };
        let values = told.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let notice = Notice {
            id,
            kind: told.kind.name.to_owned(),
            to: Recipient::Account(*account),
            values: values.collect::<BTreeMap<_, _>>(),
            path: told.path.clone(),
            agency: Some(told.agency),
            letter: Letter::default(),
        };
        act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
    }
    Ok(())
}
