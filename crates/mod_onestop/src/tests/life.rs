use testkit::both_databases;

use super::*;

both_databases! {
    async fn a_dossier_is_received_processed_in_time_and_handed_over(database) {
        let shop = Shop::open(database).await;
        let id = shop.submitted(&shop.citizen).await;
        let own = format!("/mot-cua/ho-so/{id}");
        let list = shop.clerk.get("/quan-tri/ho-so").await;
        assert!(list.text().contains("Hoàng Thị Sen") && list.text().contains("-260302-0001"), "{}", list.text());
        for found in ["?q=hoang+thi", "?status=new", "?q=H55"] {
            let rows = shop.clerk.get(&format!("/quan-tri/ho-so{found}")).await.count("tbody tr");
            assert_eq!(rows, usize::from(found != "?q=H55"), "{found}");
        }
        let screen = shop.clerk.get(&format!("/quan-tri/ho-so/{id}")).await;
        assert!(screen.text().contains("019300000123") && screen.text().contains("chung sinh.pdf"), "{}", screen.text());
        // The specialist cannot accept, the clerk cannot finish.
        assert_eq!(screen.count("form[action$='/result']"), 0);
        // Accepted after 15:00: due by the close of the next working day (Decree 23/2015/NĐ-CP art. 7).
        shop.app.set_time("2026-03-02T15:01");
        assert_eq!(shop.act(&shop.clerk, &id, "acceptance", &[]).await.status, 303);
        let told = shop.citizen.get(&own).await;
        assert!(told.text().contains("Đã tiếp nhận") && told.text().contains("03/03/2026 17:00"), "{}", told.text());
        // Form 01, for both; there is none of the others, and none for strangers.
        for (client, path) in [(&shop.citizen, &own), (&shop.clerk, &format!("/quan-tri/ho-so/{id}"))] {
            let printed = client.get(&format!("{path}/mau/01")).await;
            assert_eq!((printed.status, printed.header("content-type")), (200, "application/pdf"));
            assert!(printed.bytes.starts_with(b"%PDF-"), "{} bytes", printed.bytes.len());
            assert_eq!(client.get(&format!("{path}/mau/03")).await.status, 404);
        }
        let stranger = shop.app.client_of("other", Vec::new());
        assert_eq!(stranger.get(&format!("{own}/mau/01")).await.status, 404);
        assert_eq!(shop.act(&shop.specialist, &id, "processing", &[]).await.status, 303);
        let empty = shop.act(&shop.specialist, &id, "result", &[("result_note", " ")]).await;
        assert_eq!((empty.status, empty.attributes(".ds-error-summary a", "href")), (422, vec!["#result_note".to_owned()]));
        shop.app.set_time("2026-03-03T10:00");
        let note = "Giấy khai sinh, nhận tại quầy 2";
        assert_eq!(shop.act(&shop.specialist, &id, "result", &[("result_note", note)]).await.status, 303);
        // Ready in time: not late, however late it is fetched.
        shop.app.set_time("2026-03-09T10:00");
        let ready = shop.citizen.get(&own).await;
        assert!(ready.text().contains(note) && !ready.text().contains("Đã quá hẹn"), "{}", ready.text());
        assert_eq!(shop.act(&shop.clerk, &id, "handover", &[]).await.status, 303);
        assert_eq!(shop.status(&id).await, "returned");
        shop.app.run_jobs().await;
        shop.app.seal().await;
    }

    async fn papers_are_asked_for_once_and_the_clock_stands_still_meanwhile(database) {
        let shop = Shop::open(database).await;
        let id = shop.submitted(&shop.citizen).await;
        assert_eq!(shop.act(&shop.clerk, &id, "acceptance", &[]).await.status, 303);
        let what = "Giấy chứng sinh bị mờ, xin gửi lại";
        assert_eq!(shop.act(&shop.clerk, &id, "supplement", &[("supplement", what)]).await.status, 303);
        let own = format!("/mot-cua/ho-so/{id}");
        let told = shop.citizen.get(&own).await;
        assert!(told.text().contains(what) && told.text().contains("Chờ bổ sung"), "{}", told.text());
        // Two days later it is not late: nothing runs.
        shop.app.set_time("2026-03-04T09:00");
        assert!(!shop.citizen.get(&own).await.text().contains("Đã quá hẹn"));
        let version = told.attribute("input[name=version]", "value");
        let path = format!("{own}/supplement");
        let none = shop.citizen.send_file(&path, &[("version", &version)], ("khac", "a.pdf", PDF)).await;
        assert_eq!(none.status, 422);
        let sent = shop.citizen.send_file(&path, &[("version", &version)], ("file", "ro hon.pdf", PDF)).await;
        assert_eq!(sent.location(), own, "{}", sent.text());
        let screen = shop.clerk.get(&format!("/quan-tri/ho-so/{id}")).await;
        assert!(screen.text().contains("ro hon.pdf") && screen.text().contains("Đang xử lý"), "{}", screen.text());
        // A second time is refused, on the screen and behind it.
        assert_eq!(screen.count("form[action$='/supplement']"), 0);
        let version = "4";
        let again = shop.clerk.post(&format!("/quan-tri/ho-so/{id}/supplement"), &[("version", version), ("supplement", "nữa")]).await;
        assert_eq!(again.status, 409);
        assert!(again.text().contains("một lần"), "{}", again.text());
    }

    async fn a_refusal_and_a_withdrawal_end_it(database) {
        let shop = Shop::open(database).await;
        let refused = shop.submitted(&shop.citizen).await;
        let reason = "Nơi sinh không thuộc địa bàn";
        assert_eq!(shop.act(&shop.clerk, &refused, "refusal", &[("refuse_reason", reason)]).await.status, 303);
        let told = shop.citizen.get(&format!("/mot-cua/ho-so/{refused}")).await;
        assert!(told.text().contains(reason) && told.text().contains("Không được tiếp nhận"), "{}", told.text());
        assert_eq!(told.count("form[action$='/withdrawal']"), 0);
        let taken = shop.submitted(&shop.citizen).await;
        let own = format!("/mot-cua/ho-so/{taken}");
        let back = shop.citizen.fill_in(&own, &format!("{own}/withdrawal"), &[("reason", "Nhầm nơi")]).await;
        assert_eq!(back.location(), own, "{}", back.text());
        assert_eq!(shop.status(&taken).await, "withdrawn");
        let version = shop.clerk.get(&format!("/quan-tri/ho-so/{taken}")).await.attribute("input[name=version]", "value");
        let path = format!("/quan-tri/ho-so/{taken}/acceptance");
        assert_eq!(shop.clerk.post(&path, &[("version", &version)]).await.status, 409, "{version}");
    }

    async fn two_clerks_accept_one_dossier_once(database) {
        let shop = Shop::open(database).await;
        let id = shop.submitted(&shop.citizen).await;
        let page = format!("/quan-tri/ho-so/{id}");
        let version = shop.clerk.get(&page).await.attribute("input[name=version]", "value");
        let other = shop.app.signed_in("clerk", shop.commune, &shop.path);
        let path = format!("{page}/acceptance");
        let fields = [("version", version.as_str())];
        let (one, two) = tokio::join!(shop.clerk.post(&path, &fields), other.post(&path, &fields));
        let mut said = [one.status, two.status];
        said.sort_unstable();
        assert_eq!(said, [303, 409]);
        let steps: Option<i64> = shop.app.db().read()
            .scalar("SELECT count(*) FROM onestop_step WHERE status = 'accepted'", vec![]).await.unwrap();
        assert_eq!(steps, Some(1));
    }
}
