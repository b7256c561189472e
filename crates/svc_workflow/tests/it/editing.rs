use testkit::{TestApp, both_databases};
use uuid::Uuid;

use crate::{COMMUNE, admin, day, province, screen_of};

const QUESTION: &str = "/lich-lam-viec?nhan=2026-11-20T09:00&so=3&don-vi=wd";

async fn deadline(app: &TestApp) -> String {
    app.visitor().get(QUESTION).await.attribute(".deadline time", "datetime")
}

both_databases! {
    async fn an_edit_moves_deadlines_and_the_cached_page_at_once(database) {
        let app = province(database).await;
        let public = app.visitor().get("/lich-lam-viec?nam=2026").await;
        assert_eq!(app.cache().size().0, 1);
        assert!(public.text().contains("Ngày Văn hóa Việt Nam"));
        assert_eq!(deadline(&app).await, "2026-11-26T17:00");

        let screen = screen_of(&app, "2026-11-24").await;
        let changes = [("date", "2026-11-27"), ("name", "Ngày Văn hóa (đổi ngày)"), ("source", "Thông báo thử")];
        let done = admin(&app).fill_in(&screen, &screen, &changes).await;
        assert_eq!((done.status, done.location()), (303, "/quan-tri/lich?nam=2026"));
        assert_eq!(deadline(&app).await, "2026-11-25T17:00");
        let after = app.visitor().get("/lich-lam-viec?nam=2026").await.text();
        assert!(after.contains("Ngày Văn hóa (đổi ngày)") && after.contains("Thông báo thử"), "{after}");
        let list = admin(&app).get("/quan-tri/lich?nam=2026").await;
        assert!(list.texts("tbody tr").iter().any(|row| row.contains("27/11/2026") && row.contains("Thông báo thử")));
    }

    async fn days_are_added_and_removed(database) {
        let app = province(database).await;
        let fields = [("date", "2026-11-23"), ("name", "Nghỉ thêm"), ("kind", "off"), ("status", "official")];
        let done = admin(&app).fill_in("/quan-tri/lich/them", "/quan-tri/lich", &fields).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(deadline(&app).await, "2026-11-27T17:00");
        let again = admin(&app).fill_in("/quan-tri/lich/them", "/quan-tri/lich", &fields).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains("đã có trong lịch (Nghỉ thêm)"), "{}", again.text());
        assert_eq!(again.attribute("#name", "value"), "Nghỉ thêm");

        let removal = format!("{}/bo", screen_of(&app, "2026-11-23").await);
        let asked = admin(&app).get(&removal).await;
        assert!(asked.text().contains("23/11/2026"));
        assert_eq!(admin(&app).fill_in(&removal, &removal, &[]).await.status, 303);
        assert_eq!(deadline(&app).await, "2026-11-26T17:00");
        assert_eq!(admin(&app).get(&removal).await.status, 404);
    }

    async fn nonsense_is_refused_at_its_field(database) {
        let app = province(database).await;
        let long = "x".repeat(500);
        for (field, fields) in [
            ("date", [("date", "2026-02-30"), ("name", "A"), ("kind", "off"), ("status", "official"), ("source", "")]),
            ("date", [("date", "0226-02-03"), ("name", "A"), ("kind", "off"), ("status", "official"), ("source", "")]),
            ("name", [("date", "2026-12-01"), ("name", " "), ("kind", "off"), ("status", "official"), ("source", "")]),
            ("name", [("date", "2026-12-01"), ("name", &long), ("kind", "off"), ("status", "official"), ("source", "")]),
            ("source", [("date", "2026-12-01"), ("name", "A"), ("kind", "off"), ("status", "official"), ("source", &long)]),
            ("kind", [("date", "2026-12-01"), ("name", "A"), ("kind", "party"), ("status", "official"), ("source", "")]),
            // Tuesday is worked anyway; Saturday is free anyway.
            ("kind", [("date", "2026-12-01"), ("name", "A"), ("kind", "makeup_work"), ("status", "official"), ("source", "")]),
            ("kind", [("date", "2026-12-05"), ("name", "A"), ("kind", "swap_off"), ("status", "official"), ("source", "")]),
            ("status", [("date", "2026-12-01"), ("name", "A"), ("kind", "off"), ("status", "sure"), ("source", "")]),
        ] {
            let answer = admin(&app).fill_in("/quan-tri/lich/them", "/quan-tri/lich", &fields).await;
            assert_eq!(answer.status, 422, "{fields:?}");
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), [format!("#{field}")], "{fields:?}");
        }
        assert_eq!(svc_workflow::calendar_of(&app).unwrap().holidays().count(), 103);
    }

    async fn one_form_enters_one_day(database) {
        let app = province(database).await;
        let client = admin(&app);
        let key = client.get("/quan-tri/lich/them").await.attribute("input[name=_key]", "value");
        let send = async |name: &str| {
            let fields = [
                ("_key", key.as_str()),
                ("date", "2026-12-01"),
                ("name", name),
                ("kind", "off"),
                ("status", "official"),
                ("source", ""),
            ];
            client.post("/quan-tri/lich", &fields).await
        };
        assert_eq!(send("Ngày thử").await.status, 303);
        let again = send("Ngày thử").await;
        assert_eq!((again.status, again.location()), (303, "/quan-tri/lich?nam=2026"));
        let changed = send("Tên khác").await;
        assert_eq!((changed.status, changed.texts("#name-kept span")), (409, vec!["Ngày thử".to_owned()]));
        assert_eq!(svc_workflow::calendar_of(&app).unwrap().holidays().count(), 104);
    }

    async fn a_stale_form_overwrites_nothing(database) {
        let app = province(database).await;
        let screen = screen_of(&app, "2026-11-24").await;
        let old = admin(&app).get(&screen).await.form(&screen);
        assert_eq!(admin(&app).fill_in(&screen, &screen, &[("name", "Mới")]).await.status, 303);
        let pairs: Vec<(&str, &str)> =
            old.iter().filter(|(n, _)| n != "_csrf").map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let page = admin(&app).post(&screen, &pairs).await;
        assert_eq!(page.status, 409);
        assert_eq!(page.texts("#name-kept span"), ["Mới"]);
        assert!(page.form(&screen).iter().any(|(n, v)| n == "name" && old.contains(&(n.clone(), v.clone()))));
        // Taking it out shows what would be taken out now, and goes on only when that is said.
        let removal = format!("{screen}/bo");
        let asked = admin(&app).post(&removal, &pairs).await;
        assert_eq!(asked.status, 409);
        assert!(asked.text().contains("Ngày này vừa được người khác sửa") && asked.text().contains("Mới"), "{}", asked.text());
        let version = asked.attribute("#over", "value");
        let again = asked.form(&removal);
        let again: Vec<(&str, &str)> =
            again.iter().filter(|(n, _)| n != "_csrf").map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(admin(&app).post(&removal, &again).await.status, 409);
        let said = [&again[..], &[("over", version.as_str())]].concat();
        let calendar = svc_workflow::calendar_of(&app).unwrap();
        assert!(calendar.holidays().any(|h| h.date == day("2026-11-24") && h.name == "Mới"));
        assert_eq!(admin(&app).post(&removal, &said).await.status, 303);
        let calendar = svc_workflow::calendar_of(&app).unwrap();
        assert!(!calendar.holidays().any(|h| h.date == day("2026-11-24")));
    }

    async fn only_administrators_of_the_whole_province_change_it(database) {
        let app = province(database).await;
        let screen = screen_of(&app, "2026-11-24").await;
        let commune = app.signed_in("admin", Uuid::nil(), COMMUNE);
        let stranger = app.signed_in_without_role();
        let fields = [("date", "2026-12-01"), ("name", "A"), ("kind", "off"), ("status", "official"), ("version", "1")];
        let removal = format!("{screen}/bo");
        for path in ["/quan-tri/lich", "/quan-tri/lich/nhap", "/quan-tri/lich/nhap/ghi", &screen, &removal] {
            assert_eq!(stranger.post(path, &fields).await.status, 403, "{path}");
            let more = [&fields[..], &[("csv", "date,kind,name,status\n2026-12-01,off,A,official"), ("revision", "1")]];
            assert_eq!(commune.post(path, &more.concat()).await.status, 403, "{path}");
            let nobody = app.visitor().post(path, &fields).await;
            assert!(nobody.status == 303 && nobody.location().starts_with("/dang-nhap"), "{path}");
        }
        // An administrator of a commune may look at the calendar, and is offered nothing.
        let list = commune.get("/quan-tri/lich?nam=2026").await;
        assert_eq!((list.status, list.count("main tbody a"), list.count("main [data-key-new]")), (200, 0, 0));
        assert_eq!(commune.get(&screen).await.status, 403);
        assert_eq!(svc_workflow::calendar_of(&app).unwrap().holidays().count(), 103);
    }

    async fn what_happened_is_in_the_journal(database) {
        use kernel::db::Queries as _;
        let app = province(database).await;
        let screen = screen_of(&app, "2026-11-24").await;
        admin(&app).fill_in(&screen, &screen, &[("name", "Mới")]).await;
        let data: Vec<String> = app
            .db()
            .read()
            .column("SELECT data FROM kernel_record WHERE act = 'workflow.holiday.changed'", vec![])
            .await
            .unwrap();
        assert_eq!(data.len(), 1);
        assert!(data[0].contains("Ngày Văn hóa Việt Nam") && data[0].contains("Mới"), "{data:?}");
    }
}
