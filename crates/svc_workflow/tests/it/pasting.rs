use testkit::{Answer, TestApp, both_databases};

use crate::{admin, day, province};

const PASTE: &str = "/quan-tri/lich/nhap";
const WRITE: &str = "/quan-tri/lich/nhap/ghi";

const TABLE: &str = "date,kind,name,status
2026-11-24,off,Ngày Văn hóa Việt Nam,official
2027-02-05,off,Tết Nguyên đán Đinh Mùi,official
24/12/2026,off,Nghỉ thử,official
2026-13-01,off,Sai ngày,official
2026-12-28,makeup_work,Thứ Hai làm bù,official
2026-12-29,off
";

async fn preview(app: &TestApp, table: &str) -> Answer {
    admin(app).fill_in(PASTE, PASTE, &[("csv", table), ("source", "Thông báo 99/TB")]).await
}

async fn confirm(app: &TestApp, preview: &Answer) -> Answer {
    let form = preview.form(WRITE);
    let pairs: Vec<(&str, &str)> =
        form.iter().filter(|(n, _)| n != "_csrf").map(|(n, v)| (n.as_str(), v.as_str())).collect();
    admin(app).post(WRITE, &pairs).await
}

both_databases! {
    async fn a_table_is_shown_before_it_is_written(database) {
        let app = province(database).await;
        let shown = preview(&app, TABLE).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert_eq!(shown.count("#added > li"), 1);
        // The source is news to the day already known, the forecast has been decided.
        assert_eq!(shown.count("#changed > li"), 2);
        let rejected = shown.texts("#rejected tbody tr");
        let lines: Vec<&str> = rejected.iter().map(|r| r.split(' ').take(2).last().unwrap()).collect();
        assert_eq!(lines, ["5", "6", "7"], "{rejected:?}");
        assert!(rejected[1].contains("làm bù"), "{rejected:?}");
        assert!(shown.texts("button").contains(&"Ghi 3 ngày, bỏ qua 3 dòng".to_owned()), "{:?}", shown.texts("button"));
        let again = shown.form(PASTE);
        let kept = |name: &str| again.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        assert_eq!(kept("csv").map(|csv| csv.lines().count()), Some(TABLE.lines().count()), "to be mended there");
        assert_eq!(kept("source"), Some("Thông báo 99/TB"));
        let calendar = || svc_workflow::calendar_of(&app).unwrap();
        assert!(calendar().is_working_day(day("2026-12-24")));

        let done = confirm(&app, &shown).await;
        assert_eq!((done.status, done.location()), (303, "/quan-tri/lich?nam=2026"));
        assert!(!calendar().is_working_day(day("2026-12-24")));
        assert_eq!(calendar().holidays().count(), 104);
        let list = admin(&app).get("/quan-tri/lich?nam=2027").await;
        let tet = list.texts("tbody tr").into_iter().find(|r| r.contains("05/02/2027")).unwrap();
        assert!(tet.contains("Đã công bố") && tet.contains("Thông báo 99/TB"), "{tet}");
    }

    async fn a_preview_of_an_older_calendar_is_stale(database) {
        let app = province(database).await;
        let shown = preview(&app, TABLE).await;
        assert_eq!(confirm(&app, &shown).await.status, 303);
        let again = confirm(&app, &shown).await;
        assert_eq!(again.status, 409, "{}", again.text());
        assert!(again.text().contains("không thay đổi gì"), "{}", again.text());
        assert_eq!(svc_workflow::calendar_of(&app).unwrap().holidays().count(), 104);
    }

    async fn what_was_pasted_is_shown_anew_against_the_calendar_as_it_is_now(database) {
        let app = province(database).await;
        let shown = preview(&app, TABLE).await;
        let other = "date,kind,name,status\n2026-12-24,off,Nghỉ do người khác ghi,official\n";
        assert_eq!(confirm(&app, &preview(&app, other).await).await.status, 303);
        let late = confirm(&app, &shown).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("Lịch vừa được người khác sửa"), "{}", late.text());
        // The day somebody else added is now one that changes.
        assert_eq!((late.count("#added > li"), late.count("#changed > li")), (0, 3));
        assert!(late.text().contains("Nghỉ do người khác ghi"));
        let form = late.form(WRITE);
        let kept = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        assert_eq!(kept("csv").map(|csv| csv.lines().count()), Some(TABLE.lines().count()));
        assert_eq!(kept("source"), Some("Thông báo 99/TB"));
        assert_eq!(confirm(&app, &late).await.status, 303);
        let calendar = svc_workflow::calendar_of(&app).unwrap();
        assert!(calendar.holidays().any(|h| h.date == day("2026-12-24") && h.name == "Nghỉ thử"));
    }

    async fn tables_that_change_nothing_or_cannot_be_read(database) {
        let app = province(database).await;
        let again = admin(&app)
            .fill_in(PASTE, PASTE, &[("csv", "date,kind,name,status\r\n2026-11-24,off,Ngày Văn hóa Việt Nam,official\r\n")])
            .await;
        assert_eq!(again.status, 200);
        assert_eq!(again.count("form[action='/quan-tri/lich/nhap/ghi']"), 0);
        for table in ["", "   \n", "2026-12-24,off,Nghỉ,official", "<html>"] {
            let answer = preview(&app, table).await;
            assert_eq!(answer.status, 422, "{table}");
            assert_eq!(answer.attributes(".ds-error-summary a", "href"), ["#csv"], "{table}");
            assert_eq!(answer.attribute("#source", "value"), "Thông báo 99/TB");
        }
        let all_bad = preview(&app, "date,kind,name,status\n2026-12-24,x,A,official\n2026-12-25,off,,official").await;
        assert_eq!((all_bad.status, all_bad.count("#rejected tbody tr")), (422, 2));
        let hostile = preview(&app, "date,kind,name,status\n2026-12-24,off,\"<b>\"\"A\"\"</b>\",official").await;
        assert_eq!((hostile.status, hostile.count("#added b")), (200, 1));
    }
}
