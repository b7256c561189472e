//! The database: SQLite embedded or PostgreSQL, behind one door. Dialect differences end here.

mod migrate;
mod query;

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

pub use migrate::{MigrationError, applied, migrate, pending};
pub use query::{Queries, Row, Values, counted, like_prefix, placeholders};
pub use sea_orm::{FromQueryResult, Value};

use crate::{Error, Result};

/// Reading connections on which no statement can write, and writing connections only [`crate::Act`] can reach.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

/// How many connections read at once on SQLite; more than cores only adds switching.
const SQLITE_READERS: u32 = 4;

impl Db {
    /// Opens `sqlite:///path/to/file` (made if missing) or `postgres://…`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached, with the reason.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self> {
        if url.starts_with("sqlite:") {
            // One writing connection: writers wait in line inside the program, in order, instead of polling a
            // locked file.
            let write = Database::connect(sqlite(url, 1, false)).await?;
            let read = Database::connect(sqlite(url, SQLITE_READERS, true)).await?;
            Ok(Self { read, write })
        } else {
            let mut options = pool(url, max_connections);
            let write = Database::connect(options.clone()).await?;
            options.map_sqlx_postgres_opts(|o| o.options([("default_transaction_read_only", "on")]));
            let read = Database::connect(options).await?;
            Ok(Self { read, write })
        }
    }

    /// Connections for reading: a stray write fails in the database itself.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Whether this is PostgreSQL. For the few statements that have no portable form.
    pub fn is_postgres(&self) -> bool {
        self.read.get_database_backend() == DbBackend::Postgres
    }

    /// Begins a writing transaction. IMMEDIATE on SQLite: a transaction that begins reading and writes later could
    /// otherwise fail halfway when another writer came first.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        let mode = (!self.is_postgres()).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// The writing side outside a transaction: migrations and the program's own housekeeping.
    pub(crate) fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<()> {
        self.read.execute_unprepared("SELECT 1").await.map_err(|e| Error::Unavailable(e.into()))?;
        Ok(())
    }

    /// Closes all connections; on SQLite this folds the log into the file.
    pub async fn close(&self) {
        // Nothing can be done about a failure here, and nothing is lost: both databases recover by themselves.
        let _ = self.read.close_by_ref().await;
        let _ = self.write.close_by_ref().await;
    }
}

fn pool(url: &str, max_connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(max_connections)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .test_before_acquire(false);
    options
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = pool(url, connections);
    // Connections to a file cost nothing to keep, and opening one anew reads the schema again.
    options.min_connections(connections).idle_timeout(None).max_lifetime(None);
    options.map_sqlx_sqlite_opts(move |o| {
        let o = o
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("journal_mode", "WAL")
            // FULL: an answer "received" is given only after the data is on disk.
            .pragma("synchronous", "FULL")
            .pragma("cache_size", "-32000")
            .pragma("temp_store", "MEMORY");
        if read_only { o.pragma("query_only", "ON") } else { o }
    });
    options
}
