//! Being told by mail of what a site publishes.
//!
//! Anybody names an address and a topic: a section, one of its categories, or a page. A letter asks that address whether it
//! was meant; nothing else is sent before it is confirmed, and whoever asked is told the same sentence whatever is known of
//! the address. Letters leave some minutes after a publication, or once a morning. One click leads out (RFC 8058), and
//! whoever leaves is forgotten.

mod ask;
mod confirm;
mod digest;
mod leave;
pub mod model;
mod store;
mod tell;
mod token;
mod web_public;
mod web_token;
mod web_work;

use std::time::Duration;

use base::Timestamp;
use kernel::{Access, App, Ctx, JobKind, MenuItem, MenuPlace, Migration, NoticeKind, Result, Routes};
use ui::{Lang, t};

use crate::policy::READERS_SEE;

pub use ask::{Ask, ask};
pub use confirm::confirm;
pub use leave::leave;
pub use model::{Address, Mailing, Pace, Topic};
pub use tell::announce;
pub use web_public::link;

#[cfg(test)]
mod tests;

/// The part of the schema for mailings.
pub const MIGRATION: Migration = Migration {
    name: "20261126_110100_portal_mailing",
    sql: include_str!("../../migrations/20261126_110100_portal_mailing.sql"),
};

/// The screen in the left rail.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.mailing.menu",
    href: WORK,
    access: Access::Needs(READERS_SEE),
    order: 540,
};

/// What readers are sent.
pub const NOTICES: [NoticeKind; 4] = [ask::CONFIRMATION, tell::NEWS, tell::CHANGE, digest::DIGEST];

/// Telling at once, every morning, and forgetting.
pub const JOBS: [JobKind; 3] = [
    tell::JOB,
    digest::JOB,
    JobKind {
        name: "portal.forget_mailings",
        run: |app, _| Box::pin(async move { sweep(&app).await }),
        every: Some(Duration::from_secs(6 * 3600)),
    },
];

/// The word in addresses of sites.
pub const WORD: &str = "nhan-tin";
/// Where editors see how many are told of what.
const WORK: &str = "/quan-tri/nhan-tin";
/// What addresses are hidden for.
const HIDDEN: &str = "portal.mailing.address";
/// Most letters in a day that ask one mailbox for confirmation.
const LETTERS: i64 = 3;
/// Days after which what was told is forgotten, and what sites told whose agency has ended.
const KEPT: i64 = 30;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/nhan-tin", Access::Public, web_public::new)
        .post("/s/{slug}/nhan-tin", Access::Public, web_public::create)
        .get("/thu-bao/xac-nhan/{token}", Access::Token, web_token::show_confirmation)
        .post("/thu-bao/xac-nhan/{token}", Access::Token, web_token::create_confirmation)
        .get("/thu-bao/thoi/{token}", Access::Token, web_token::show_out)
        .post("/thu-bao/thoi/{token}", Access::Token, web_token::create_out)
        .get(WORK, READERS_SEE, web_work::index)
}

async fn sweep(app: &App) -> Result<()> {
    let now = app.clock().now();
    let today = now.local_date();
    let month = Timestamp(now.0 - KEPT * 86_400_000);
    let asked = Timestamp(now.0 - token::LASTS);
    store::sweep(app, asked, month, today.plus_days(-1), today.plus_days(-KEPT)).await
}

/// What a topic is called.
async fn label(ctx: &Ctx, lang: Lang, topic: &Topic) -> Result<String> {
    Ok(match topic {
        Topic::Section(kind, None) => t(lang, &kind.section_key()).to_owned(),
        Topic::Section(kind, Some(word)) => {
            let section = kind.section_key();
            let word = kind.facets().next().map(|field| field.word_key(kind.name, word)).unwrap_or_default();
            let (section, word) = (t(lang, &section), t(lang, &word));
            // Some categories repeat the section's name by themselves.
            if word.starts_with(section) { word.to_owned() } else { format!("{section}: {word}") }
        }
        Topic::Entry(id) => {
            let found = store::titles(ctx.read(), &[*id]).await?;
            let gone = || t(lang, "portal.mailing.gone_page").to_owned();
            found.into_iter().next().map_or_else(gone, |(_, title)| title)
        }
    })
}
