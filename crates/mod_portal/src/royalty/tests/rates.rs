use testkit::both_databases;

use super::*;
use crate::royalty::RATES;

/// The row of what holds from this day on, by the address at which it is edited.
async fn edited(admin: &Client, named: &str) -> String {
    let page = admin.get(RATES).await;
    let names = page.texts("tbody th a");
    let at = names.iter().position(|name| name == named).unwrap_or_else(|| panic!("{named}: {names:?}"));
    page.attributes("tbody th a", "href")[at].split('#').next().unwrap().to_owned()
}

both_databases! {
    async fn a_dated_change_of_rates_changes_nothing_that_was_awarded(database) {
        let board = Board::open(database).await;
        let (old, new) = (board.published("Bài cũ", "2026-02-10T09:00").await, board.published("Bài mới", "2026-03-01T09:00").await);
        let root = board.app.db().read().scalar::<Uuid>("SELECT id FROM org_agency WHERE kind = 'province'", vec![]).await.unwrap().unwrap();
        board.account("quantri", "Quản trị", "admin", root).await;
        let secretary = board.signed_in("thuky").await;
        let award = board.proposed(&secretary, &old, &[]).await;
        let before = board.kept().await;
        let admin = board.signed_in("quantri").await;
        // What came with the program says of itself that nobody checked it.
        let page = admin.get(RATES).await;
        assert_eq!(page.count("tbody tr .ds-tag[data-color=warning]"), page.count("tbody tr"), "{}", page.text());
        assert_eq!(page.count("tbody tr .ds-tag[data-color=success]"), 0);
        // From March on a coefficient is worth more, and news have another range.
        let unit = [("value", "300.000"), ("valid_from", "2026-03-01"), ("basis", "=QĐ thử"), ("verified", "1")];
        let saved = admin.fill_in(&format!("{RATES}?don_gia=moi"), &format!("{RATES}/don-gia"), &unit).await;
        assert_eq!((saved.status, saved.location()), (303, RATES), "{}", saved.text());
        let genre = [("code", "tin"), ("name", "Tin ngắn"), ("smallest", "0,2"), ("largest", "5"), ("valid_from", "2026-03-01"), ("basis", "QĐ thử"), ("verified", "1")];
        let saved = admin.fill_in(RATES, RATES, &genre).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(board.kept().await, before);
        let out = board.propose(&secretary, &new, &[("coefficient", "6")]).await;
        assert!(out.status == 422 && out.text().contains("từ 0,2 đến 5"), "{}", out.text());
        board.proposed(&secretary, &new, &[]).await;
        // The old day keeps its rates, also for what is changed now.
        let revised = secretary.fill_in(&award, &format!("{award}/revision"), &[("coefficient", "8")]).await;
        assert_eq!(revised.status, 303, "{}", revised.text());
        assert_eq!(board.kept().await, [
            "2026-02 Lường Thị Viết tin 800 100 1872000 proposed",
            "2026-03 Lường Thị Viết tin 200 100 600000 proposed",
        ]);
        let kept = board.kept().await;
        // Even a row that was used may be mended: awards keep what they were worked out from.
        let row = edited(&admin, "234.000 đ").await;
        let mended = admin.fill_in(&row, &format!("{RATES}/don-gia"), &[("value", "1"), ("valid_to", "2026-02-28")]).await;
        assert_eq!(mended.status, 303, "{}", mended.text());
        assert_eq!(board.kept().await, kept);
        let shown = secretary.get(&award).await.text();
        assert!(shown.contains("234.000 đ") && shown.contains("Chưa kiểm chứng"), "{shown}");
        // March rests on what was read in the document.
        let march = secretary.get(&board.latest().await).await.text();
        assert!(march.contains("300.000 đ") && !march.contains("Chưa kiểm chứng"), "{march}");
        let acts: Vec<String> = board.acts().await;
        assert_eq!(acts.iter().filter(|act| act.contains("_unit") || act.contains("_genre")).count(), 3);
        // The journal holds what was there before and what is there now.
        let sql = "SELECT data FROM kernel_record WHERE act = 'portal.royalty_unit.changed'";
        let data: Option<String> = board.app.db().read().scalar(sql, vec![]).await.unwrap();
        let data: serde_json::Value = serde_json::from_str(&data.unwrap()).unwrap();
        assert_eq!((&data["before"]["value"], &data["after"]["value"]), (&234_000.into(), &1.into()), "{data}");
        assert_eq!((&data["before"]["valid_to"], &data["after"]["valid_to"]), (&"".into(), &"2026-02-28".into()), "{data}");
        assert_eq!(data["after"]["standing"], "unverified", "{data}");
        // Of the rows of a genre, and of the values, one is in force.
        let page = admin.get(RATES).await;
        let now = |table: &str| page.count(&format!("{table} ~ table .ds-tag[data-color=info]"));
        assert_eq!((now("#genres"), now("#units")), (11, 1), "{}", page.text());
        let row = |name: &str| page.texts("tbody tr").into_iter().find(|row| row.contains(name)).unwrap();
        assert!(row("Tin ngắn").contains("Đang áp dụng") && row("300.000 đ").contains("Đang áp dụng"), "{}", page.text());
    }

    async fn rates_are_changed_and_months_closed_by_whoever_has_shown_lately_who_they_are(database) {
        let board = Board::open(database).await;
        board.of_province("quantri", "Quản trị", "admin").await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let (secretary, head, admin) = (board.signed_in("thuky").await, board.signed_in("truongban").await, board.signed_in("quantri").await);
        board.proposed(&secretary, &entry, &[]).await;
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        board.app.set_time("2026-03-02T08:15");
        let unit = [("value", "300.000"), ("valid_from", "2026-03-01"), ("basis", "QĐ thử")];
        let asked = admin.fill_in(&format!("{RATES}?don_gia=moi"), &format!("{RATES}/don-gia"), &unit).await;
        assert!(asked.status != 303 && asked.count("input[type=password]") > 0, "{} {}", asked.status, asked.text());
        let asked = board.close(&head, FEBRUARY).await;
        assert!(asked.status != 303 && asked.count("input[type=password]") > 0, "{} {}", asked.status, asked.text());
        let counts = "SELECT (SELECT count(*) FROM portal_royalty_unit) + (SELECT count(*) FROM portal_royalty_month WHERE closed_at IS NOT NULL)";
        assert_eq!(board.app.db().read().scalar::<i64>(counts, vec![]).await.unwrap(), Some(2));
    }

    async fn rates_are_the_provinces_and_hold_together(database) {
        let board = Board::open(database).await;
        let root = board.app.db().read().scalar::<Uuid>("SELECT id FROM org_agency WHERE kind = 'province'", vec![]).await.unwrap().unwrap();
        board.account("quantri", "Quản trị", "admin", root).await;
        board.account("quantriso", "Quản trị Sở", "admin", board.site.agency_id).await;
        let admin = board.signed_in("quantri").await;
        let below = board.signed_in("quantriso").await;
        let secretary = board.signed_in("thuky").await;
        let fine = [("code", ""), ("name", "Podcast"), ("smallest", "1"), ("largest", "5"), ("valid_from", "2026-01-01"), ("valid_to", ""), ("basis", "QĐ thử")];
        let unit = [("value", "1"), ("valid_from", "2026-01-01"), ("basis", "QĐ thử")];
        for who in [&below, &secretary] {
            assert_eq!(who.get(RATES).await.status, 403);
            assert_eq!(who.post(RATES, &fine).await.status, 403);
            assert_eq!(who.post(&format!("{RATES}/don-gia"), &unit).await.status, 403);
        }
        let rows = "SELECT count(*) FROM portal_royalty_genre";
        let count = async || board.app.db().read().scalar::<i64>(rows, vec![]).await.unwrap();
        let before = count().await;
        for (field, value, words) in [
            ("name", " ", "Ghi tên thể loại"), ("name", "Tin", "Đã có thể loại"), ("code", "tin", "đúng ngày này"),
            ("smallest", "6", "không nhỏ hơn"), ("largest", "x", "số dương"), ("valid_from", "32/01/2026", "Ghi ngày theo lịch"),
            ("valid_to", "2025-12-31", "trước ngày đầu"), ("valid_to", "mai", "Ghi ngày theo lịch"), ("basis", "", "Ghi căn cứ"),
        ] {
            let mut fields: Vec<(&str, &str)> = fine.to_vec();
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value));
            if field == "code" {
                fields.retain(|(name, _)| *name != "valid_from");
                fields.push(("valid_from", "2014-06-01"));
            }
            let refused = admin.post(RATES, &fields).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{field} {value}: {} {}", refused.status, refused.text());
        }
        assert_eq!(count().await, before);
        for value in ["0", "-5", "1,5x", "", "999999999999999999999"] {
            let refused = admin.post(&format!("{RATES}/don-gia"), &[("value", value), ("valid_from", "2026-01-01"), ("basis", "QĐ")]).await;
            assert_eq!(refused.status, 422, "{value}");
        }
        let taken = admin.post(&format!("{RATES}/don-gia"), &[("value", "5"), ("valid_from", "2024-07-01"), ("basis", "QĐ")]).await;
        assert!(taken.status == 422 && taken.text().contains("đúng ngày này"), "{}", taken.text());
        let saved = admin.post(RATES, &fine).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        // Two administrators on one row.
        let row = edited(&admin, "Podcast").await;
        let first = admin.get(&row).await.form(RATES);
        let done = admin.fill_in(&row, RATES, &[("largest", "6")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let stale = admin.post_raw(RATES, &merged(first, &[("largest", "7")])).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        assert!(stale.texts(".kept").join(" ").contains('6') && stale.attribute("#largest", "value") == "7");
        // A genre that ended is offered no more for what came after.
        let done = admin.fill_in(&row, RATES, &[("valid_to", "2026-02-28")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let offered = async |entry: &str| secretary.get(&board.new_form(entry)).await.attributes("#genre option", "value").contains(&"podcast".to_owned());
        assert!(offered(&board.published("Bài hai", "2026-02-10T09:00").await).await);
        assert!(!offered(&board.published("Bài ba", "2026-03-01T09:00").await).await);
    }
}
