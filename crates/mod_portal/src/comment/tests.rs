use kernel::db::Queries as _;
use testkit::both_databases;

use super::WORK;
use crate::{
    entry::field::Fields,
    question::tests::{Office, PRIVATE, live, merged, published_entry},
};

/// A draft on which opinions are taken until Tuesday 10 March 2026.
async fn draft(office: &Office) -> String {
    let fields = Fields::default()
        .with("stage", "dang-lay-y-kien")
        .with("drafter", "Sở Tư pháp")
        .with("opens", "2026-03-01")
        .with("closes", "2026-03-10")
        .with("reply_to", "Văn phòng Sở");
    published_entry(office, "draft", "Dự thảo quy chế", fields).await
}

async fn kept(office: &Office) -> i64 {
    office.app.db().read().scalar("SELECT count(*) FROM portal_comment", vec![]).await.unwrap().unwrap()
}

async fn sent(office: &Office, draft: &str, body: &str) {
    let fields = [("body", body), ("name", PRIVATE[0]), ("contact", PRIVATE[3])];
    let answer = office.send(&office.citizen, &format!("{draft}/y-kien/gui"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

both_databases! {
    async fn an_opinion_is_read_before_everybody_reads_it(database) {
        let office = Office::open(database).await;
        let draft = draft(&office).await;
        let page = office.citizen.get(&draft).await;
        assert!(page.text().contains("Đã nhận 0 ý kiến") && page.text().contains("10/03/2026"), "{}", page.text());
        sent(&office, &draft, "Nên nói rõ Điều 5.").await;
        let list = format!("{draft}/y-kien");
        assert!(!office.citizen.get(&list).await.text().contains("Điều 5"));
        // The page in memory learns of it.
        assert!(office.citizen.get(&draft).await.text().contains("Đã nhận 1 ý kiến, đã xem xét 0 ý kiến"));
        let screen = office.officer.get(WORK).await.attribute("tbody th a", "href");
        let done = office.act(&office.officer, &screen, "publication", &[("reply", "Tiếp thu.")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let page = office.citizen.get(&list).await;
        assert!(page.text().contains("Nên nói rõ Điều 5.") && page.text().contains("Tiếp thu."), "{}", page.text());
        assert!(page.text().contains("Không nêu tên"), "the name was not to be shown");
        for word in PRIVATE {
            assert!(!page.body().contains(word), "{word}");
        }
        assert!(office.citizen.get(&draft).await.text().contains("đã xem xét 1 ý kiến"));
        let refused = office.act(&office.officer, &screen, "refusal", &[("reason", "Ngoài nội dung.")]).await;
        assert_eq!(refused.status, 303);
        assert!(!office.citizen.get(&list).await.text().contains("Điều 5"));
    }

    async fn after_the_closing_day_none_is_taken_and_the_day_is_told(database) {
        let office = Office::open(database).await;
        let draft = draft(&office).await;
        let path = format!("{draft}/y-kien/gui");
        office.app.set_time("2026-03-10T23:50");
        let form = office.citizen.get(&path).await.form(&path);
        office.app.set_time("2026-03-11T00:01");
        let late = office.citizen.post_raw(&path, &merged(form, &[("body", "Muộn mất rồi")])).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("10/03/2026"), "{}", late.text());
        assert_eq!(office.citizen.get(&path).await.status, 409);
        assert_eq!(kept(&office).await, 0);
        let page = office.citizen.get(&draft).await;
        assert_eq!(page.count("a[href$='/y-kien/gui']"), 0);
    }

    async fn robots_double_clicks_and_markup(database) {
        let office = Office::open(database).await;
        let draft = draft(&office).await;
        let path = format!("{draft}/y-kien/gui");
        let form = office.citizen.get(&path).await.form(&path);
        let script = "<script>alert(1)</script>\n\n<b onclick=x>";
        let fields = [("body", script), ("name", script), ("named", "1")];
        assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &fields)).await.status, 422, "too fast");
        office.later(30);
        assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &[("body", script), ("_proof", "")])).await.status, 422);
        assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &[("body", "")])).await.status, 422);
        for _ in 0..2 {
            assert_eq!(office.citizen.post_raw(&path, &merged(form.clone(), &fields)).await.status, 303);
        }
        assert_eq!(kept(&office).await, 1);
        assert_eq!(office.citizen.post_raw(&path, &merged(form, &[("body", "khác")])).await.status, 422);
        let screen = office.officer.get(WORK).await.attribute("tbody th a", "href");
        office.act(&office.officer, &screen, "publication", &[("reply", script)]).await;
        for page in [office.citizen.get(&format!("{draft}/y-kien")).await, office.officer.get(&screen).await, office.officer.get(WORK).await] {
            assert_eq!(page.status, 200);
            assert_eq!((page.count("b[onclick]"), page.count("script:not([src])")), (0, 0), "{}", page.body());
        }
    }

    async fn wrong_agency_stale_version_wrong_state(database) {
        let office = Office::open(database).await;
        let draft = draft(&office).await;
        sent(&office, &draft, "=1+1").await;
        let screen = office.officer.get(WORK).await.attribute("tbody th a", "href");
        let other = live(&office.app, "sonoivu");
        let stranger = office.app.signed_in("publisher", other.agency_id, &other.agency_path);
        for act in ["publication", "refusal"] {
            let path = format!("{screen}/{act}");
            assert_eq!(stranger.post(&path, &[("version", "1"), ("reason", "x")]).await.status, 404, "{act}");
            assert_eq!(office.officer.post(&path, &[("version", "0"), ("reason", "x")]).await.status, 409, "{act}");
        }
        assert_eq!(stranger.get(&screen).await.status, 404);
        assert_eq!(office.act(&office.officer, &screen, "refusal", &[("reason", "Quảng cáo.")]).await.status, 303);
        let again = office.officer.post(&format!("{screen}/refusal"), &[("version", "2"), ("reason", "x")]).await;
        assert_eq!(again.status, 409);
        // Taken along: with names, noted, and nothing that runs.
        let file = office.officer.get("/quan-tri/y-kien/xuat.csv").await.body();
        assert!(file.contains(PRIVATE[0]) && file.contains("'=1+1"), "{file}");
        assert_eq!(stranger.get("/quan-tri/y-kien/xuat.csv").await.body().lines().count(), 1);
        let sql = "SELECT count(*) FROM kernel_access_log WHERE entry = 'view' AND subject_kind = 'comment'";
        let looks: Option<i64> = office.app.db().read().scalar(sql, vec![]).await.unwrap();
        assert!(looks.unwrap() >= 2);
        let records: Vec<String> = office.app.db().read().column("SELECT data FROM kernel_record", vec![]).await.unwrap();
        assert!(records.iter().all(|r| PRIVATE.iter().all(|word| !r.contains(word)) && !r.contains("=1+1")));
    }
}
