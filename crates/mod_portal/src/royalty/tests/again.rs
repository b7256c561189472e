//! What is published anew: a comma that is fixed, and work that is new.

use testkit::both_databases;

use super::*;

both_databases! {
    async fn what_was_never_awarded_counts_by_its_first_day_whatever_was_changed_since(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài tháng hai", "2026-02-10T09:00").await;
        board.published_anew(&entry, "Nội dung, đã sửa một dấu phẩy.").await;
        let secretary = board.signed_in("thuky").await;
        let march = secretary.get(&board.screen(MARCH)).await;
        assert_eq!((march.count("#works"), march.count("main details li a")), (0, 0), "{}", march.text());
        let screen = secretary.get(&board.screen(FEBRUARY)).await;
        assert_eq!(screen.texts("#works ~ form tbody th > a"), ["Bài tháng hai"]);
        let rows = format!("{WORK}/rows");
        let writer = board.writer();
        let typed = [("payee.0", writer.as_str()), ("genre.0", "tin"), ("coefficient.0", "2")];
        let saved = secretary.post_raw(&rows, &merged(screen.form(&rows), &typed)).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(board.kept().await, ["2026-02 Lường Thị Viết tin 200 100 468000 proposed"]);
        let day: Option<String> = board.app.db().read().scalar("SELECT published_on FROM portal_royalty_award", vec![]).await.unwrap();
        assert_eq!(day.as_deref(), Some("2026-02-10"));
    }

    async fn a_fixed_comma_pays_nobody_twice(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        board.proposed(&secretary, &entry, &[("share", "60")]).await;
        board.published_anew(&entry, "Nội dung, đã sửa một dấu phẩy.").await;
        // Not once more, and not more than the whole; the second maker is given the rest as before.
        let twice = board.propose(&secretary, &entry, &[]).await;
        assert!(twice.status == 422 && twice.text().contains("ghi vì sao chấm lại"), "{}", twice.text());
        let other = [("payee", "name"), ("name", "Lý Thu Hằng"), ("share", "100"), ("month", FEBRUARY)];
        let too_much = board.propose(&secretary, &entry, &other).await;
        assert!(too_much.status == 422 && too_much.text().contains("chỉ còn 40 %"), "{}", too_much.text());
        let rest = [("payee", "name"), ("name", "Lý Thu Hằng"), ("share", "40"), ("month", FEBRUARY)];
        board.proposed(&secretary, &entry, &rest).await;
        assert_eq!(board.kept().await, [
            "2026-02 Lường Thị Viết tin 200 60 280800 proposed",
            "2026-02 Lý Thu Hằng tin 200 40 187200 proposed",
        ]);
        // In a screen of rows there is no reason to give.
        let site = board.site.id.to_string();
        let writer = board.writer();
        let rows = [
            ("site", site.as_str()), ("month", MARCH), ("entry.0", &entry), ("revision.0", "2"), ("payee.0", &writer), ("genre.0", "tin"), ("coefficient.0", "1"),
        ];
        let refused = secretary.post(&format!("{WORK}/rows"), &rows).await;
        assert!(refused.status == 422 && refused.text().contains("bấm Chấm riêng"), "{}", refused.text());
        assert_eq!(board.kept().await.len(), 2);
    }

    async fn a_revision_that_is_new_work_is_awarded_again_with_a_reason_that_whoever_approves_sees(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài cũ", "2026-01-15T09:00").await;
        let secretary = board.signed_in("thuky").await;
        let head = board.signed_in("truongban").await;
        board.proposed(&secretary, &entry, &[("month", "2026-01")]).await;
        assert_eq!(secretary.get(&board.new_form(&entry)).await.count("#again, #before"), 0);
        // A form opened before knows another revision.
        let stale = secretary.get(&board.new_form(&entry)).await.form(WORK);
        board.published_anew(&entry, "Viết lại cả bài.").await;
        let writer = board.writer();
        let refused = secretary.post_raw(WORK, &merged(stale, &[("month", MARCH), ("payee", &writer), ("genre", "bai"), ("coefficient", "1")])).await;
        assert!(refused.status == 422 && refused.text().contains("đăng bản khác"), "{}", refused.text());
        let screen = secretary.get(&board.screen(MARCH)).await;
        assert_eq!(screen.texts("main details li a"), ["Bài cũ"]);
        // What was paid before stands beside the question why.
        let form = secretary.get(&board.new_form(&entry)).await;
        assert_eq!((form.count("#again"), form.texts("#before ~ table tbody th")), (1, vec!["Lường Thị Viết".to_owned()]));
        let early = board.propose(&secretary, &entry, &[("again", "Viết lại cả bài"), ("month", "2026-02")]).await;
        assert!(early.status == 422 && early.text().contains("Hãy chấm ở tháng 03/2026"), "{}", early.text());
        let award = board.proposed(&secretary, &entry, &[("again", "Viết lại cả bài")]).await;
        assert_eq!(board.kept().await, [
            "2026-01 Lường Thị Viết tin 200 100 468000 proposed",
            "2026-03 Lường Thị Viết tin 200 100 468000 proposed",
        ]);
        assert_eq!(secretary.get(&board.screen(MARCH)).await.count("main details li a"), 0);
        let list = head.get(&board.screen(MARCH)).await.text();
        assert!(list.contains("Chấm lại bản sửa: Viết lại cả bài"), "{list}");
        let shown = head.get(&award).await;
        assert!(shown.text().contains("Vì sao chấm lại") && shown.count("#before ~ table tbody tr") == 1, "{}", shown.text());
        assert!(shown.text().contains("Chấm lại bản đã sửa, vì: Viết lại cả bài"), "{}", shown.text());
        let twice = board.propose(&secretary, &entry, &[("again", "Vẫn bản ấy"), ("coefficient", "3")]).await;
        assert!(twice.status == 422 && twice.text().contains("đã có nhuận bút"), "{}", twice.text());
        // A reason where nothing was awarded before means nothing.
        let first = board.published("Bài mới", "2026-03-01T09:00").await;
        board.proposed(&secretary, &first, &[("again", "thừa")]).await;
        let again: Vec<String> = board.app.db().read()
            .column("SELECT again FROM portal_royalty_award ORDER BY created_at, id", vec![]).await.unwrap();
        assert_eq!(again, ["", "Viết lại cả bài", ""]);
    }

    async fn a_correction_is_not_withdrawn_once_others_were_given_what_it_took_back(database) {
        let board = Board::open(database).await;
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        let award = closed_february(&board, &secretary, &head).await;
        let entry = secretary.get(&award).await.attributes("dl.facts a", "href").into_iter().find(|h| h.contains("/noi-dung/")).unwrap();
        let entry = entry.rsplit('/').next().unwrap().to_owned();
        let nothing = [("month", MARCH), ("coefficient", "0"), ("share", "100"), ("correct_reason", "Ghi nhầm người")];
        let corrected = secretary.post(&format!("{award}/correction"), &nothing).await;
        assert_eq!(corrected.status, 303, "{}", corrected.text());
        let correction = corrected.location().to_owned();
        let other = board.proposed(&secretary, &entry, &[("payee", "name"), ("name", "Lý Thu Hằng"), ("month", MARCH)]).await;
        let withdraw = async |award: &str| secretary.fill_in(award, &format!("{award}/withdrawal"), &[("withdraw_reason", "Nhầm")]).await;
        let refused = withdraw(&correction).await;
        assert!(refused.status == 409 && refused.text().contains("chia 200 %"), "{} {}", refused.status, refused.text());
        assert_eq!(board.kept().await.iter().filter(|line| line.ends_with("withdrawn")).count(), 0);
        assert_eq!(withdraw(&other).await.status, 303);
        assert_eq!(withdraw(&correction).await.status, 303);
        assert_eq!(board.kept().await, [
            "2026-02 Lường Thị Viết tin 200 100 468000 approved",
            "2026-03 Lường Thị Viết tin 0 100 -468000 withdrawn",
            "2026-03 Lý Thu Hằng tin 200 100 468000 withdrawn",
        ]);
    }

    async fn the_first_award_stays_while_a_revision_was_awarded_for_on_top_of_it(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        let first = board.proposed(&secretary, &entry, &[("month", FEBRUARY)]).await;
        board.published_anew(&entry, "Viết lại cả bài.").await;
        let again = board.proposed(&secretary, &entry, &[("again", "Viết lại cả bài")]).await;
        let withdraw = async |award: &str| secretary.fill_in(award, &format!("{award}/withdrawal"), &[("withdraw_reason", "Nhầm")]).await;
        let refused = withdraw(&first).await;
        assert!(refused.status == 409 && refused.text().contains("Hãy rút khoản chấm lại trước"), "{} {}", refused.status, refused.text());
        assert!(refused.text().contains("tháng 03/2026"), "{}", refused.text());
        // Nor does it leave for another genre, so that the first could be given away once more.
        let moved = secretary.fill_in(&first, &format!("{first}/revision"), &[("genre", "bai")]).await;
        assert!(moved.status == 422 && moved.text().contains("Hãy rút khoản chấm lại trước"), "{} {}", moved.status, moved.text());
        assert_eq!(board.kept().await, [
            "2026-02 Lường Thị Viết tin 200 100 468000 proposed",
            "2026-03 Lường Thị Viết tin 200 100 468000 proposed",
        ]);
        assert_eq!(withdraw(&again).await.status, 303);
        assert_eq!(withdraw(&first).await.status, 303);
    }

    async fn only_what_still_waits_is_what_a_form_sent_twice_did(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        let award = board.proposed(&secretary, &entry, &[]).await;
        let again = board.propose(&secretary, &entry, &[]).await;
        assert_eq!(again.status, 303, "{}", again.text());
        let said = secretary.get(again.location()).await.text();
        assert!(said.contains("Không có gì mới") && !said.contains("Đã chấm 1 khoản"), "{said}");
        let returned = head.fill_in(&award, &format!("{award}/return"), &[("return_reason", "Xem lại")]).await;
        assert_eq!(returned.status, 303, "{}", returned.text());
        let again = board.propose(&secretary, &entry, &[]).await;
        assert!(again.status == 422 && again.text().contains("đã có nhuận bút"), "{} {}", again.status, again.text());
        assert_eq!(board.kept().await, ["2026-02 Lường Thị Viết tin 200 100 468000 returned"]);
    }
}
