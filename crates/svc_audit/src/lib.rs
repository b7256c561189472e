//! The audit for people: what happened to anything, in words; who saw personal data; and proof that nobody changed the
//! record of it afterwards.
//!
//! The journal itself is the kernel's. Here it is searched ([`record`]), taken along ([`export`]) and proved
//! ([`chain`]); the access log is read beside it ([`access`]). Which rows somebody reaches is decided in one place,
//! [`reach`].

mod access;
mod chain;
mod export;
mod newest;
mod people;
mod personal;
mod policy;
mod reach;
mod record;
mod subjects;

use std::time::Duration;

use kernel::{Access, JobKind, MenuItem, MenuPlace, Migration, Module};

pub use chain::{Verification, last_verification, proof_text, verify};
pub use newest::Cursor;
pub use policy::{AUDITOR, RECORD_READ};
pub use record::{Timeline, timeline};

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[Migration {
        name: "20261125_000350_audit_verification",
        sql: include_str!("../migrations/20261125_000350_audit_verification.sql"),
    }],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(|| record::routes().merge(export::routes()).merge(access::routes()).merge(chain::routes())),
    menu: &[
        MenuItem {
            place: MenuPlace::Work("audit.menu.group"),
            label: "audit.menu.journal",
            href: record::JOURNAL,
            access: Access::Needs(RECORD_READ),
            order: 940,
        },
        MenuItem {
            place: MenuPlace::Work("audit.menu.group"),
            label: "audit.menu.access",
            href: access::PATH,
            access: Access::Needs(RECORD_READ),
            order: 941,
        },
        MenuItem {
            place: MenuPlace::Work("audit.menu.group"),
            label: "audit.menu.chain",
            href: chain::PATH,
            access: Access::Needs(RECORD_READ),
            order: 942,
        },
    ],
    jobs: &[JobKind {
        name: "audit.verify",
        run: |app, _| Box::pin(async move { verify(&app).await.map(|_| ()) }),
        every: Some(Duration::from_secs(24 * 3600)),
    }],
    subjects: subjects::KINDS,
    history: Some(record::story_href),
    personal: Some(personal::holdings),
    ..Module::new("audit")
};
