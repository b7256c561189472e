//! Asking to be told, by anybody, of any address: nothing is sent but one letter that asks whether it was meant.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use base::Id;
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Channel, Ctx, Event, NoticeKind, Result, new_id};
use serde::Serialize;
use ui::Lang;

use super::{
    HIDDEN, LETTERS, label,
    model::{Address, Mailing, Pace, Topic},
    store, token,
};
use crate::site::Site;

/// Whether a letter was sent is not said: two records of the same words tell nobody which of two addresses is known.
#[derive(Serialize)]
struct Asked {}

impl Event for Asked {
    const NAME: &'static str = "portal.mailing.asked";
}

/// Asks whether it was the address's reader who asked. Whoever is asked cannot have said before that they want no such
/// letters, and what it carries is nobody else's.
pub const CONFIRMATION: NoticeKind =
    NoticeKind::required("portal.mailing_confirmation", &[Channel::Mail]).secret().outside();

/// What somebody wants to be told.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The site.
    pub site: Arc<Site>,
    /// What of.
    pub topic: Topic,
    /// How soon.
    pub pace: Pace,
    /// At which address.
    pub address: Address,
}

/// Keeps what somebody asked under the identifier of their form, and has the address asked. An address that has confirmed
/// it before is not asked again, and one that was asked often today is left in peace; whoever asked is told the same.
/// False if the form was sent before and said something else.
///
/// # Errors
/// The database's.
pub async fn ask(ctx: &Ctx, id: Id<Mailing>, asked: &Ask) -> Result<bool> {
    let secret = ctx.app().secret();
    let digest = asked.address.digest(secret);
    let mut act = ctx.own_act().await?;
    let wanted = Mailing {
        id,
        site: asked.site.id,
        agency: asked.site.agency_id,
        topic: asked.topic.clone(),
        pace: asked.pace,
        digest,
        confirmed_at: None,
    };
    let known = store::of(&act, wanted.site, &wanted.topic, &wanted.digest).await?;
    // Sent twice; or confirmed, and nothing about it is to change.
    let settled = known
        .as_ref()
        .is_some_and(|known| known.id == id || (known.confirmed_at.is_some() && known.pace == asked.pace));
    if !settled {
        let mailbox = asked.address.mailbox(secret);
        let may = store::count_letter(&act, &mailbox, ctx.today(), LETTERS).await?;
        let mailing = match known {
            Some(known) => Mailing { pace: asked.pace, ..known },
            None => {
                let hidden = secret.hide(HIDDEN, asked.address.open().as_bytes())?;
                if may && !store::insert(&act, &wanted, ctx.lang(), hidden, act.now()).await? {
                    return Ok(false);
                }
                wanted.clone()
            }
        };
        if may {
            tell(&mut act, &mailing, asked, ctx.lang()).await?;
        }
    }
    act.record(&wanted, &Asked {}).await?;
    act.commit().await?;
    Ok(true)
}

/// The letter repeats nothing that was typed: whoever typed it need not be whoever reads it.
async fn tell(act: &mut Act, mailing: &Mailing, asked: &Ask, lang: Lang) -> Result<()> {
    let ctx = act.ctx().clone();
    let word = token::confirm(ctx.app().secret(), mailing.id, mailing.pace, act.now());
    let topic = label(&ctx, lang, &mailing.topic).await?;
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: CONFIRMATION.name.to_owned(),
        to: Recipient::Address {
            name: String::new(),
            email: Some(asked.address.open().to_owned()),
            phone: None,
            lang: lang.code().to_owned(),
        },
        values: BTreeMap::from([
            ("site".to_owned(), asked.site.name_in(lang).to_owned()),
            ("topic".to_owned(), topic),
        ]),
        path: format!("/thu-bao/xac-nhan/{word}"),
        agency: Some(mailing.agency),
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await
}
