use testkit::both_databases;

use crate::province;

both_databases! {
    async fn a_year_shows_what_each_day_is_in_words(database) {
        let app = province(database).await;
        let page = app.visitor().get("/lich-lam-viec").await;
        assert_eq!((page.status, page.count(".month")), (200, 12));
        assert_eq!(page.texts("#thang-4 td.off"), ["26 nghỉ", "27 nghỉ", "30 nghỉ"]);
        assert_eq!(page.texts("#thang-8 td.makeup"), ["22 bù"]);
        assert_eq!(page.texts("#thang-8 td.swap"), ["31 đổi"]);
        assert_eq!(page.texts("td[aria-current=date]"), ["2"]);
        assert_eq!(page.texts("#thang-8 li"), ["22/8 Làm bù cho 31/8", "31/8 Nghỉ hoán đổi"]);
        // Each month has all its days, and as many cells in each week as weekdays.
        assert_eq!(page.count(".month td b"), 365);
        assert_eq!(page.count(".month tbody tr") * 7, page.count(".month td"));
        let next = app.visitor().get("/lich-lam-viec?nam=2027").await;
        assert_eq!(next.texts("#thang-2 td.maybe").first().map(String::as_str), Some("5 nghỉ?"));
        assert!(next.text().contains("Dự kiến"));
        let unknown = app.visitor().get("/lich-lam-viec?nam=2033").await;
        assert!(unknown.status == 200 && unknown.text().contains("Chưa có lịch nghỉ của năm này"));
        let english = app.visitor().get("/en/lich-lam-viec?nam=2026").await;
        assert_eq!(english.texts("#thang-8 td.makeup"), ["22 work"]);
        assert!(english.texts("#thang-4 caption").contains(&"April".to_owned()));
    }

    async fn the_calculator_explains_itself_day_by_day(database) {
        let app = province(database).await;
        let answer = app.visitor().get("/lich-lam-viec?nhan=2026-04-24T09:00&so=3&don-vi=wd").await;
        assert_eq!(answer.attribute(".deadline time", "datetime"), "2026-05-04T17:00");
        assert!(answer.texts(".deadline").join("").contains("Thứ Hai, 04/05/2026 · 17:00"));
        let lines = answer.texts(".counting > li");
        assert_eq!(lines.len(), 11);
        assert!(lines[0].starts_with("– Thứ Sáu, 24/04/2026 Ngày tiếp nhận"), "{lines:?}");
        assert!(lines[4].starts_with("1 Thứ Ba, 28/04/2026 Ngày làm việc"), "{lines:?}");
        assert_eq!(answer.count(".counting > .counts"), 3);
        assert_eq!(answer.attribute("#nhan", "value"), "2026-04-24T09:00");
        // A question is not kept: there are as many as people.
        assert_eq!(app.cache().size().0, 0);

        let hours = app.visitor().get("/lich-lam-viec?nhan=2026-03-02T16:00&so=2&don-vi=hour").await;
        assert!(hours.texts(".counting > li")[0].starts_with("1:00"), "{:?}", hours.texts(".counting > li"));
        let run = app.visitor().get("/lich-lam-viec?nhan=2026-03-02T09:00&so=15&don-vi=day").await;
        assert!(run.text().contains("03/03/2026 – 17/03/2026"));
        let long = app.visitor().get("/lich-lam-viec?nhan=2026-03-02T09:00&so=5000&don-vi=wd").await;
        assert_eq!((long.status, long.count(".counting > li")), (200, 61));
        let forecast = app.visitor().get("/lich-lam-viec?nhan=2027-02-04T09:00&so=0,5&don-vi=wd").await;
        assert!(forecast.count(".ds-alert[data-color=warning]") >= 5);
    }

    async fn bad_questions_come_back_with_what_to_do(database) {
        let app = province(database).await;
        for (query, fields) in [
            ("nhan=&so=&don-vi=", vec!["#nhan", "#so", "#don-vi"]),
            ("nhan=2026-02-30T09:00&so=3&don-vi=wd", vec!["#nhan"]),
            ("nhan=2026-04-24T09:00&so=ba&don-vi=wd", vec!["#so"]),
            ("nhan=2026-04-24T09:00&so=-1&don-vi=wd", vec!["#so"]),
            ("nhan=2026-04-24T09:00&so=1,5&don-vi=month", vec!["#so"]),
            ("nhan=2026-04-24T09:00&so=3&don-vi=week", vec!["#don-vi"]),
            ("nhan=9999-12-31T09:00&so=5000&don-vi=month", vec!["#nhan"]),
            ("so=3", vec!["#nhan", "#don-vi"]),
            ("nhan=%3Cscript%3E&so=%20&don-vi=%F0%9F%92%A9", vec!["#nhan", "#so", "#don-vi"]),
        ] {
            let answer = app.visitor().get(&format!("/lich-lam-viec?{query}")).await;
            assert_eq!(answer.status, 422, "{query}");
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), fields, "{query}");
        }
        for query in ["nam=abc", "nam=99999999999999", "nam=-5", "nam=12"] {
            assert_eq!(app.visitor().get(&format!("/lich-lam-viec?{query}")).await.status, 404, "{query}");
        }
        for query in ["%FF=1", "nam=2026&nam=2027", "nam", "&&=&", "nam="] {
            assert!(app.visitor().get(&format!("/lich-lam-viec?{query}")).await.status < 500, "{query}");
        }
    }

    async fn an_empty_calendar_is_a_page_too(database) {
        let app = crate::empty(database).await;
        let page = app.visitor().get("/lich-lam-viec").await;
        assert_eq!((page.status, page.count(".month")), (200, 12));
        assert_eq!(app.visitor().get("/lich-lam-viec.ics").await.status, 200);
        assert!(crate::admin(&app).get("/quan-tri/lich").await.text().contains("Chưa có ngày nào"));
    }
}
