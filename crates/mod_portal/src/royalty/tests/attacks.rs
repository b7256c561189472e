//! What is tried by those who would have more than is theirs.

use testkit::both_databases;

use super::*;

both_databases! {
    async fn nobody_awards_changes_or_approves_what_is_theirs(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài của thư ký", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        let head = board.signed_in("truongban").await;
        let own = format!("a:{}", board.secretary_id);
        let offered = secretary.get(&board.new_form(&entry)).await.attributes("#payee option", "value");
        assert!(!offered.contains(&own) && offered.contains(&board.writer()), "{offered:?}");
        for fields in [
            vec![("payee", own.as_str())],
            vec![("payee", "login"), ("name", "thuky")],
            vec![("payee", "login"), ("name", " ThuKy ")],
            vec![("payee", "name"), ("name", "Ma Văn Thư")],
            vec![("payee", "name"), ("name", "MA VAN  THU")],
            vec![("payee", "n:ma văn thư")],
        ] {
            let refused = board.propose(&secretary, &entry, &fields).await;
            assert!(refused.status == 422 && refused.text().contains("chính mình"), "{fields:?}: {}", refused.text());
        }
        let rows = [
            ("site", board.site.id.to_string()), ("month", FEBRUARY.to_owned()), ("entry.0", entry.clone()),
            ("revision.0", "1".to_owned()), ("payee.0", own.clone()), ("genre.0", "tin".to_owned()), ("coefficient.0", "1".to_owned()),
        ];
        let rows = rows.each_ref().map(|(n, v)| (*n, v.as_str()));
        let refused = secretary.post(&format!("{WORK}/rows"), &rows).await;
        assert!(refused.status == 422 && refused.text().contains("chính mình"), "{}", refused.text());
        assert!(board.kept().await.is_empty());

        // Proposed by another, it is theirs and out of their reach.
        let award = board.proposed(&head, &entry, &[("payee", &own)]).await;
        assert!(secretary.get(&award).await.text().contains("của chính bạn"));
        let site = board.site.id.to_string();
        let value = format!("{}:1", award.rsplit('/').next().unwrap());
        for (path, fields) in [
            (format!("{award}/approval"), vec![("version", "1")]),
            (format!("{award}/return"), vec![("version", "1"), ("return_reason", "thử")]),
            (format!("{award}/withdrawal"), vec![("version", "1"), ("withdraw_reason", "thử")]),
            (format!("{award}/revision"), vec![("version", "1"), ("payee", own.as_str()), ("genre", "tin"), ("coefficient", "9")]),
            (format!("{WORK}/approvals"), vec![("site", site.as_str()), ("month", FEBRUARY), ("award", value.as_str())]),
        ] {
            let refused = secretary.post(&path, &fields).await;
            assert!(refused.status == 409 && refused.text().contains("chính bạn"), "{path}: {}", refused.text());
        }
        // Nor does whoever proposed it approve, nor by giving it to another in between.
        let refused = head.post(&format!("{award}/approval"), &[("version", "1")]).await;
        assert!(refused.status == 409 && refused.text().contains("người khác phải duyệt"), "{}", refused.text());
        let third = board.account("phoban", "Hứa Văn Phó", "publisher", board.site.agency_id).await;
        assert_ne!(third, board.secretary_id);
        let deputy = board.signed_in("phoban").await;
        let revised = deputy.fill_in(&award, &format!("{award}/revision"), &[("coefficient", "3")]).await;
        assert_eq!(revised.status, 303, "{}", revised.text());
        for who in [&head, &deputy] {
            let refused = who.post(&format!("{award}/approval"), &[("version", "2")]).await;
            assert!(refused.status == 409 && refused.text().contains("người khác phải duyệt"), "{}", refused.text());
        }
        assert_eq!(board.kept().await, ["2026-02 Ma Văn Thư tin 300 100 702000 proposed"]);
        // A second account of the same person is the same person.
        let sql = "UPDATE identity_account SET person = (SELECT person FROM identity_account WHERE login = 'thuky') WHERE login = 'phoban'";
        board.app.keep_house(sql, vec![]).await.unwrap();
        let other = board.published("Bài khác", "2026-02-11T09:00").await;
        let refused = board.propose(&deputy, &other, &[("payee", &own)]).await;
        assert!(refused.status == 422 && refused.text().contains("chính mình"), "{}", refused.text());
    }

    async fn figures_outside_the_rates_and_shares_above_the_whole_are_refused(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let later = board.published("Bài tháng ba", "2026-03-01T09:00").await;
        let secretary = board.signed_in("thuky").await;
        for (fields, words) in [
            (vec![("coefficient", "0")], "từ 0,1 đến 10"),
            (vec![("coefficient", "10,01")], "từ 0,1 đến 10"),
            (vec![("coefficient", "99999999999999999999")], "số dương"),
            (vec![("coefficient", "1;DROP TABLE")], "số dương"),
            (vec![("genre", "khong-co")], "Chọn thể loại"),
            (vec![("genre", "")], "Chọn thể loại"),
            (vec![("share", "0")], "từ 1 đến 100"),
            (vec![("share", "101")], "từ 1 đến 100"),
            (vec![("share", "-50")], "từ 1 đến 100"),
            (vec![("payee", "")], "Chọn người hưởng"),
            (vec![("payee", "a:019abc00-0000-7000-8000-000000000001")], "Chọn người hưởng"),
            (vec![("payee", "login"), ("name", "khong.co")], "Không có tài khoản"),
            (vec![("payee", "name"), ("name", " \t")], "Ghi tên"),
            (vec![("revision", "7")], "đăng bản khác"),
            (vec![("month", "abc")], "Chọn tháng"),
        ] {
            let refused = board.propose(&secretary, &entry, &fields).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{fields:?}: {} {}", refused.status, refused.text());
        }
        // A month before it was published, and one to come.
        let before = board.propose(&secretary, &later, &[("month", FEBRUARY)]).await;
        assert!(before.status == 422 && before.text().contains("đăng sau tháng này. Hãy chấm ở tháng 03/2026"), "{}", before.text());
        let early = board.propose(&secretary, &entry, &[("month", "2027-01")]).await;
        assert!(early.status == 409 && early.text().contains("chưa đến"), "{}", early.text());
        assert!(board.kept().await.is_empty());

        let writer = board.writer();
        board.proposed(&secretary, &entry, &[("share", "60")]).await;
        let twice = board.propose(&secretary, &entry, &[("coefficient", "3")]).await;
        assert!(twice.status == 422 && twice.text().contains("đã có nhuận bút"), "{}", twice.text());
        let too_much = board.propose(&secretary, &entry, &[("payee", "name"), ("name", "Lý Thu Hằng"), ("share", "41")]).await;
        assert!(too_much.status == 422 && too_much.text().contains("chỉ còn 40 %"), "{}", too_much.text());
        let rest = board.proposed(&secretary, &entry, &[("payee", "name"), ("name", "Lý Thu Hằng"), ("share", "40")]).await;
        let grown = secretary.fill_in(&rest, &format!("{rest}/revision"), &[("share", "50")]).await;
        assert!(grown.status == 422 && grown.text().contains("chỉ còn 40 %"), "{}", grown.text());
        let same = secretary.fill_in(&rest, &format!("{rest}/revision"), &[("payee", &writer)]).await;
        assert!(same.status == 422 && same.text().contains("đã có nhuận bút"), "{}", same.text());
        // Another genre is another part of the work.
        board.proposed(&secretary, &entry, &[("genre", "anh"), ("coefficient", "0,5")]).await;
        assert_eq!(board.kept().await, [
            "2026-02 Lường Thị Viết tin 200 60 280800 proposed",
            "2026-02 Lý Thu Hằng tin 200 40 187200 proposed",
            "2026-02 Lường Thị Viết anh 50 100 117000 proposed",
        ]);
        // What was withdrawn is free again.
        secretary.fill_in(&rest, &format!("{rest}/withdrawal"), &[("withdraw_reason", "Không tham gia")]).await;
        board.proposed(&secretary, &entry, &[("payee", "name"), ("name", "Lý Thu Hằng"), ("share", "40")]).await;
        // One wrong row of many, and none is saved; what was typed stays at its entry.
        let more = board.published("Bài nữa", "2026-02-12T09:00").await;
        board.published("Bài cuối", "2026-02-13T09:00").await;
        let rows = format!("{WORK}/rows");
        let form = secretary.get(&board.screen(FEBRUARY)).await.form(&rows);
        board.proposed(&secretary, &more, &[("genre", "dich")]).await;
        let count = board.kept().await.len();
        let typed = [("genre.0", "tin"), ("coefficient.0", "1"), ("genre.1", "tin"), ("coefficient.1", "77")];
        let refused = secretary.post_raw(&rows, &merged(form, &typed)).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert_eq!(refused.texts("#works ~ form tbody th > a"), ["Bài nữa", "Bài cuối"]);
        assert_eq!(refused.attribute("[name='coefficient.1']", "value"), "77");
        assert_eq!(refused.attribute("[name='coefficient.1']", "aria-invalid"), "true");
        assert_eq!(board.kept().await.len(), count);
    }

    async fn another_agency_is_out_of_reach(database) {
        let board = Board::open(database).await;
        let other = live(&board.app, "sonoivu");
        let theirs = board.published_on(&other, "Bài của Sở khác", "2026-02-10T09:00").await;
        let entry = board.published("Bài của Sở", "2026-02-10T09:00").await;
        board.account("sonoivu", "Bàn Văn Khác", "publisher", other.agency_id).await;
        let secretary = board.signed_in("thuky").await;
        let stranger = board.signed_in("sonoivu").await;
        let award = board.proposed(&secretary, &entry, &[]).await;
        // Their site, their entry under one's own site, one's own entry under theirs.
        let (own_site, other_site) = (board.site.id.to_string(), other.id.to_string());
        for path in [
            format!("{WORK}?site={other_site}"), format!("{WORK}/moi?bai={theirs}&site={other_site}"),
            format!("{WORK}/moi?bai={theirs}&site={own_site}"), format!("{WORK}/bang-ke?site={other_site}"),
            format!("{WORK}/bang-ke.csv?site={other_site}"), format!("{WORK}/bang-ke.xlsx?site={other_site}"),
            format!("{WORK}?site=x"), format!("{WORK}/moi"), format!("{WORK}/{}", kernel::new_id::<()>()),
        ] {
            assert_eq!(secretary.get(&path).await.status, 404, "{path}");
        }
        let fields = |site: &str, entry: &str| vec![
            ("site".to_owned(), site.to_owned()), ("entry".to_owned(), entry.to_owned()), ("month".to_owned(), FEBRUARY.to_owned()),
            ("revision".to_owned(), "1".to_owned()), ("payee".to_owned(), "n:Lý Thu Hằng".to_owned()), ("genre".to_owned(), "tin".to_owned()),
            ("coefficient".to_owned(), "1".to_owned()),
        ];
        for (site, entry) in [(&other_site, &theirs), (&own_site, &theirs), (&other_site, &entry)] {
            let fields = merged(fields(site, entry), &[]);
            let refused = secretary.post(WORK, &fields).await;
            assert!(matches!(refused.status, 404 | 422), "{}", refused.status);
            let rows: Vec<(String, &str)> = fields.iter().map(|(n, v)| (if matches!(*n, "site" | "month") { (*n).to_owned() } else { format!("{n}.0") }, *v)).collect();
            let rows: Vec<(&str, &str)> = rows.iter().map(|(n, v)| (n.as_str(), *v)).collect();
            let refused = secretary.post(&format!("{WORK}/rows"), &rows).await;
            assert!(matches!(refused.status, 404 | 422), "{}", refused.status);
        }
        // Nor do they see or touch ours.
        let value = format!("{}:1", award.rsplit('/').next().unwrap());
        assert_eq!(stranger.get(&award).await.status, 404);
        assert_eq!(stranger.get(&board.screen(FEBRUARY)).await.status, 404);
        for (act, field) in [("approval", "x"), ("return", "return_reason"), ("withdrawal", "withdraw_reason"), ("revision", "note"), ("correction", "correct_reason")] {
            let refused = stranger.post(&format!("{award}/{act}"), &[("version", "1"), (field, "thử")]).await;
            assert_eq!(refused.status, 404, "{act}");
        }
        for (site, status) in [(&own_site, 404), (&other_site, 404)] {
            let fields = [("site", site.as_str()), ("month", FEBRUARY), ("award", value.as_str())];
            assert_eq!(stranger.post(&format!("{WORK}/approvals"), &fields).await.status, status);
        }
        assert_eq!(board.kept().await, ["2026-02 Lường Thị Viết tin 200 100 468000 proposed"]);
        // An award is approved in its own month only.
        let head = board.signed_in("truongban").await;
        let elsewhere = [("site", own_site.as_str()), ("month", MARCH), ("award", value.as_str())];
        assert_eq!(head.post(&format!("{WORK}/approvals"), &elsewhere).await.status, 404);
        // Whoever writes and no more sees what is theirs, and nothing of the desk.
        let writer = board.signed_in("viet").await;
        for path in [WORK.to_owned(), award.clone(), format!("{WORK}/bang-ke"), "/quan-tri/khung-nhuan-but".to_owned()] {
            assert_eq!(writer.get(&path).await.status, 403, "{path}");
        }
        assert_eq!(writer.get(OWN).await.count("tbody tr"), 1);
        assert_eq!(stranger.get(OWN).await.count("tbody tr"), 0);
        assert_eq!(board.app.visitor().get(OWN).await.status, 303);
    }

    async fn two_at_once_never_give_away_more_than_the_whole_nor_into_a_closed_month(database) {
        let board = Board::open(database).await;
        let entry = board.published("Bài", "2026-02-10T09:00").await;
        let secretary = board.signed_in("thuky").await;
        let head = board.signed_in("truongban").await;
        // Each would give away three quarters, in months of their own.
        let (one, two) = tokio::join!(
            board.propose(&secretary, &entry, &[("share", "75")]),
            board.propose(&head, &entry, &[("payee", "name"), ("name", "Lý Thu Hằng"), ("share", "75"), ("month", MARCH)]),
        );
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422], "{} {}", one.text(), two.text());
        assert_eq!(board.kept().await.len(), 1);
        // The same form from two browsers: one award.
        let other = board.published("Bài khác", "2026-02-11T09:00").await;
        let (one, two) = tokio::join!(
            board.propose(&secretary, &other, &[]),
            board.propose(&head, &other, &[]),
        );
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
        assert_eq!(board.kept().await.len(), 2);

        // A stale form of one award writes over nothing, and shows both.
        let award = board.latest().await;
        let by = if one.status == 303 { &secretary } else { &head };
        let form = by.get(&award).await.form(&format!("{award}/revision"));
        let done = by.fill_in(&award, &format!("{award}/revision"), &[("coefficient", "4")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let stale = by.post_raw(&format!("{award}/revision"), &merged(form, &[("coefficient", "5")])).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        assert!(stale.texts(".kept").join(" ").contains('4') && stale.attribute("#coefficient", "value") == "5");
        let value = format!("{}:1", award.rsplit('/').next().unwrap());
        let fields = [("site", board.site.id.to_string()), ("month", FEBRUARY.to_owned()), ("award", value)];
        let refused = head.post(&format!("{WORK}/approvals"), &fields.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
        assert_eq!(refused.status, 409, "what was looked at is not what there is");

        // Closing what one looked at, while another adds to it.
        for award in board.app.db().read().column::<Uuid>("SELECT id FROM portal_royalty_award", vec![]).await.unwrap() {
            let award = format!("{WORK}/{award}");
            for who in [&secretary, &head] {
                who.post(&format!("{award}/withdrawal"), &[("version", "1"), ("withdraw_reason", "thử")]).await;
                who.post(&format!("{award}/withdrawal"), &[("version", "2"), ("withdraw_reason", "thử")]).await;
            }
        }
        board.proposed(&secretary, &other, &[]).await;
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        let seen = head.get(&board.screen(FEBRUARY)).await.form(&format!("{WORK}/closings"));
        board.proposed(&secretary, &entry, &[("genre", "anh"), ("coefficient", "1")]).await;
        let closing = format!("{WORK}/closings");
        let refused = head.post_raw(&closing, &merged(seen, &[])).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        let seen = head.get(&board.screen(FEBRUARY)).await.form(&closing);
        let seen = merged(seen, &[]);
        let more = [("genre", "dich"), ("month", FEBRUARY), ("coefficient", "1")];
        let (closed, added) = tokio::join!(head.post_raw(&closing, &seen), board.propose(&secretary, &entry, &more));
        let statuses = (closed.status, added.status);
        assert!(matches!(statuses, (303, 409) | (409, 303)), "{statuses:?}");
        let open: Option<i64> = board.app.db().read().scalar(
            "SELECT count(*) FROM portal_royalty_award w JOIN portal_royalty_month m ON m.site_id = w.site_id AND m.month = w.month \
             WHERE m.closed_at IS NOT NULL AND w.status IN ('proposed', 'returned')", vec![]).await.unwrap();
        assert_eq!(open, Some(0));
    }
}
