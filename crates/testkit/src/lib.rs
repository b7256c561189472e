//! What tests of slices stand on: a program on a fresh database of either kind, a clock that stands still, clients
//! that behave like browsers without scripts, and pages read as HTML.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test kit fails by panicking")]

mod client;
mod database;
mod page;

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use base::{AccountActor, Actor, Grant, LocalDateTime, Permission, Timestamp};
use kernel::{App, Authenticator, Clock, Config, Ctx, Module, Proof, SessionInfo, http::Front};
use parking_lot::Mutex;
use uuid::Uuid;

pub use client::Client;
pub use database::{Database, schema};
pub use page::Answer;

/// Runs each test on SQLite and on PostgreSQL: `both_databases! { async fn name(database) { … } }` makes
/// `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;
            async fn run($database: $crate::Database) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { run($crate::Database::Sqlite).await }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { run($crate::Database::Postgres).await }
        }
    )*};
}

/// When every test begins: Monday 2 March 2026, 08:00 in Viet Nam; an ordinary working day.
pub fn start() -> Timestamp {
    Timestamp::from_local(LocalDateTime::parse("2026-03-02T08:00").unwrap())
}

/// A program under test. Dereferences to [`App`].
pub struct TestApp {
    app: App,
    front: Front,
    people: Arc<People>,
    background: Vec<tokio::task::JoinHandle<()>>,
    _home: tempfile::TempDir,
    _database: database::Fresh,
}

impl TestApp {
    /// A program of the kernel and these modules on a fresh, migrated database; modules are started, nothing runs in
    /// the background (see [`TestApp::follow`]).
    pub async fn with(database: Database, modules: &[&'static Module]) -> Self {
        Self::configured(database, modules, |_| {}).await
    }

    /// As [`TestApp::with`], with settings of its own.
    pub async fn configured(
        database: Database,
        modules: &[&'static Module],
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut all: Vec<&'static Module> = modules.to_vec();
        if all.iter().all(|m| m.name != "kernel") {
            all.insert(0, &kernel::MODULE);
        }
        let migrations: Vec<_> = all.iter().flat_map(|m| m.migrations).copied().collect();
        let fresh = database.fresh(home.path(), &migrations).await;
        let data = home.path().to_str().unwrap().to_owned();
        let flags =
            [("data", data), ("database_url", fresh.url.clone()), ("database_connections", "3".to_owned())];
        let mut config = Config::load(None, &flags).unwrap();
        config.rate_per_second = 100_000;
        change(&mut config);
        let app = App::open(config, Clock::frozen(start()), all).await.unwrap();
        app.migrate().await.unwrap();
        app.start().await.unwrap();
        let people = Arc::new(People::default());
        let front = Front::new(&app);
        Self { app, front, people, background: Vec::new(), _home: home, _database: fresh }
    }

    /// Another node on the same database, with memory and folder of its own.
    pub async fn second_node(&self) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut config = self.config().clone();
        config.database_url = config.database();
        config.data = home.path().to_owned();
        let app = App::open(config, self.clock().clone(), self.modules().to_vec()).await.unwrap();
        app.start().await.unwrap();
        let front = Front::new(&app);
        let people = Arc::clone(&self.people);
        Self { app, front, people, background: Vec::new(), _home: home, _database: database::Fresh::shared() }
    }

    /// Starts sealer, consumers and jobs, as a served program has them.
    pub async fn follow(&mut self) {
        self.background.extend(self.app.run_background().await.unwrap());
    }

    /// A visitor who has not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.front.clone())
    }

    /// Somebody holding the role over the agency with this id and path. Recognised instead of real accounts.
    pub fn signed_in(&self, role: &str, agency: Uuid, path: &str) -> Client {
        let permissions: Vec<Permission> =
            self.app.roles().iter().filter(|r| r.key == role).flat_map(|r| r.permissions).copied().collect();
        assert!(!permissions.is_empty(), "no module declares the role {role}");
        self.signed_in_with(role, &permissions, agency, path)
    }

    /// Somebody holding just these permissions over the agency.
    pub fn signed_in_with(&self, name: &str, permissions: &[Permission], agency: Uuid, path: &str) -> Client {
        let grant = Grant {
            role: name.to_owned(),
            permissions: permissions.into(),
            agency,
            path: path.to_owned(),
            lent_by: None,
        };
        self.client_of(name, vec![grant])
    }

    /// Somebody signed in who holds no role at all.
    pub fn signed_in_without_role(&self) -> Client {
        self.client_of("nobody", Vec::new())
    }

    /// Somebody holding just these grants, over as many agencies.
    pub fn client_of(&self, name: &str, grants: Vec<Grant>) -> Client {
        self.app.set_authenticator(Known(Arc::clone(&self.people)));
        let actor =
            AccountActor { id: kernel::new_id::<()>().uuid(), display_name: format!("Test {name}"), grants };
        let token = self.people.admit(Actor::Account(Arc::new(actor)));
        let client = self.visitor();
        client.set_cookie(kernel::http::SESSION_COOKIE, &token);
        client
    }

    /// Gives somebody signed in these grants instead of those they had; with none, their rights have ended.
    pub fn regrant(&self, client: &Client, grants: Vec<Grant>) -> Vec<Grant> {
        let token = client.cookie(kernel::http::SESSION_COOKIE);
        let mut had = Vec::new();
        for (_, session) in self.people.known.lock().iter_mut().filter(|(known, _)| *known == token) {
            if let Actor::Account(account) = &session.actor {
                had.clone_from(&account.grants);
                let (id, display_name) = (account.id, account.display_name.clone());
                let account = AccountActor { id, display_name, grants: grants.clone() };
                session.actor = Actor::Account(Arc::new(account));
            }
        }
        had
    }

    /// Sets the clock to a time in Viet Nam, `2026-03-02T08:00`.
    pub fn set_time(&self, local: &str) {
        self.app.clock().set(Timestamp::from_local(LocalDateTime::parse(local).unwrap()));
    }

    /// Seals everything committed so far.
    pub async fn seal(&self) {
        while kernel::journal::seal_pending(self.app.db()).await.unwrap() > 0 {}
    }

    /// Runs all jobs that are due.
    pub async fn run_jobs(&self) {
        while kernel::jobs::run_due(&self.app).await.unwrap() > 0 {}
    }

    /// The front door, for many clients at once.
    pub fn front(&self) -> Front {
        self.front.clone()
    }
}

impl Deref for TestApp {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.app.stop();
        for task in &self.background {
            task.abort();
        }
    }
}

#[derive(Default)]
struct People {
    next: AtomicUsize,
    known: Mutex<Vec<(String, SessionInfo)>>,
}

impl People {
    fn admit(&self, actor: Actor) -> String {
        let token = format!("test-{}", self.next.fetch_add(1, Ordering::Relaxed));
        let id = kernel::new_id::<()>().uuid();
        self.known.lock().push((token.clone(), SessionInfo { id, actor, proved: Timestamp(i64::MAX / 2) }));
        token
    }
}

struct Known(Arc<People>);

#[async_trait::async_trait]
impl Authenticator for Known {
    async fn session(&self, _: &App, token: &str) -> kernel::Result<Option<SessionInfo>> {
        Ok(self.0.known.lock().iter().find(|(t, _)| t == token).map(|(_, session)| session.clone()))
    }

    async fn prove(&self, _: &Ctx, _: &str) -> kernel::Result<Proof> {
        Ok(Proof::Good)
    }
}
