//! Who is told what: the journal, the access log, and whoever is paid.

use testkit::both_databases;
use ui::Lang;

use super::*;

both_databases! {
    async fn the_journal_says_who_is_paid_and_names_nobody_without_an_account(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        let award = board.proposed(&secretary, &entry, &[]).await;
        let revised = secretary.fill_in(&award, &format!("{award}/revision"), &[("coefficient", "3")]).await;
        assert_eq!(revised.status, 303, "{}", revised.text());
        let other = [("payee", "name"), ("name", "Lý Thu Hằng")];
        let revised = secretary.fill_in(&award, &format!("{award}/revision"), &other).await;
        assert_eq!(revised.status, 303, "{}", revised.text());
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        let sql = "SELECT data FROM kernel_record WHERE act LIKE 'portal.royalty.%' ORDER BY at, id";
        let told: Vec<String> = board.app.db().read().column(sql, vec![]).await.unwrap();
        assert!(told.iter().all(|data| !data.contains("Hằng")), "{told:?}");
        let told: Vec<serde_json::Value> = told.iter().map(|data| serde_json::from_str(data).unwrap()).collect();
        let payees: Vec<&str> = told.iter().map(|data| data["payee"].as_str().unwrap()).collect();
        let writer = board.writer_id.to_string();
        assert_eq!(payees, [writer.as_str(), &writer, "outside", "outside"]);
        assert_eq!((&told[1]["payee_changed"], &told[2]["payee_changed"]), (&false.into(), &true.into()));
        let shown = head.get(&award).await.text();
        for words in [
            "Chấm nhuận bút cho Lường Thị Viết: Tin", "Sửa nhuận bút cho Lường Thị Viết (giữ người hưởng)",
            "Sửa nhuận bút cho cộng tác viên (đổi người hưởng)", "Duyệt khoản nhuận bút 702.000 đồng cho cộng tác viên",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
    }

    async fn what_somebody_was_paid_is_in_their_own_data(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        board.proposed(&secretary, &entry, &[("share", "50")]).await;
        board.proposed(&secretary, &entry, &[("payee", "name"), ("name", "Lý Thu Hằng"), ("share", "50")]).await;
        let ctx = Ctx::system(&board.app, "test");
        let held = async |account: Uuid| {
            let held = kernel::personal::holdings(&ctx, account).await.unwrap();
            held.into_iter().find(|held| held.name == "portal.royalty").unwrap()
        };
        let own = held(board.writer_id).await;
        let rows: Vec<Vec<String>> =
            own.rows.iter().map(|row| row.iter().map(|fact| fact.words(Lang::Vi)).collect()).collect();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0][..9], ["2026-02", "Sở Tư pháp", "Bài", "10/02/2026", "Tin", "2", "50", "234000", "Chờ duyệt"], "{rows:?}");
        assert!(held(board.secretary_id).await.rows.is_empty());
    }

    async fn whoever_takes_the_list_along_or_looks_at_it_is_noted(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        board.proposed(&secretary, &entry, &[]).await;
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        let query = format!("site={}&thang={FEBRUARY}", board.site.id);
        for (path, what) in [("bang-ke", "report"), ("bang-ke.csv", "file"), ("bang-ke.xlsx", "file")] {
            let noted = async || {
                let sql = "SELECT count(*) FROM kernel_access_log WHERE entry = 'view' AND subject_kind = 'royalty' AND what = $1 \
                           AND actor LIKE 'account:%' AND agency_id = $2";
                let values = vec![format!("portal.royalty.view.{what}").into(), board.site.agency_id.into()];
                board.app.db().read().scalar::<i64>(sql, values).await.unwrap().unwrap()
            };
            let before = noted().await;
            assert_eq!(secretary.get(&format!("{WORK}/{path}?{query}")).await.status, 200);
            assert_eq!(noted().await, before + 1, "{path}");
        }
    }
}
