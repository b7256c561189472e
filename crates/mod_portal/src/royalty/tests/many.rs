//! Months of many awards.

use std::sync::Mutex;

use kernel::{db::counted, new_id};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use testkit::both_databases;

use super::*;
use crate::royalty::{
    Award, Month, Payee, Status, Terms,
    model_royalties::Imported,
    store::{self, sums},
};

/// Copies of an award for so many contributors, approved.
async fn copied(board: &Board, n: usize) {
    let ctx = Ctx::system(&board.app, "test");
    let month = Month::parse(FEBRUARY).unwrap();
    let first = store::of_month(ctx.read(), ctx.actor(), (board.site.id, month), false, 1, 0)
        .await
        .unwrap()
        .pop()
        .unwrap();
    let copy = |at: usize| {
        let name = format!("Cộng tác viên {at}");
        Award {
            id: new_id(),
            status: Status::Approved,
            terms: Terms { payee: Payee::Outside(name.clone()), ..first.terms.clone() },
            payee_name: name,
            ..first.clone()
        }
    };
    let copies: Vec<Award> = (0..n).map(copy).collect();
    let mut act = ctx.own_act().await.unwrap();
    store::insert(&act, &copies).await.unwrap();
    act.record(&first, &Imported { amount: first.amount }).await.unwrap();
    act.commit().await.unwrap();
}

/// A database that says how it comes to each answer; SQLite only, PostgreSQL goes by how much there is.
struct Explained<'a> {
    db: &'a DatabaseConnection,
    steps: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl ConnectionTrait for Explained<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }
    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.db.execute_raw(stmt).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.db.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.db.query_one_raw(stmt).await
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if self.get_database_backend() == DbBackend::Sqlite {
            let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", stmt.sql), ..stmt.clone() };
            for row in self.db.query_all_raw(explain).await? {
                self.steps.lock().unwrap().push(row.try_get("", "detail")?);
            }
        }
        self.db.query_all_raw(stmt).await
    }
}

both_databases! {
    async fn the_sums_of_a_month_are_read_along_indexes_site_by_site(database) {
        let board = Board::open(database).await;
        let other = live(&board.app, "sonoivu");
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        board.published("Bài chưa chấm", "2026-02-11T09:00").await;
        board.published_on(&other, "Bài tháng ba", "2026-03-01T09:00").await;
        board.proposed(&board.signed_in("thuky").await, &entry, &[]).await;
        let ctx = Ctx::system(&board.app, "test");
        let (db, month) = (Explained { db: ctx.read(), steps: Mutex::default() }, Month::parse(FEBRUARY).unwrap());
        let totals = sums::totals(&db, ctx.actor(), None, month).await.unwrap();
        assert_eq!(totals.iter().map(|(site, total)| (*site, total.all.count)).collect::<Vec<_>>(), [(board.site.id, 1)]);
        assert_eq!(sums::totals(&db, ctx.actor(), Some(other.id), month).await.unwrap(), []);
        assert_eq!(sums::unawarded(&db, ctx.actor(), month).await.unwrap(), [(board.site.id, 1)]);
        assert_eq!(sums::elsewhere(&db, ctx.actor(), month, &[other.id]).await.unwrap(), [board.site.id]);
        assert_eq!(sums::elsewhere(&db, ctx.actor(), month, &[board.site.id]).await.unwrap(), []);
        let steps = db.steps.into_inner().unwrap();
        // Awards and entries are looked up; only sites are gone through.
        assert!(steps.iter().all(|step| !step.starts_with("SCAN w") && !step.starts_with("SCAN a")), "{steps:#?}");
        assert_eq!(steps.is_empty(), database == Database::Postgres);
    }

    async fn a_month_of_more_than_a_file_holds_is_added_up_whole_and_taken_along_in_parts(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        board.proposed(&secretary, &entry, &[("coefficient", "1")]).await;
        copied(&board, 5_001).await;
        let query = format!("site={}&thang={FEBRUARY}", board.site.id);
        let paper = secretary.get(&format!("{WORK}/bang-ke?{query}")).await;
        let said = paper.text();
        // 5,001 × 234,000.
        assert!(said.contains("Tổng cộng: 1.170.234.000 đ") && said.contains("5.000 khoản đầu trong 5.001 khoản"), "{}", &said[..2_000]);
        for kind in ["csv", "xlsx"] {
            let whole = secretary.get(&format!("{WORK}/bang-ke.{kind}?{query}")).await;
            assert!(whole.status == 409 && whole.text().contains("tải từng phần"), "{}", whole.status);
        }
        let parts: Vec<String> = paper.attributes("main a", "href").into_iter().filter(|href| href.contains("phan=")).collect();
        assert_eq!(parts.len(), 4, "{parts:?}");
        let mut lines = 0;
        for part in parts.iter().filter(|part| part.contains(".csv")) {
            let file = secretary.get(part).await;
            assert_eq!(file.status, 200);
            lines += file.body().lines().count() - 1;
        }
        assert_eq!(lines, 5_002);
    }

    async fn a_screen_of_rows_asks_the_database_as_often_as_a_few(database) {
        let board = Board::open(database).await;
        for n in 0..25 {
            board.published(&format!("Bài {n}"), "2026-02-11T09:00").await;
        }
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        let rows = format!("{WORK}/rows");
        let form = secretary.get(&board.screen(FEBRUARY)).await.form(&rows);
        let writer = board.writer();
        let typed: Vec<(String, &str)> = (0..25)
            .flat_map(|n| [(format!("payee.{n}"), writer.as_str()), (format!("genre.{n}"), "tin"), (format!("coefficient.{n}"), "1")])
            .collect();
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let form = merged(form, &typed);
        let (saved, asked) = counted(secretary.post_raw(&rows, &form)).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(board.kept().await.len(), 25);
        assert!(asked < 35, "{asked} statements to propose 25");
        let page = head.get(&board.screen(FEBRUARY)).await;
        // Whoever approves ticks what they approve.
        assert_eq!((page.count("input[name=award]"), page.count("input[name=award][checked]")), (25, 0));
        let site = board.site.id.to_string();
        let offered = page.attributes("input[name=award]", "value");
        let mut fields = vec![("site", site.as_str()), ("month", FEBRUARY)];
        fields.extend(offered.iter().map(|value| ("award", value.as_str())));
        let token = page.attribute("input[name=_csrf]", "value");
        fields.push(("_csrf", &token));
        let (approved, asked) = counted(head.post_raw(&format!("{WORK}/approvals"), &fields)).await;
        assert_eq!(approved.status, 303, "{}", approved.text());
        assert!(asked < 30, "{asked} statements to approve 25");
        assert!(board.kept().await.iter().all(|line| line.ends_with("approved")));
    }
}
