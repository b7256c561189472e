//! The ground every service and module stands on: one way in (`Routes`), one way to read (`Ctx::read`), one way to
//! write (`Act`), one decision about rights (`access`), one journal, one error with one face.

pub mod access;
mod access_log;
mod act;
mod app;
mod clock;
mod config;
mod ctx;
pub mod db;
mod error;
pub mod http;
pub mod jobs;
pub mod journal;
mod module;
mod notice;
pub mod personal;
mod reorganise;
mod routes;
mod secret;
pub mod snapshot;

pub use access::{Access, Role, RowScope};
pub use access_log::{Entry, Viewed};
pub use act::Act;
pub use app::{App, Authenticator, Proof, SessionInfo};
pub use clock::{Clock, new_id};
pub use config::{Config, ConfigError};
pub use ctx::{Ctx, Origin};
pub use error::{Error, Result};
pub use journal::{Event, Subject};
pub use module::{
    Consumer, DoctorFn, Errand, Finding, HistoryFn, JobKind, MenuItem, MenuPlace, Migration, Module, NamesFn,
    QueueFn, Rewrite, RewriteFn, SearchSource, SubjectKind, Task, Titled, Urgency, Waiting, WaitingFn,
};
pub use notice::{Channel, NoticeKind};
pub use reorganise::{Follows, Named, Passing, Reorganisation, Reorganise};
pub use routes::{ApiDoc, ApiParam, LimitFn, RouteInfo, Routes};
pub use secret::Secret;
pub use snapshot::Snapshot;

/// The kernel's own part of the program: its tables, texts and routes.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[
        Migration {
            name: "20261122_000100_kernel_journal_and_jobs",
            sql: include_str!("../migrations/20261122_000100_kernel_journal_and_jobs.sql"),
        },
        Migration {
            name: "20261125_000110_kernel_record_search",
            sql: include_str!("../migrations/20261125_000110_kernel_record_search.sql"),
        },
        Migration {
            name: "20261126_000120_kernel_search_kinds",
            sql: include_str!("../migrations/20261126_000120_kernel_search_kinds.sql"),
        },
    ],
    routes: Some(http::routes),
    consumers: &[Consumer {
        name: "kernel.pages",
        start: |app| Box::pin(http::follower::Follower::start(app)),
    }],
    ..Module::new("kernel")
};
