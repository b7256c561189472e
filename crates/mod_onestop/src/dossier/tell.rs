//! Telling the applicant how far their dossier is.

use std::{collections::BTreeMap, time::Duration};

use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Channel, NoticeKind, Result, new_id};
use ui::{Lang, t};

use super::model::{Applicant, Dossier};
use crate::{follow, place::agency_name};

/// It was received, under which code.
pub const RECEIVED: NoticeKind =
    NoticeKind::required("onestop.dossier_received", &[Channel::Mail, Channel::Bell]);
/// Its state is another.
pub const MOVED: NoticeKind = NoticeKind::required("onestop.dossier_moved", &[Channel::Mail, Channel::Bell]);

/// Tells the applicant, by their account or, without one, by what they left. The letter holds nothing that was typed.
pub(super) async fn tell(
    act: &mut Act,
    d: &Dossier,
    applicant: &Applicant,
    kind: &'static str,
) -> Result<()> {
    let lang = if d.lang == Lang::En.code() { Lang::En } else { Lang::Vi };
    let (to, path) = match d.account {
        Some(account) => (Recipient::Account(account), follow::own_path(d.id)),
        None if applicant.email.is_empty() => return Ok(()),
        None => (
            Recipient::Address {
                name: t(lang, "onestop.applicant.word").to_owned(),
                email: Some(applicant.email.clone()),
                phone: None,
                lang: lang.code().to_owned(),
            },
            follow::FIND.to_owned(),
        ),
    };
    let agency = agency_name(act.ctx().app(), d.agency, lang)?;
    let due = d.due().map_or_else(|| t(lang, "onestop.due.none").to_owned(), |due| due.local().vn());
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: kind.to_owned(),
        to,
        values: BTreeMap::from([
            ("code".to_owned(), d.code.to_string()),
            ("status".to_owned(), t(lang, d.status.key()).to_owned()),
            ("agency".to_owned(), agency),
            ("due".to_owned(), due),
        ]),
        path,
        agency: Some(d.agency),
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await
}
