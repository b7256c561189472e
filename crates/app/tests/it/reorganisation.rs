//! 1 July 2025 once more: from the old communes and districts alone to the ninety-two, with accounts and sites, and back.

use std::collections::BTreeMap;

use base::{Id, LocalDate};
use kernel::{Ctx, Module, db::Queries as _};
use svc_identity::{NewAccount, create_account, grant};
use svc_org::{
    Agency, Extent, Kind, Options, Tree,
    reorganisation::{Heading, Replay, begin_due, replay, undo},
    tree,
};
use testkit::{Database, TestApp, both_databases};

const MODULES: [&Module; 7] = [
    &svc_org::MODULE,
    &svc_files::MODULE,
    &svc_identity::MODULE,
    &svc_search::MODULE,
    &svc_workflow::MODULE,
    &svc_catalogue::MODULE,
    &mod_portal::MODULE,
];

const UNITS: &str = include_str!("../../../../data/thainguyen_units.csv");
const UNITS_OLD: &str = include_str!("../../../../data/thainguyen_units_old.csv");
const DISTRICTS_OLD: &str = include_str!("../../../../data/thainguyen_districts_old.csv");
const MERGE_MAP: &str = include_str!("../../../../data/thainguyen_merge_map.csv");

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

/// Cells by the names of their columns; no cell of these files is quoted.
fn rows(csv: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| names.iter().copied().zip(line.split(',')).collect()).collect()
}

/// The province on 15 June 2025: its old units and nothing else, with their sites.
async fn old_era(database: Database) -> TestApp {
    let app = TestApp::with(database, &MODULES).await;
    app.set_time("2025-06-15T08:00");
    let mut file =
        "code,name,full_name,parent_code\n19,Thái Nguyên,Tỉnh Thái Nguyên,\n06,Bắc Kạn,Tỉnh Bắc Kạn,\n"
            .to_owned();
    for row in rows(DISTRICTS_OLD) {
        file.push_str(&format!(
            "{},{},{},{}\n",
            row["code"], row["name"], row["full_name"], row["province_code"]
        ));
    }
    for row in rows(UNITS_OLD) {
        file.push_str(&format!(
            "{},{},{},{}\n",
            row["code"], row["name"], row["full_name"], row["district_code"]
        ));
    }
    let ctx = Ctx::system(&app, "test");
    let report = svc_org::import_units(&ctx, file.as_bytes(), Options::default()).await.unwrap();
    assert_eq!((report.added, report.rejected.len()), (2 + 17 + 280, 0), "{:?}", report.rejected);
    mod_portal::site::build_family(&ctx).await.unwrap();
    app
}

fn unit<'t>(tree: &'t Tree, code: &str, on: &str) -> &'t Agency {
    tree.by_unit_code(code, day(on)).unwrap()
}

async fn clerk(app: &TestApp, login: &str, agency: Id<Agency>) -> Id<svc_identity::Account> {
    let ctx = Ctx::system(app, "test");
    let new = NewAccount {
        login: login.to_owned(),
        display_name: "Người Thử".to_owned(),
        password: "một mật khẩu đủ dài 42".to_owned(),
        must_change: false,
        ..NewAccount::default()
    };
    let account = create_account(&ctx, new).await.unwrap();
    grant(&ctx, account, "editor", agency, "thử").await.unwrap();
    account
}

/// The codes of the units over which the account holds a role on that day.
async fn holds(app: &TestApp, account: Id<svc_identity::Account>, on: &str) -> Vec<String> {
    let sql = "SELECT o.full_name FROM identity_grant g JOIN org_agency o ON o.id = g.agency \
               WHERE g.account = $1 AND g.ended_at IS NULL AND g.valid_from <= $2 \
               AND (g.valid_to IS NULL OR g.valid_to >= $2) ORDER BY o.full_name";
    app.db().read().column(sql, vec![account.uuid().into(), on.into()]).await.unwrap()
}

fn heading() -> Heading {
    Heading {
        title: "Sắp xếp đơn vị hành chính năm 2025".to_owned(),
        on: day("2025-07-01"),
        basis: "Nghị quyết 1683/NQ-UBTVQH15".to_owned(),
        document_no: "1683/NQ-UBTVQH15".to_owned(),
        document_date: Some(day("2025-06-16")),
    }
}

/// The pairs as published, and the province that went into the other.
fn pairs() -> String {
    format!("{}\n06,Tỉnh Bắc Kạn,,,19,Tỉnh Thái Nguyên,toan_bo\n", MERGE_MAP.trim_end())
}

async fn july(app: &TestApp, trial: bool) -> Replay {
    let ctx = Ctx::system(app, "test");
    replay(&ctx, heading(), pairs().as_bytes(), true, trial).await.unwrap()
}

fn is_2025(tree: &Tree) {
    let on = day("2025-07-01");
    let communes: BTreeMap<String, &Agency> = tree
        .at(on)
        .into_iter()
        .filter(|a| a.kind == Kind::Commune)
        .map(|a| (a.unit_code.clone().unwrap(), a.as_ref()))
        .collect();
    let expected = rows(UNITS);
    assert_eq!(communes.len(), 92);
    assert_eq!(expected.len(), 92);
    for row in expected {
        let commune = communes[row["code"]];
        assert_eq!((commune.name.as_str(), commune.full_name.as_str()), (row["name"], row["full_name"]));
        assert_eq!((commune.validity.from(), commune.validity.to()), (Some(on), None));
        assert_eq!(tree.above(commune).len(), 1, "{} lies right below the province", commune.full_name);
    }
    assert_eq!(tree.at(on).len(), 93, "nothing of the old order is left");
    let before = tree.at(day("2025-06-30"));
    assert_eq!(before.len(), 2 + 17 + 280);
    assert_eq!(tree.successions().len(), 283 + 1);
}

both_databases! {
    async fn the_first_of_july_is_replayed_and_taken_back(database) {
        let app = old_era(database).await;
        let then = tree(&app).unwrap();
        // A commune that became part of a ward, and one that was divided.
        let whole = unit(&then, "01834", "2025-06-15").id;
        let clerk_of_whole = clerk(&app, "toanbo", whole).await;
        let trial = july(&app, true).await;
        assert_eq!((trial.rejected.len(), trial.wrong.len()), (0, 0), "{:?} {:?}", trial.rejected, trial.wrong);
        assert_eq!((trial.ends, trial.makes), (1 + 17 + 280, 92));
        assert!(trial.follows.iter().any(|f| f.contains("tài khoản")), "{:?}", trial.follows);
        assert_eq!(tree(&app).unwrap().all().count(), 299, "a trial changes nothing");

        let decided = july(&app, false).await.plan.expect("decided");
        is_2025(&tree(&app).unwrap());
        assert_eq!(holds(&app, clerk_of_whole, "2025-06-30").await, ["Phường Nguyễn Thị Minh Khai"]);
        assert_eq!(holds(&app, clerk_of_whole, "2025-07-01").await, ["Phường Đức Xuân"]);

        let ctx = Ctx::system(&app, "test");
        undo(&ctx, decided.id, decided.version).await.unwrap();
        let now = tree(&app).unwrap();
        assert_eq!((now.all().count(), now.successions().len()), (299, 0));
        assert!(now.all().all(|a| a.validity.to().is_none()));
        assert_eq!(holds(&app, clerk_of_whole, "2025-07-01").await, ["Phường Nguyễn Thị Minh Khai"]);
        // And decided once more: the day comes.
        july(&app, false).await.plan.expect("decided again");
        app.set_time("2025-07-01T00:05");
        let ctx = Ctx::system(&app, "test");
        assert_eq!(begin_due(&ctx).await.unwrap(), 1);
        assert_eq!(begin_due(&ctx).await.unwrap(), 0);
        is_2025(&tree(&app).unwrap());
        let family = mod_portal::site::sites(&app).unwrap();
        assert_eq!(family.living(day("2025-07-01")).count(), 93);
        let moved = app.visitor().get("/s/nguyenthiminhkhai/").await;
        let heir = app.visitor().get(moved.location()).await;
        assert_eq!(heir.texts("header .brand b"), ["Phường Đức Xuân"]);
        let late = undo(&ctx, decided.id, decided.version).await;
        assert!(late.is_err(), "its day has come");
    }

    async fn what_is_divided_waits_for_a_choice(database) {
        let app = old_era(database).await;
        let then = tree(&app).unwrap();
        let split = then
            .all()
            .find(|a| MERGE_MAP.lines().filter(|l| a.unit_code.as_ref().is_some_and(|c| l.starts_with(c.as_str()))).count() > 1)
            .unwrap()
            .clone();
        clerk(&app, "motphan", split.id).await;
        let report = july(&app, false).await;
        assert!(report.plan.is_none());
        assert!(report.wrong.iter().any(|w| w.key() == "org.reorganisation.choose"), "{:?}", report.wrong);
        assert_eq!(tree(&app).unwrap().all().count(), 299);
        let became = tree(&app).unwrap().became(split.id);
        assert!(became.iter().all(|s| s.extent == Extent::Part));
    }
}
