//! Telling people: by letter, short message, browser and the bell on every work screen, as they prefer.
//!
//! Whoever has something to tell enqueues a [`contracts::notify::Notice`] inside its act. [`notice`] makes of it one row
//! of the inbox and one [`delivery`] for each way chosen; each is sent by a job of its own over [`mail`], [`sms`] or
//! [`push`], and tried again until it succeeds, is refused for good, or an administrator has to look. [`preference`] and
//! [`opt_out`] say what people do not want to be told.

mod channels;
mod delivery;
mod mail;
mod notice;
mod opt_out;
mod outgoing;
mod personal;
mod policy;
mod preference;
mod push;
mod sms;
mod words;

use std::time::Duration;

use kernel::{
    Access, App, Channel, Ctx, JobKind, MenuItem, MenuPlace, Migration, Module, NoticeKind, Routes, Task,
};
use ui::Page;

pub use policy::DELIVERY_MANAGE;

/// What an administrator sends to themselves to see whether anything arrives.
const TEST: NoticeKind =
    NoticeKind::optional("notify.test", &[Channel::Bell, Channel::Mail, Channel::Sms, Channel::Push]);

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[
        Migration {
            name: "20261125_000320_notify_notice",
            sql: include_str!("../migrations/20261125_000320_notify_notice.sql"),
        },
        Migration {
            name: "20261126_105900_notify_letter",
            sql: include_str!("../migrations/20261126_105900_notify_letter.sql"),
        },
    ],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(routes),
    menu: &[
        MenuItem {
            place: MenuPlace::Work("notify.menu.group"),
            label: "notify.menu.deliveries",
            href: delivery::ADMIN_PATH,
            access: Access::Needs(DELIVERY_MANAGE),
            order: 890,
        },
        MenuItem {
            place: MenuPlace::Work("notify.menu.group"),
            label: "notify.menu.preferences",
            href: preference::PATH,
            access: Access::SignedIn,
            order: 911,
        },
    ],
    notices: &[TEST],
    jobs: &[
        JobKind { name: contracts::notify::DELIVER, run: notice::run_deliver, every: None },
        JobKind { name: delivery::SEND, run: delivery::run_send, every: None },
        JobKind { name: "notify.resume", run: delivery::run_resume, every: Some(Duration::from_secs(60)) },
        JobKind {
            name: "notify.sweep",
            run: delivery::run_sweep,
            every: Some(Duration::from_secs(24 * 3600)),
        },
    ],
    start: Some(start),
    frame: Some(frame),
    doctor: Some(delivery::doctor),
    personal: Some(personal::holdings),
    ..Module::new("notify")
};

fn routes() -> Routes {
    notice::routes()
        .merge(preference::routes())
        .merge(push::routes())
        .merge(opt_out::routes())
        .merge(delivery::routes())
}

fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        app.keep(channels::Channels::open(app.config())?);
        Ok(())
    })
}

/// Whoever is signed in finds the bell on every page.
fn frame(_: &Ctx, page: &mut Page) {
    if page.user.is_some() {
        page.bell = Some(notice::PATH);
    }
}
