use std::path::Path;

use kernel::{Migration, db::Db};
use sea_orm::{ConnectionTrait, Database as Connector, DatabaseConnection, DbBackend, Statement};
use sha2::{Digest, Sha256};

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// Embedded, a file in the test's folder.
    Sqlite,
    /// The server named by `SONGCAU_TEST_POSTGRES`.
    Postgres,
}

/// A database of a test's own; dropped with it.
pub struct Fresh {
    pub(crate) url: String,
    drop: Option<(String, String)>,
}

impl Fresh {
    /// Somebody else's: not dropped with the second node.
    pub(crate) fn shared() -> Self {
        Self { url: String::new(), drop: None }
    }
}

impl Database {
    /// An empty, migrated database.
    pub(crate) async fn fresh(self, home: &Path, migrations: &[Migration]) -> Fresh {
        match self {
            Self::Sqlite => {
                Fresh { url: format!("sqlite://{}?mode=rwc", home.join("test.db").display()), drop: None }
            }
            Self::Postgres => postgres(migrations).await,
        }
    }
}

async fn postgres(migrations: &[Migration]) -> Fresh {
    let server = std::env::var("SONGCAU_TEST_POSTGRES").expect(
        "SONGCAU_TEST_POSTGRES is not set; run the tests by `cargo xtask test`, which starts PostgreSQL",
    );
    let admin = Connector::connect(
        sea_orm::ConnectOptions::new(&server).max_connections(1).sqlx_logging(false).to_owned(),
    )
    .await
    .expect("PostgreSQL for tests answers");
    let mut digest = Sha256::new();
    let mut sorted = migrations.to_vec();
    sorted.sort_by_key(|m| m.name);
    for migration in &sorted {
        digest.update(migration.name);
        digest.update(migration.sql);
    }
    let template = format!("songcau_template_{}", &hex::encode(digest.finalize())[..16]);
    make_template(&admin, &server, &template, migrations).await;
    let name = format!("songcau_test_{}", kernel::new_id::<()>().uuid().simple());
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    admin.close().await.unwrap();
    Fresh { url: with_database(&server, &name), drop: Some((server, name)) }
}

/// Migrates once for all tests of the same schema; each then copies the result.
async fn make_template(admin: &DatabaseConnection, server: &str, template: &str, migrations: &[Migration]) {
    let run = |sql: String| async move { admin.execute_unprepared(&sql).await.unwrap() };
    run("SELECT pg_advisory_lock(4711)".to_owned()).await;
    let known = admin
        .query_one_raw(Statement::from_string(
            DbBackend::Postgres,
            format!("SELECT 1 FROM pg_database WHERE datname = '{template}'"),
        ))
        .await
        .unwrap();
    if known.is_none() {
        let raw = format!("{template}_raw");
        run(format!("DROP DATABASE IF EXISTS {raw}")).await;
        run(format!("CREATE DATABASE {raw}")).await;
        let db = Db::connect(&with_database(server, &raw), 2).await.unwrap();
        kernel::db::migrate(&db, migrations, crate::start()).await.unwrap();
        db.close().await;
        run(format!("ALTER DATABASE {raw} RENAME TO {template}")).await;
    }
    run("SELECT pg_advisory_unlock(4711)".to_owned()).await;
}

fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, ""), |(b, q)| (b, q));
    let (head, _) = base.rsplit_once('/').expect("postgres://…/database");
    if query.is_empty() { format!("{head}/{name}") } else { format!("{head}/{name}?{query}") }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let Some((server, name)) = self.drop.take() else { return };
        // On a thread of its own: the test's runtime may be ending.
        let _ = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let options =
                    sea_orm::ConnectOptions::new(server).max_connections(1).sqlx_logging(false).to_owned();
                if let Ok(admin) = Connector::connect(options).await {
                    let _ = admin
                        .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                        .await;
                    let _ = admin.close().await;
                }
            });
        })
        .join();
    }
}

/// The schema of a database as text, for comparing two of them.
pub async fn schema(db: &Db) -> Vec<String> {
    use kernel::db::Queries as _;
    let sql = if db.is_postgres() {
        "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable \
         FROM information_schema.columns WHERE table_schema = current_schema() \
         UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
    } else {
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1"
    };
    db.read().column(sql, vec![]).await.unwrap()
}
