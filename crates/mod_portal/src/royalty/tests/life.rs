use testkit::both_databases;

use super::*;
use crate::royalty::load_model_royalties;

both_databases! {
    async fn a_month_is_awarded_in_one_save_approved_by_another_and_closed(database) {
        let board = Board::open(database).await;
        let first = board.published("Bài thứ nhất", "2026-02-10T09:00").await;
        board.published("Bài thứ hai", "2026-02-11T09:00").await;
        board.published("Bài thứ ba", "2026-02-12T09:00").await;
        board.published("Bài tháng ba", "2026-03-01T09:00").await;
        let secretary = board.signed_in("thuky").await;
        // Whoever has one site only need not choose it.
        let screen = secretary.get(&format!("{WORK}?thang={FEBRUARY}")).await;
        assert_eq!(screen.texts("#works ~ form tbody th > a"), ["Bài thứ nhất", "Bài thứ hai", "Bài thứ ba"]);
        assert!(screen.text().contains("Chưa kiểm chứng"));
        let rows = format!("{WORK}/rows");
        let writer = board.writer();
        let typed = [
            ("payee.0", writer.as_str()), ("genre.0", "bai"), ("coefficient.0", "2,5"),
            // The author it names is offered as an outside one.
            ("genre.2", "tin"), ("coefficient.2", "1"),
        ];
        let form = merged(screen.form(&rows), &typed);
        let saved = secretary.post_raw(&rows, &form).await;
        assert_eq!((saved.status, saved.location()), (303, board.screen(FEBRUARY).as_str()), "{}", saved.text());
        let after = secretary.get(&board.screen(FEBRUARY)).await;
        assert_eq!(after.texts("#works ~ form tbody th > a"), ["Bài thứ hai"]);
        let said = after.text();
        assert!(said.contains("585.000 đ") && said.contains("234.000 đ") && said.contains("Nông Văn Ngoài"), "{said}");
        assert_eq!(board.kept().await, [
            "2026-02 Lường Thị Viết bai 250 100 585000 proposed",
            "2026-02 Nông Văn Ngoài tin 100 100 234000 proposed",
        ]);
        // Sent once more, nothing is made twice and nothing is wrong.
        let again = secretary.post_raw(&rows, &form).await;
        assert_eq!(again.status, 303, "{}", again.text());
        assert_eq!(board.kept().await.len(), 2);
        // Whoever proposed is offered nothing to approve, and cannot close.
        assert_eq!(after.count("input[name=award]"), 0);
        assert_eq!(board.approve_all(&secretary, FEBRUARY).await.status, 409);

        let head = board.signed_in("truongban").await;
        let desk = head.get("/viec").await.text();
        assert!(desk.contains("nhuận bút chờ duyệt") && desk.contains("Nhuận bút tháng 02/2026: 2 khoản"), "{desk}");
        let waits = head.get(&board.screen(FEBRUARY)).await;
        assert_eq!((waits.count("input[name=award]"), waits.count("#closing ~ form")), (2, 0));
        assert_eq!(board.approve_all(&head, FEBRUARY).await.status, 303);
        // A changed one waits anew.
        let award = head.get(&board.screen(FEBRUARY)).await.attribute("section[aria-labelledby=awards] tbody th > a", "href");
        let revised = secretary.fill_in(&award, &format!("{award}/revision"), &[("coefficient", "3")]).await;
        assert_eq!(revised.status, 303, "{}", revised.text());
        assert!(head.get(&award).await.text().contains("702.000 đ"));
        let early = head.post(&format!("{WORK}/closings"), &[("site", &board.site.id.to_string()), ("month", FEBRUARY), ("version", "99")]).await;
        assert_eq!(early.status, 409);
        // It may come back with a reason, and is put right.
        let returned = head.fill_in(&award, &format!("{award}/return"), &[("return_reason", "Hệ số cao quá")]).await;
        assert_eq!(returned.status, 303, "{}", returned.text());
        assert!(secretary.get("/viec").await.text().contains("nhuận bút bị trả lại"));
        assert!(secretary.get(&award).await.text().contains("Hệ số cao quá"));
        secretary.fill_in(&award, &format!("{award}/revision"), &[("coefficient", "2")]).await;
        let one = head.fill_in(&award, &format!("{award}/approval"), &[]).await;
        assert_eq!(one.status, 303, "{}", one.text());
        let closed = board.close(&head, FEBRUARY).await;
        assert_eq!(closed.status, 303, "{}", closed.text());

        let kept = board.kept().await;
        assert_eq!(kept, [
            "2026-02 Lường Thị Viết bai 200 100 468000 approved",
            "2026-02 Nông Văn Ngoài tin 100 100 234000 approved",
        ]);
        let shown = head.get(&board.screen(FEBRUARY)).await;
        assert!(shown.text().contains("Triệu Thị Trưởng chốt lúc 02/03/2026 08:00"));
        assert_eq!(shown.count("form[method=post] input[name=site]"), 0, "nothing is offered in a closed month");
        // Nothing in it changes any more, whatever is sent.
        let acts = [
            ("revision", vec![("payee", writer.as_str()), ("genre", "tin"), ("coefficient", "1")]),
            ("withdrawal", vec![("withdraw_reason", "thử")]),
            ("approval", vec![]),
            ("return", vec![("return_reason", "thử")]),
        ];
        let version = secretary.get(&award).await;
        assert_eq!(version.count("form[action$=revision], form[action$=withdrawal]"), 0);
        for (act, mut fields) in acts {
            fields.push(("version", "6"));
            for who in [&secretary, &head] {
                let refused = who.post(&format!("{award}/{act}"), &fields).await;
                assert_eq!(refused.status, 409, "{act}: {}", refused.text());
            }
        }
        for (path, more) in [("rows", ("entry.0", first.as_str())), ("closings", ("version", "9"))] {
            let fields = [("site", board.site.id.to_string()), ("month", FEBRUARY.to_owned())];
            let mut fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            fields.extend([more, ("revision.0", "1"), ("payee.0", "n:A"), ("genre.0", "anh"), ("coefficient.0", "1")]);
            let refused = head.post(&format!("{WORK}/{path}"), &fields).await;
            assert_eq!(refused.status, 409, "{path}: {}", refused.text());
        }
        assert_eq!(board.kept().await, kept);
        assert_eq!(board.acts().await, [
            "portal.royalty.proposed", "portal.royalty.proposed",
            "portal.royalty.approved", "portal.royalty.approved",
            "portal.royalty.revised", "portal.royalty.returned", "portal.royalty.revised",
            "portal.royalty.approved", "portal.royalty_month.closed",
        ]);
    }

    async fn what_was_wrong_in_a_closed_month_is_put_right_by_a_line_in_a_later_one(database) {
        let board = Board::open(database).await;
        let secretary = board.signed_in("thuky").await;
        let head = board.signed_in("truongban").await;
        let award = closed_february(&board, &secretary, &head).await;
        let correct = async |who: &Client, fields: &[(&str, &str)]| {
            let mut all = vec![("month", MARCH), ("share", "100"), ("correct_reason", "Ghi nhầm hệ số")];
            all.retain(|(name, _)| fields.iter().all(|(n, _)| n != name));
            all.extend_from_slice(fields);
            who.post(&format!("{award}/correction"), &all).await
        };
        let page = secretary.get(&award).await;
        assert_eq!(page.attributes("#month option", "value"), ["", MARCH], "only months still open, after the closed one");
        for (wrong, status, words) in [
            (vec![("coefficient", "2")], 422, "không làm thay đổi"),
            (vec![("coefficient", "1000")], 422, "từ 0,1 đến 10"),
            (vec![("coefficient", "1"), ("share", "101")], 422, "từ 1 đến 100"),
            (vec![("coefficient", "-1")], 422, "số dương"),
            (vec![("coefficient", "1"), ("correct_reason", " ")], 422, "Ghi lý do"),
            (vec![("coefficient", "1"), ("month", "2026-01")], 409, "tháng sau"),
            (vec![("coefficient", "1"), ("month", FEBRUARY)], 409, "đã chốt"),
            (vec![("coefficient", "1"), ("month", "2026-04")], 409, "chưa đến"),
        ] {
            let refused = correct(&secretary, &wrong).await;
            assert_eq!(refused.status, status, "{wrong:?}: {}", refused.text());
            assert!(refused.text().contains(words), "{wrong:?}: {}", refused.text());
        }
        assert_eq!(board.kept().await.len(), 1);
        let done = correct(&secretary, &[("coefficient", "0,5")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let line = done.location().to_owned();
        assert_eq!(board.kept().await[1], "2026-03 Lường Thị Viết tin 50 100 -351000 proposed");
        let shown = secretary.get(&line).await;
        assert!(shown.text().contains("-351.000 đ") && shown.text().contains("Ghi nhầm hệ số"));
        // One at a time; it is approved by another like everything else, withdrawn and made anew but not edited.
        let second = correct(&secretary, &[("coefficient", "1")]).await;
        assert!(second.status == 409 && second.text().contains("chưa chốt"), "{}", second.text());
        let edited = secretary.post(&format!("{line}/revision"), &[("payee", &board.writer()), ("genre", "tin"), ("coefficient", "9"), ("version", "1")]).await;
        assert_eq!(edited.status, 409, "{}", edited.text());
        let withdrawn = secretary.fill_in(&line, &format!("{line}/withdrawal"), &[("withdraw_reason", "Tính lại")]).await;
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.text());
        // Nothing was due at all: what was given is taken back, and never more than that.
        let done = correct(&secretary, &[("coefficient", "0")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(board.approve_all(&head, MARCH).await.status, 303);
        let kept = board.kept().await;
        assert_eq!(kept[0], "2026-02 Lường Thị Viết tin 200 100 468000 approved", "what is closed stays");
        assert_eq!(kept[2], "2026-03 Lường Thị Viết tin 0 100 -468000 approved");
        // A correction is not corrected; the next one reckons from what both come to.
        board.app.set_time("2026-04-01T08:00");
        let (secretary, head) = (board.signed_in("thuky").await, board.signed_in("truongban").await);
        assert_eq!(board.close(&head, MARCH).await.status, 303);
        let of_correction = secretary.post(&format!("{}/correction", board.latest().await), &[("coefficient", "1"), ("month", "2026-04"), ("correct_reason", "thử")]).await;
        assert_eq!(of_correction.status, 409, "{}", of_correction.text());
        let form = secretary.get(&award).await;
        let filled = ["#coefficient", "#share"].map(|field| form.attribute(field, "value"));
        assert_eq!(filled, ["0", "100"], "the form begins with what was said to be right last");
        let raised = correct(&secretary, &[("coefficient", "1"), ("month", "2026-04")]).await;
        assert_eq!(raised.status, 303, "{}", raised.text());
        assert_eq!(board.kept().await[3], "2026-04 Lường Thị Viết tin 100 100 234000 proposed");
        // Whoever was given it sees all of it, and nobody else's.
        let writer = board.signed_in("viet").await;
        let own = writer.get(OWN).await;
        assert_eq!(own.texts("tbody td.r"), ["234.000 đ", "-468.000 đ", "468.000 đ"]);
        assert_eq!(own.texts(".stats b"), ["0 đ"]);
        assert_eq!(head.get(OWN).await.count("tbody tr"), 0);
    }

    async fn the_model_royalties_are_given_once_and_add_up(database) {
        let board = Board::open(database).await;
        let ctx = Ctx::system(&board.app, "test");
        for (slug, months) in [("sxd", ["2026-01", "2026-02", "2026-03"])] {
            let site = live(&board.app, slug);
            for (n, month) in months.iter().enumerate() {
                board.published_on(&site, &format!("Bài {n}"), &format!("{month}-01T09:00")).await;
                board.published_on(&site, &format!("Bài nữa {n}"), &format!("{month}-01T10:00")).await;
            }
        }
        let all = load_model_royalties(&ctx).await.unwrap();
        let kept = board.kept().await;
        assert_eq!(kept.len(), all);
        assert!(kept.iter().any(|line| line.ends_with("proposed")) && kept.iter().any(|line| line.ends_with("approved")), "{kept:?}");
        let closed: Vec<String> = board.app.db().read()
            .column("SELECT month FROM portal_royalty_month WHERE closed_at IS NOT NULL ORDER BY month", vec![]).await.unwrap();
        assert_eq!(closed, ["2026-01", "2026-02"]);
        // Each amount is coefficient × unit × share; the shares of a work are a whole.
        let wrong: Option<i64> = board.app.db().read()
            .scalar("SELECT count(*) FROM portal_royalty_award WHERE amount * 10000 <> unit * coefficient * share", vec![]).await.unwrap();
        assert_eq!(wrong, Some(0), "{kept:?}");
        let shares: Vec<i64> = board.app.db().read()
            .column("SELECT CAST(sum(share) AS BIGINT) FROM portal_royalty_award GROUP BY entry_id, genre", vec![]).await.unwrap();
        assert!(!shares.is_empty() && shares.iter().all(|&share| share == 100), "{shares:?}");
        // What the screen says is what the rows come to.
        board.of_province("tongbien", "Tổng biên tập", "publisher").await;
        let chief = board.signed_in("tongbien").await;
        for month in ["2026-01", "2026-02", "2026-03"] {
            let sum: Option<i64> = board.app.db().read()
                .scalar("SELECT CAST(COALESCE(sum(amount), 0) AS BIGINT) FROM portal_royalty_award WHERE month = $1 AND status = 'approved'", vec![month.into()]).await.unwrap();
            let shown = chief.get(&format!("{WORK}?thang={month}&site={}", live(&board.app, "sxd").id)).await;
            let shown: String = shown.texts(".stats b")[0].chars().filter(char::is_ascii_digit).collect();
            assert_eq!(shown.parse().ok(), sum, "{month}");
        }
        assert_eq!(load_model_royalties(&ctx).await.unwrap(), 0);
        assert_eq!(board.kept().await, kept);
    }
}
