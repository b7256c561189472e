//! Pages of the journal with a million records, as the least-privileged inspector: `database TAB what TAB p50 ms TAB
//! p95 ms TAB rows`. PostgreSQL is measured where `SONGCAU_TEST_POSTGRES` names a server.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints and fails by panicking"
)]

use std::time::Instant;

use base::Grant;
use kernel::{
    App, Module,
    db::{Value, placeholders},
    new_id,
};
use testkit::{Client, Database, TestApp};
use uuid::Uuid;

const RECORDS: usize = 1_000_000;
const STEP: usize = 1000;
const AGENCIES: usize = 1000;
const ACCOUNTS: usize = 500;
const ROUNDS: usize = 15;
/// Every how many records one is of the small commune.
const RARE: usize = 5000;

struct Filled {
    root: (Uuid, String),
    department: (Uuid, String),
    commune: (Uuid, String),
    account: Uuid,
    thing: Uuid,
}

async fn agency(app: &App, n: usize, parent: Option<&str>) -> (Uuid, String) {
    let id = new_id::<()>().uuid();
    let path = format!("{}{id}/", parent.unwrap_or("/"));
    let sql = "INSERT INTO org_agency (id, kind, name, full_name, slug, path, address, phone, email, \
               office_hours, status, note, version) VALUES ($1, 'department', $2, $2, $2, $3, '', '', '', '', '', '', 1)";
    app.keep_house(sql, vec![id.into(), format!("agency{n}").into(), path.clone().into()]).await.unwrap();
    (id, path)
}

async fn fill(app: &App) -> Filled {
    let root = agency(app, 0, None).await;
    let department = agency(app, 1, Some(&root.1)).await;
    let commune = agency(app, 2, Some(&root.1)).await;
    let mut below = Vec::new();
    for n in 3..AGENCIES {
        let parent = if n % 3 == 0 { &department.1 } else { &root.1 };
        below.push(agency(app, n, Some(parent)).await.0);
    }
    let accounts: Vec<Uuid> = (0..ACCOUNTS).map(|_| new_id::<()>().uuid()).collect();
    let thing = new_id::<()>().uuid();
    let rows = format!(
        "INSERT INTO kernel_record (id, at, actor, act, subject_kind, subject_id, agency_id, touched, data, ordinal, hash) \
         VALUES {}",
        placeholders(STEP, 11)
    );
    for step in 0..RECORDS / STEP {
        let mut values: Vec<Value> = Vec::with_capacity(STEP * 11);
        for n in step * STEP..(step + 1) * STEP {
            let actor = accounts[n * 7 % ACCOUNTS];
            let agency = if n % RARE == 0 { commune.0 } else { below[n * 13 % below.len()] };
            let subject = if n % RARE == 1 { thing } else { new_id::<()>().uuid() };
            values.extend::<[Value; 11]>([
                new_id::<()>().uuid().into(),
                (1_700_000_000_000_i64 + n as i64 * 60_000).into(),
                format!("account:{actor}").into(),
                ["portal.entry.edited", "portal.entry.published", "org.agency.edited"][n % 3].into(),
                if n % RARE == 7 { "hours" } else { "article" }.into(),
                subject.into(),
                (n % 10 > 0 || n % RARE == 0).then_some(agency).into(),
                "[]".into(),
                "{\"revision\":3,\"note\":\"about as much as a real event carries\"}".into(),
                (n as i64 + 1).into(),
                vec![7_u8; 32].into(),
            ]);
        }
        app.keep_house(&rows, values).await.unwrap();
    }
    app.keep_house("ANALYZE", vec![]).await.unwrap();
    (svc_org::MODULE.start.unwrap())(app).await.unwrap();
    Filled { root, department, commune, account: accounts[0], thing }
}

fn inspector(app: &TestApp, agency: &(Uuid, String)) -> Client {
    let grant = Grant {
        role: "auditor".to_owned(),
        permissions: [svc_audit::RECORD_READ].into(),
        agency: agency.0,
        path: agency.1.clone(),
        lent_by: None,
    };
    app.client_of("auditor", vec![grant])
}

async fn time(database: &str, what: &str, client: &Client, path: &str) {
    let mut took = Vec::new();
    let mut rows = 0;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let answer = client.get(path).await;
        took.push(began.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(answer.status, 200, "{path}");
        rows = answer.count("tbody tr");
    }
    took.sort_by(f64::total_cmp);
    println!("{database}\t{what}\t{:.1}\t{:.1}\t{rows}", took[ROUNDS / 2], took[ROUNDS - 2]);
}

async fn measure(name: &str, database: Database) {
    let modules: &[&'static Module] = &[&svc_org::MODULE, &svc_identity::MODULE, &svc_audit::MODULE];
    let app = TestApp::with(database, modules).await;
    let filled = fill(&app).await;
    let readers =
        [("province", &filled.root), ("department", &filled.department), ("commune", &filled.commune)];
    for (whose, agency) in readers {
        let client = inspector(&app, agency);
        let queries = [
            ("newest", String::new()),
            ("a page far back", format!("?truoc=1720000000000.{}", Uuid::max())),
            ("one person", format!("?nguoi={}", filled.account)),
            ("one event", "?viec=org.agency.edited".to_owned()),
            ("a rare kind", "?loai=hours".to_owned()),
            ("one thing", format!("?doi-tuong={}", filled.thing)),
            ("one small agency", format!("?co-quan={}", filled.commune.0)),
            ("a day", "?tu=2024-05-01&den=2024-05-01".to_owned()),
        ];
        for (what, query) in queries {
            time(name, &format!("{whose}: {what}"), &client, &format!("/quan-tri/nhat-ky{query}")).await;
        }
    }
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know that this builds.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    measure("SQLite", Database::Sqlite).await;
    if std::env::var("SONGCAU_TEST_POSTGRES").is_ok() {
        measure("PostgreSQL", Database::Postgres).await;
    }
}
