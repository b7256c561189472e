use std::collections::HashMap;

use base::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};
use sha2::{Digest, Sha256};

use super::{Db, Queries};
use crate::{Migration, Result};

/// Why the schema cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// A migration that was applied here reads differently now. Migrations are append-only.
    #[error("migration {0} was changed after it had been applied to this database; restore its file")]
    Changed(String),
    /// The database is newer than the program.
    #[error("this database knows migration {0}, this program does not; start a newer version of the program")]
    Unknown(String),
}

#[derive(FromQueryResult)]
struct Applied {
    name: String,
    checksum: String,
}

/// Brings the schema up to date: every migration not yet applied, in order of name, each in its own transaction.
/// Returns the names applied.
///
/// # Errors
/// [`MigrationError`] when history does not match the program; the database's error when a statement fails. What
/// was applied before the failure stays applied.
pub async fn migrate(db: &Db, migrations: &[Migration], now: Timestamp) -> Result<Vec<&'static str>> {
    db.write()
        .execute_unprepared(
            "CREATE TABLE IF NOT EXISTS kernel_migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, at BIGINT NOT NULL)",
        )
        .await?;
    let mut done = Vec::new();
    for migration in pending(db, migrations).await? {
        let tx = db.begin().await?;
        if db.is_postgres() {
            // Two nodes may start at once: the second waits here and then finds the row.
            tx.run("SELECT pg_advisory_xact_lock(hashtext('songcau.migrate'))", vec![]).await?;
            let known: Option<i64> = tx
                .scalar("SELECT at FROM kernel_migration WHERE name = $1", vec![migration.name.into()])
                .await?;
            if known.is_some() {
                continue;
            }
        }
        tx.execute_unprepared(&dialect(migration.sql, db.is_postgres())).await?;
        tx.run(
            "INSERT INTO kernel_migration (name, checksum, at) VALUES ($1, $2, $3)",
            vec![migration.name.into(), checksum(migration.sql).into(), now.0.into()],
        )
        .await?;
        tx.commit().await?;
        done.push(migration.name);
    }
    Ok(done)
}

/// The migrations still to be applied, in order.
///
/// # Errors
/// [`MigrationError`] when history does not match the program.
pub async fn pending(db: &Db, migrations: &[Migration]) -> Result<Vec<Migration>> {
    let applied: HashMap<String, String> =
        rows(db).await?.into_iter().map(|row| (row.name, row.checksum)).collect();
    let mut known = migrations.to_vec();
    known.sort_by_key(|m| m.name);
    if let Some(unknown) = applied.keys().find(|name| known.iter().all(|m| m.name != name.as_str())) {
        return Err(anyhow::Error::from(MigrationError::Unknown(unknown.clone())).into());
    }
    let mut pending = Vec::new();
    for migration in known {
        match applied.get(migration.name) {
            None => pending.push(migration),
            Some(sum) if *sum == checksum(migration.sql) => {}
            Some(_) => {
                return Err(anyhow::Error::from(MigrationError::Changed(migration.name.to_owned())).into());
            }
        }
    }
    Ok(pending)
}

/// The names of the migrations this database has, in order.
///
/// # Errors
/// The database's.
pub async fn applied(db: &Db) -> Result<Vec<String>> {
    Ok(rows(db).await?.into_iter().map(|row| row.name).collect())
}

async fn rows(db: &Db) -> Result<Vec<Applied>> {
    let exists: Option<i64> = if db.is_postgres() {
        let sql = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'kernel_migration'";
        db.read().scalar(sql, vec![]).await?
    } else {
        db.read().scalar("SELECT count(*) FROM sqlite_master WHERE name = 'kernel_migration'", vec![]).await?
    };
    if exists == Some(0) {
        return Ok(Vec::new());
    }
    db.read().all("SELECT name, checksum FROM kernel_migration ORDER BY name", vec![]).await
}

fn checksum(sql: &str) -> String {
    hex::encode(Sha256::digest(sql.as_bytes()))
}

/// Migrations are written once, in PostgreSQL's words; SQLite knows two of the types under another name.
fn dialect(sql: &str, postgres: bool) -> String {
    if postgres { sql.to_owned() } else { sql.replace("UUID", "BLOB").replace("BYTEA", "BLOB") }
}
