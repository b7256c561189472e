//! From a draft to a withdrawal, through the browser.

use kernel::db::Queries as _;
use testkit::both_databases;

use super::*;
use crate::policy;

both_databases! {
    async fn an_article_lives_from_draft_to_withdrawal(database) {
        let room = Newsroom::open(database).await;
        // Kept in memory from before: they must change all the same.
        for path in ["/tin-tuc", "/", "/rss.xml"] {
            assert!(!says(&room.reader.get(&room.at(path)).await, "Lịch tiếp công dân"));
        }

        let screen = room.draft("Lịch tiếp công dân tháng Ba").await;
        assert!(says(&room.editor.get(&screen).await, "Bản nháp"));
        room.submit(&screen).await;
        assert!(!says(&room.reader.get(&room.at("/tin-tuc")).await, "Lịch tiếp công dân"));

        let review = room.publisher.get(&screen).await;
        assert!(says(&review, "Chờ duyệt"));
        assert_eq!(review.texts("article h2")[0], "Lịch tiếp công dân tháng Ba", "seen as it will look");
        let answer = room.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        assert_eq!(answer.status, 303);

        let public = room.public(&screen).await;
        assert!(public.contains("/tin-tuc/lich-tiep-cong-dan-thang-ba-"), "{public}");
        let page = room.reader.get(&public).await;
        assert_eq!(page.texts("h1"), ["Lịch tiếp công dân tháng Ba"]);
        assert_eq!(page.texts("article h2"), ["Mục hai"]);
        for words in ["02/03/2026 08:00", "Nguyễn Văn Thử", "Nguồn: Văn phòng Sở", "Tóm tắt của bài."] {
            assert!(says(&page, words), "{words}");
        }
        for path in ["/tin-tuc", "/", "/rss.xml"] {
            assert!(says(&room.reader.get(&room.at(path)).await, "Lịch tiếp công dân"), "{path}");
        }

        let answer = room
            .publisher
            .fill_in(&screen, &format!("{screen}/withdrawal"), &[("withdraw_reason", "Sai giờ tiếp.")])
            .await;
        assert_eq!(answer.status, 303);
        for path in ["/tin-tuc", "/", "/rss.xml"] {
            assert!(!says(&room.reader.get(&room.at(path)).await, "Lịch tiếp công dân"), "{path}");
        }
        let gone = room.reader.get(&public).await;
        assert_eq!(gone.status, 410);
        assert!(says(&gone, "đã được gỡ") && says(&gone, "02/03/2026"));
        for secret in ["Lịch tiếp công dân", "thứ hai", "Sai giờ"] {
            assert!(!says(&gone, secret), "{secret}");
        }

        let history = room.editor.get(&screen).await.texts(".timeline li b");
        assert_eq!(history, [
            "Gỡ khỏi trang: Sai giờ tiếp.",
            "Đăng bản thứ 1",
            "Gửi duyệt bản thứ 1",
            "Bắt đầu viết",
        ]);
    }

    async fn what_is_public_stays_while_it_is_revised(database) {
        let room = Newsroom::open(database).await;
        let screen = room.published("Bản đầu").await;
        let public = room.public(&screen).await;
        room.app.set_time("2026-03-05T10:00");

        let edit = format!("{screen}?sua=1");
        let answer =
            room.editor.fill_in(&edit, &format!("{screen}/revision"), &whole("Bản sửa", &[])).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(room.reader.get(&public).await.texts("h1"), ["Bản đầu"]);
        assert!(says(&room.editor.get(&screen).await, "Bản cũ vẫn đang đăng"));
        room.submit(&screen).await;
        assert_eq!(room.reader.get(&public).await.texts("h1"), ["Bản đầu"]);

        let answer = room.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        assert_eq!(answer.status, 303);
        let moved = room.reader.get(&public).await;
        assert_eq!(moved.status, 303, "the old address leads to the new one");
        let page = room.reader.get(moved.location()).await;
        assert_eq!(page.texts("h1"), ["Bản sửa"]);
        assert!(says(&page, "02/03/2026 08:00") && says(&page, "cập nhật 05/03/2026 10:00"));
    }

    async fn a_returned_article_says_why_and_comes_again(database) {
        let room = Newsroom::open(database).await;
        let screen = room.submitted("Bài cần sửa").await;
        let answer = room.publisher.fill_in(&screen, &format!("{screen}/return"), &[("return_reason", " ")]).await;
        assert_eq!(answer.status, 422);
        assert!(says(&answer, "Ghi rõ cần sửa gì"));
        let answer = room
            .publisher
            .fill_in(&screen, &format!("{screen}/return"), &[("return_reason", "Thiếu địa điểm.")])
            .await;
        assert_eq!(answer.status, 303);
        let page = room.editor.get(&screen).await;
        assert!(says(&page, "Bài bị trả lại") && says(&page, "Thiếu địa điểm."));

        // Saved and handed over in one step, from the form.
        let mut form = page.form(&format!("{screen}/revision"));
        form.retain(|(name, _)| name != "body");
        form.push(("body".to_owned(), "Tại phòng 101.".to_owned()));
        let fields: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = room.editor.post_raw(&format!("{screen}/submission"), &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = room.publisher.get(&screen).await;
        assert!(says(&page, "Tại phòng 101.") && says(&page, "Chờ duyệt"));
        assert!(page.texts(".ds-alert").iter().any(|a| a.contains("Thiếu địa điểm.")), "what was asked for");
    }

    async fn what_is_planned_appears_at_its_time(database) {
        let room = Newsroom::open(database).await;
        let screen = room.submitted("Bài hẹn giờ").await;
        let plan = format!("{screen}/publication");
        for (typed, wrong) in [
            ("2026-03-01T08:00", "Giờ đăng phải sau lúc này"),
            ("2028-03-01T08:00", "366 ngày"),
            ("mai", "Chọn ngày và giờ đăng"),
        ] {
            let answer = room.publisher.fill_in(&screen, &plan, &[("publish_at", typed)]).await;
            assert_eq!(answer.status, 422, "{typed}");
            assert!(says(&answer, wrong), "{typed}: {}", answer.text());
        }
        let answer = room.publisher.fill_in(&screen, &plan, &[("publish_at", "2026-03-03T07:30")]).await;
        assert_eq!(answer.status, 303);
        assert!(says(&room.editor.get(&screen).await, "Sẽ tự đăng lúc 03/03/2026 07:30"));
        room.app.run_jobs().await;
        assert!(!says(&room.reader.get(&room.at("/tin-tuc")).await, "Bài hẹn giờ"));
        room.app.set_time("2026-03-03T07:30");
        room.app.run_jobs().await;
        let list = room.reader.get(&room.at("/tin-tuc")).await;
        assert!(says(&list, "Bài hẹn giờ") && says(&list, "03/03/2026"));
    }

    async fn what_was_planned_and_taken_back_does_not_appear(database) {
        let room = Newsroom::open(database).await;
        let screen = room.submitted("Bài hẹn rồi thôi").await;
        let plan = format!("{screen}/publication");
        room.publisher.fill_in(&screen, &plan, &[("publish_at", "2026-03-03T07:30")]).await;
        assert!(says(&room.publisher.get(&screen).await, "Hủy hẹn giờ"));
        assert!(!says(&room.publisher.get(&screen).await, "Lấy lại để sửa"));
        assert!(!says(&room.editor.get(&screen).await, "Hủy hẹn giờ"));
        let answer = room.editor.fill_in(&screen, &format!("{screen}/retraction"), &[]).await;
        assert_eq!(answer.status, 303);
        room.app.set_time("2026-03-03T07:30");
        room.app.run_jobs().await;
        assert!(!says(&room.reader.get(&room.at("/tin-tuc")).await, "Bài hẹn rồi thôi"));
        assert!(says(&room.editor.get(&screen).await, "Bản nháp"));
    }

    async fn whoever_stands_in_for_the_writer_does_not_approve(database) {
        let room = Newsroom::open(database).await;
        let screen = room.submitted("Tự viết, người làm thay duyệt").await;
        let writer: Uuid = room.app.db().read()
            .scalar("SELECT writer_id FROM portal_entry WHERE id = $1", vec![id_of(&screen).into()])
            .await.unwrap().unwrap();
        let lent = |by: Uuid| base::Grant {
            role: "publisher".to_owned(),
            permissions: [policy::ENTRY_WRITE, policy::ENTRY_PUBLISH].into(),
            agency: room.site.agency_id,
            path: room.site.agency_path.clone(),
            lent_by: Some(by),
        };
        let of_writer = room.app.client_of("làm thay người viết", vec![lent(writer)]);
        let page = of_writer.get(&screen).await;
        assert!(says(&page, "Cần người khác duyệt") && page.count("form[action$='/publication']") == 0, "not offered");
        let version = version(&room.publisher, &screen).await;
        let refused = of_writer.post(&format!("{screen}/publication"), &[("version", &version)]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(says(&refused, "người bạn đang làm thay"), "{}", refused.text());
        let of_another = room.app.client_of("làm thay người khác", vec![lent(kernel::new_id::<()>().uuid())]);
        assert_eq!(of_another.fill_in(&screen, &format!("{screen}/publication"), &[]).await.status, 303);
    }

    async fn only_what_is_public_is_found(database) {
        let room = Newsroom::open(database).await;
        let load = |ids: Vec<Uuid>| (crate::entry::SEARCH.load)((*room.app).clone(), ids);
        let all = || (crate::entry::SEARCH.all)((*room.app).clone());
        let screen = room.submitted("Tìm thấy tôi").await;
        let id = id_of(&screen);
        assert!(all().await.unwrap().is_empty());
        room.publisher.fill_in(&screen, &format!("{screen}/publication"), &[]).await;
        let docs = load(vec![id, Uuid::nil()]).await.unwrap();
        assert_eq!(all().await.unwrap(), [id]);
        assert_eq!(docs.len(), 1);
        assert_eq!(docs[0].title, "Tìm thấy tôi");
        assert!(docs[0].body.contains("Đoạn thứ hai.") && !docs[0].body.contains('*'), "{}", docs[0].body);
        assert_eq!(room.reader.get(&docs[0].url).await.status, 200);
        let fields = [("withdraw_reason", "Nhầm.")];
        room.publisher.fill_in(&screen, &format!("{screen}/withdrawal"), &fields).await;
        assert!(load(vec![id]).await.unwrap().is_empty());
        assert!(all().await.unwrap().is_empty());
    }
}
