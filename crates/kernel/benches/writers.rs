//! Eight writers, with and without the sealer behind them: `database TAB sealer TAB acts/s TAB ratio TAB unsealed`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints and fails by panicking"
)]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use base::{Id, Permission};
use kernel::{App, Clock, Config, Ctx, Event, Migration, Module, Subject, db::Queries as _, new_id};
use serde::Serialize;
use uuid::Uuid;

const WRITE: Permission = Permission::new("bench.row.write");
const WRITERS: usize = 8;
const ROUND: Duration = Duration::from_secs(4);

static BENCH: Module = Module {
    migrations: &[Migration {
        name: "20261122_000900_bench",
        sql: "CREATE TABLE bench_row (id UUID PRIMARY KEY, text TEXT NOT NULL)",
    }],
    ..Module::new("bench")
};

struct Row(Id<Row>);

impl Subject for Row {
    const KIND: &'static str = "row";
    fn subject_id(&self) -> Uuid {
        self.0.uuid()
    }
}

#[derive(Serialize)]
struct Written {
    words: &'static str,
}

impl Event for Written {
    const NAME: &'static str = "bench.row.written";
}

async fn write(ctx: &Ctx) {
    let mut act = ctx.act(WRITE).await.unwrap();
    let row = Row(new_id());
    act.run(
        "INSERT INTO bench_row (id, text) VALUES ($1, $2)",
        vec![row.0.uuid().into(), "a row about as long as a short title".into()],
    )
    .await
    .unwrap();
    act.record(&row, &Written { words: "about as much as a real event carries" }).await.unwrap();
    act.commit().await.unwrap();
}

/// Acts a second, and records left unsealed.
async fn round(app: &App) -> (f64, i64) {
    let began = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let ctx = Ctx::system(app, "bench");
            tokio::spawn(async move {
                let mut count = 0_u32;
                while began.elapsed() < ROUND {
                    write(&ctx).await;
                    count += 1;
                }
                count
            })
        })
        .collect();
    let mut acts = 0;
    for writer in writers {
        acts += writer.await.unwrap();
    }
    let rate = f64::from(acts) / began.elapsed().as_secs_f64();
    let unsealed = app
        .db()
        .read()
        .scalar("SELECT count(*) FROM kernel_record WHERE ordinal IS NULL", vec![])
        .await
        .unwrap();
    (rate, unsealed.unwrap_or(0))
}

async fn open(folder: &Path, url: &str) -> App {
    let data = folder.to_str().unwrap().to_owned();
    let config = Config::load(None, &[("data", data), ("database_url", url.to_owned())]).unwrap();
    let app = App::open(config, Clock::SYSTEM, vec![&kernel::MODULE, &BENCH]).await.unwrap();
    app.migrate().await.unwrap();
    app
}

async fn measure(name: &str, url: &str) {
    let folder = tempfile::tempdir().unwrap();
    let app = open(folder.path(), url).await;
    let (mut without, mut with, mut left) = (Vec::new(), Vec::new(), 0);
    round(&app).await;
    for _ in 0..3 {
        without.push(round(&app).await.0);
        while kernel::journal::seal_pending(app.db()).await.unwrap() > 0 {}
        // A program of its own each time, so that its sealer ends with the round.
        let sealed = open(folder.path(), url).await;
        let tasks = sealed.run_background().await.unwrap();
        let (rate, unsealed) = round(&sealed).await;
        with.push(rate);
        left = unsealed;
        sealed.stop();
        for task in tasks {
            task.await.unwrap();
        }
        sealed.db().close().await;
    }
    without.sort_by(f64::total_cmp);
    with.sort_by(f64::total_cmp);
    println!("{name}\twithout\t{:.0}\t1.00\t", without[1]);
    println!("{name}\tbehind\t{:.0}\t{:.2}\t{left}", with[1], with[1] / without[1]);
    app.db().close().await;
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know that this builds.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    measure("SQLite", "").await;
    if let Ok(url) = std::env::var("SONGCAU_TEST_POSTGRES_DURABLE") {
        measure("PostgreSQL", &url).await;
    }
}
