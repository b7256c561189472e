//! Who is who, and who may do what where: accounts, sessions, roles over a subtree of agencies.
//!
//! An account signs in with a name and a password ([`account`]); a session keeps it signed in ([`session`]); grants
//! say which role it holds over which agency and everything below ([`grant`]). Recognising a session and looking up
//! its grants is one query per request, without a cache: a session ended or a grant changed counts from the next
//! request on, on every node.

pub mod account;
mod factor;
pub mod grant;
pub mod person;
mod policy;
mod reorganise;
pub mod session;

use std::time::Duration;

use kernel::{Access, App, JobKind, MenuItem, MenuPlace, Migration, Module, Routes, Task};

pub use account::{Account, NewAccount, create_account, create_account_with_grant};
pub use grant::{Grant, NewGrant, end_grant, grant, roles};
pub use person::{Contact, Person, contacts, names};
pub use policy::{ACCOUNT_MANAGE, ADMIN};

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[
        Migration {
            name: "20261122_000300_identity_account",
            sql: include_str!("../migrations/20261122_000300_identity_account.sql"),
        },
        Migration {
            name: "20261125_000310_identity_person",
            sql: include_str!("../migrations/20261125_000310_identity_person.sql"),
        },
        Migration {
            name: "20261125_000320_identity_proofs",
            sql: include_str!("../migrations/20261125_000320_identity_proofs.sql"),
        },
        Migration {
            name: "20261125_000360_identity_carried",
            sql: include_str!("../migrations/20261125_000360_identity_carried.sql"),
        },
    ],
    permissions: &[ACCOUNT_MANAGE],
    roles: policy::ROLES,
    routes: Some(routes),
    menu: &[
        MenuItem {
            place: MenuPlace::Work("identity.menu.group"),
            label: "identity.menu.accounts",
            href: account::ADMIN_PATH,
            access: Access::Needs(ACCOUNT_MANAGE),
            order: 900,
        },
        MenuItem {
            place: MenuPlace::Work("identity.menu.group"),
            label: "identity.menu.own",
            href: account::OWN_PATH,
            access: Access::SignedIn,
            order: 910,
        },
    ],
    jobs: &[JobKind {
        name: "identity.sweep_sessions",
        run: session::sweep,
        every: Some(Duration::from_secs(6 * 3600)),
    }],
    start: Some(start),
    reorganise: Some(&reorganise::Accounts),
    names: Some(|app, accounts| Box::pin(async move { names(app.db().read(), &accounts).await })),
    ..Module::new("identity")
};

fn routes() -> Routes {
    account::routes().merge(factor::routes()).merge(session::routes())
}

fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        app.keep(account::Hasher::new());
        app.keep(session::Throttle::default());
        app.set_authenticator(session::Sessions::new(app));
        person::store::write_missing_keys(app).await?;
        Ok(())
    })
}
