use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use base::{Actor, Timestamp};
use parking_lot::RwLock;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::{
    Clock, Config, Ctx, Error, Migration, Module, NoticeKind, Result, Role, Secret,
    db::{self, Db, Queries as _},
    http::{cache::PageCache, metrics::Metrics},
    jobs, journal,
};

/// Tells from a session cookie who is asking; provided by the identity service.
#[async_trait::async_trait]
pub trait Authenticator: Send + Sync {
    /// The session behind a token, if it is valid now.
    async fn session(&self, app: &App, token: &str) -> Result<Option<SessionInfo>>;

    /// After how long without use a session ends. Work pages warn in time.
    fn idle(&self) -> Duration {
        Duration::from_secs(60 * 60)
    }

    /// Whether `proof` (a password, or a one-time code) shows that it is still the session's owner who sits there; if so
    /// the session counts as proved from now on.
    async fn prove(&self, ctx: &Ctx, proof: &str) -> Result<Proof>;
}

/// What came of a [`Authenticator::prove`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is the owner.
    Good,
    /// It is not, or not to be told; the sentence says what to do.
    Refused(ui::Message),
}

/// A valid session.
#[derive(Clone, Debug)]
pub struct SessionInfo {
    /// Its identifier (not the token).
    pub id: Uuid,
    /// Whose it is, with the grants held at this moment.
    pub actor: Actor,
    /// When its owner last showed who they are: by signing in, or by a proof since.
    pub proved: Timestamp,
}

/// The running program: configuration, database, modules, what they keep in memory. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    db: Db,
    clock: Clock,
    secret: Secret,
    modules: Vec<&'static Module>,
    parts: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    authenticator: RwLock<Option<Arc<dyn Authenticator>>>,
    cache: PageCache,
    metrics: Metrics,
    committed: Notify,
    sealed: Notify,
    jobs: Notify,
    stop: watch::Sender<bool>,
}

impl App {
    /// Opens the database and prepares the program; nothing runs yet.
    ///
    /// # Errors
    /// When the data folder, the secret, the texts or the database are not usable.
    pub async fn open(config: Config, clock: Clock, modules: Vec<&'static Module>) -> Result<Self> {
        make_private(&config.data).map_err(|e| {
            Error::internal(format!("the data folder {} cannot be made: {e}", config.data.display()))
        })?;
        let secret = if config.secret.is_empty() {
            Secret::load_or_make(&config.data).map_err(|e| Error::internal(format!("secret.key: {e}")))?
        } else {
            if config.secret.len() < 32 {
                return Err(Error::internal(
                    "the setting `secret` needs at least 32 characters; leave it out to have one made",
                ));
            }
            Secret::new(&config.secret)
        };
        for locale in std::iter::once(ui::LOCALE).chain(modules.iter().filter_map(|m| m.locale)) {
            ui::install(locale).map_err(|e| Error::internal(format!("texts: {e}")))?;
        }
        let db = Db::connect(&config.database(), config.database_connections).await?;
        let cache = PageCache::new(config.cache_mib * 1024 * 1024);
        Ok(Self(Arc::new(Inner {
            config,
            db,
            clock,
            secret,
            modules,
            parts: RwLock::default(),
            authenticator: RwLock::default(),
            cache,
            metrics: Metrics::new(),
            committed: Notify::new(),
            sealed: Notify::new(),
            jobs: Notify::new(),
            stop: watch::Sender::new(false),
        })))
    }

    /// Brings the schema up to date and says what was applied.
    ///
    /// # Errors
    /// See [`db::migrate`].
    pub async fn migrate(&self) -> Result<Vec<&'static str>> {
        db::migrate(self.db(), &self.migrations(), self.clock().now()).await
    }

    /// Every module's part of the schema.
    pub fn migrations(&self) -> Vec<Migration> {
        self.modules().iter().flat_map(|m| m.migrations).copied().collect()
    }

    /// Lets every module prepare its in-memory state. Migrate first.
    ///
    /// # Errors
    /// The first module's that fails.
    pub async fn start(&self) -> Result<()> {
        for module in self.modules() {
            if let Some(start) = module.start {
                let began = Instant::now();
                start(self).await?;
                tracing::debug!(
                    module = module.name,
                    ms = began.elapsed().as_millis() as u64,
                    "module ready"
                );
            }
        }
        Ok(())
    }

    /// Starts what runs beside requests: sealer, consumers, jobs. The handles end after [`App::stop`].
    ///
    /// # Errors
    /// When a consumer cannot start.
    pub async fn run_background(&self) -> Result<Vec<tokio::task::JoinHandle<()>>> {
        let mut tasks = Vec::new();
        let app = self.clone();
        tasks.push(tokio::spawn(async move {
            journal::run_sealer(app.db().clone(), &app.0.committed, &app.0.sealed, app.0.stop.subscribe())
                .await;
        }));
        for consumer in self.modules().iter().flat_map(|m| m.consumers) {
            let follower = (consumer.start)(self.clone()).await?;
            let (app, name) = (self.clone(), consumer.name);
            tasks.push(tokio::spawn(async move {
                journal::follow(name, app.db().clone(), follower, &app.0.sealed, app.0.stop.subscribe())
                    .await;
            }));
        }
        jobs::schedule(self).await?;
        for _ in 0..jobs::WORKERS {
            tasks.push(tokio::spawn(jobs::run_worker(self.clone(), self.0.stop.subscribe())));
        }
        Ok(tasks)
    }

    /// Asks everything in the background to end.
    pub fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    /// Becomes true when the program is asked to end.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stop.subscribe()
    }

    /// After a commit: this node's pages, the sealer, and the worker if there is work.
    pub(crate) fn committed<'a>(&self, touched: impl Iterator<Item = &'a str>, jobs: bool) {
        self.0.cache.drop_keys(touched);
        self.0.committed.notify_one();
        if jobs {
            self.0.jobs.notify_one();
        }
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Writes what says nothing about the province's own things and is no act of anybody: when a session was last
    /// used, rows whose time is over. Not recorded; everything else goes through [`crate::Act`].
    ///
    /// # Errors
    /// The database's.
    pub async fn keep_house(&self, sql: &str, values: db::Values) -> Result<u64> {
        self.db().write().run(sql, values).await
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The signing key.
    pub fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// The modules, in the order of `app`.
    pub fn modules(&self) -> &[&'static Module] {
        &self.0.modules
    }

    /// Finished pages kept in memory.
    pub fn cache(&self) -> &PageCache {
        &self.0.cache
    }

    /// Counters.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn jobs_waiting(&self) -> &Notify {
        &self.0.jobs
    }

    /// Wakes the sealer without a commit of this node.
    pub fn wake_sealer(&self) {
        self.0.committed.notify_one();
    }

    /// Keeps a part that a module made at start, one of each type.
    pub fn keep<T: Send + Sync + 'static>(&self, part: T) {
        self.0.parts.write().insert(TypeId::of::<T>(), Arc::new(part));
    }

    /// A part kept at start.
    ///
    /// # Errors
    /// [`Error::Internal`] when no module kept one: the module is missing from this program.
    pub fn part<T: Send + Sync + 'static>(&self) -> Result<Arc<T>> {
        let part = self.0.parts.read().get(&TypeId::of::<T>()).cloned();
        part.and_then(|p| p.downcast().ok())
            .ok_or_else(|| Error::internal(format!("{} was not started", std::any::type_name::<T>())))
    }

    /// Sets who recognises sessions.
    pub fn set_authenticator(&self, authenticator: impl Authenticator + 'static) {
        *self.0.authenticator.write() = Some(Arc::new(authenticator));
    }

    pub(crate) fn authenticator(&self) -> Option<Arc<dyn Authenticator>> {
        self.0.authenticator.read().clone()
    }

    /// Everything people can be told, as modules declare it.
    pub fn notices(&self) -> impl Iterator<Item = &'static NoticeKind> + '_ {
        self.modules().iter().flat_map(|m| m.notices)
    }

    /// What these accounts are called; those nobody knows are left out. For histories: the journal names accounts by
    /// identifier only.
    ///
    /// # Errors
    /// The database's.
    pub async fn names(&self, accounts: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
        match self.modules().iter().find_map(|m| m.names) {
            Some(names) if !accounts.is_empty() => names(self.clone(), accounts).await,
            _ => Ok(HashMap::new()),
        }
    }

    /// All roles: declarations of one key by several modules joined.
    pub fn roles(&self) -> Vec<Role> {
        self.modules().iter().flat_map(|m| m.roles).copied().collect()
    }
}

/// The data folder holds drafts, hashes and sessions: nobody else on the machine reads it.
fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
