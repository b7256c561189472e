//! Who is who, and who may do what where: accounts, sessions, roles over a subtree of agencies.
//!
//! An account signs in with a name and a password ([`account`]); a session keeps it signed in ([`session`]); grants
//! say which role it holds over which agency and everything below ([`grant`]). Recognising a session and looking up
//! its grants are two queries per request, without a cache: a session ended or a grant changed counts from the next
//! request on, on every node.

pub mod account;
mod delegation;
mod drawn;
mod factor;
pub mod grant;
mod link;
mod openid;
mod own_data;
mod passkey;
pub mod person;
mod policy;
mod post;
mod register;
mod reorganise;
pub mod rights;
pub mod session;
pub mod staff_list;
mod tour;

use std::time::Duration;

use kernel::{
    Access, App, Channel, JobKind, MenuItem, MenuPlace, Migration, Module, NoticeKind, Routes, Task,
};

pub use account::{Account, NewAccount, create_account, create_account_with_grant};
pub use grant::{Grant, NewGrant, end_grant, grant, grant_until, in_charge, roles};
pub use person::{Contact, Details, OwnAccount, Person, accounts_of_same, contacts, names, person_of};
pub use policy::{ACCOUNT_MANAGE, ADMIN, PERSON_MANAGE};
pub use post::Post;

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
            name: "20261125_000330_identity_ceremony",
            sql: include_str!("../migrations/20261125_000330_identity_ceremony.sql"),
        },
        Migration {
            name: "20261125_000340_identity_tour",
            sql: include_str!("../migrations/20261125_000340_identity_tour.sql"),
        },
        Migration {
            name: "20261125_000360_identity_carried",
            sql: include_str!("../migrations/20261125_000360_identity_carried.sql"),
        },
        Migration {
            name: "20261126_000370_identity_carried_along",
            sql: include_str!("../migrations/20261126_000370_identity_carried_along.sql"),
        },
        Migration {
            name: "20261126_000380_identity_held_once",
            sql: include_str!("../migrations/20261126_000380_identity_held_once.sql"),
        },
    ],
    permissions: &[ACCOUNT_MANAGE, PERSON_MANAGE],
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
            label: "identity.menu.people",
            href: person::STAFF_PATH,
            access: Access::Needs(PERSON_MANAGE),
            order: 890,
        },
        MenuItem {
            place: MenuPlace::Work("identity.menu.group"),
            label: "identity.menu.rights",
            href: rights::PATH,
            access: Access::Needs(ACCOUNT_MANAGE),
            order: 902,
        },
        MenuItem {
            place: MenuPlace::Work("identity.menu.group"),
            label: "identity.menu.colleagues",
            href: person::COLLEAGUES_PATH,
            access: Access::SignedIn,
            order: 905,
        },
        MenuItem {
            place: MenuPlace::Work("identity.menu.group"),
            label: "identity.menu.own",
            href: account::OWN_PATH,
            access: Access::SignedIn,
            order: 910,
        },
    ],
    jobs: &[
        JobKind {
            name: "identity.sweep_sessions",
            run: session::sweep,
            every: Some(Duration::from_secs(6 * 3600)),
        },
        JobKind {
            name: "identity.remind_grants",
            run: grant::remind,
            every: Some(Duration::from_secs(24 * 3600)),
        },
        JobKind { name: staff_list::INVITE, run: staff_list::invite, every: None },
    ],
    notices: &[
        NoticeKind::required("identity.invitation", &[Channel::Mail]).secret(),
        register::ASKED,
        register::KNOWN,
        NoticeKind::required("identity.password_reset", &[Channel::Mail]).secret().urgent(),
        NoticeKind::required("identity.password_changed", &[Channel::Mail, Channel::Bell]).urgent(),
        NoticeKind::required("identity.second_steps_lifted", &[Channel::Mail, Channel::Bell]).urgent(),
        NoticeKind::required("identity.email_changed", &[Channel::Mail]).urgent(),
        NoticeKind::required("identity.openid_linked", &[Channel::Mail, Channel::Bell]).urgent(),
        NoticeKind::optional("identity.grant_ending", &[Channel::Bell, Channel::Mail]),
        NoticeKind::optional("identity.delegation_given", &[Channel::Bell, Channel::Mail, Channel::Push]),
    ],
    start: Some(start),
    reorganise: Some(&reorganise::Accounts),
    names: Some(|app, accounts| Box::pin(async move { names(app.db().read(), &accounts).await })),
    personal: Some(own_data::holdings),
    ..Module::new("identity")
};

fn routes() -> Routes {
    account::routes()
        .merge(factor::routes())
        .merge(session::routes())
        .merge(link::routes())
        .merge(person::routes())
        .merge(delegation::routes())
        .merge(staff_list::routes())
        .merge(openid::routes())
        .merge(rights::routes())
        .merge(passkey::routes())
        .merge(tour::routes())
        .merge(own_data::routes())
        .merge(register::routes())
}

fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        app.keep(account::Hasher::new());
        register::start(app);
        app.keep(session::Throttle::default());
        app.keep(passkey::Relying::new(app));
        app.set_authenticator(session::Sessions::new(app));
        openid::start(app)?;
        person::store::write_missing_keys(app).await?;
        Ok(())
    })
}
