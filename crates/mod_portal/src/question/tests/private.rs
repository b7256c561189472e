//! Who asked is seen by whoever answers, and by nobody else: not on pages, in feeds, in the search, in the journal.

use kernel::{Ctx, db::Queries as _};
use testkit::both_databases;

use super::*;
use crate::question::SEARCH;

/// What would run in a reader's browser.
const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>";

fn gives_away(text: &str) -> Option<&'static str> {
    PRIVATE.into_iter().find(|word| text.contains(word))
}

both_databases! {
    async fn nothing_public_says_who_asked(database) {
        let office = Office::open(database).await;
        let address = office.published("Hỏi kín đáo").await;
        let mut pages = vec![address, "/hoi-dap".to_owned(), "/sitemap.xml".to_owned()];
        for path in ["/hoi-dap", "/hoi-dap/rss.xml", "/hoi-dap/atom.xml", "/hoi-dap/gui", "/hoi-dap/tra-cuu", "/", "/so-do", "/sitemap.xml"] {
            pages.push(office.at(path));
        }
        for path in &pages {
            let page = office.app.visitor().get(path).await;
            assert_eq!(page.status, 200, "{path}");
            assert_eq!(gives_away(&page.body()), None, "{path}");
        }
        let feed = office.citizen.get(&office.at("/hoi-dap/rss.xml")).await;
        assert!(feed.body().contains("Hỏi kín đáo") && feed.header("content-type").starts_with("application/rss+xml"));
        assert!(office.citizen.get(&office.at("/sitemap.xml")).await.body().contains("/hoi-dap/hoi-kin-dao-"));
        assert!(office.citizen.get(&pages[0]).await.text().contains("L. T. B. M."));
        let published = (SEARCH.all)(office.app.clone()).await.unwrap();
        assert!(!published.is_empty());
        for doc in (SEARCH.load)(office.app.clone(), published).await.unwrap() {
            assert_eq!(gives_away(&format!("{doc:?}")), None);
        }
        let records: Vec<String> = office.app.db().read().column("SELECT data FROM kernel_record", vec![]).await.unwrap();
        assert!(records.len() > 4);
        for record in records {
            assert_eq!(gives_away(&record), None, "{record}");
            assert!(!record.contains("Xin hỏi giấy tờ"), "{record}");
        }
    }

    async fn an_answer_that_names_the_asker_is_not_handed_over(database) {
        let office = Office::open(database).await;
        office.asked("Nêu tên").await;
        let screen = office.screen("Nêu tên").await;
        office.act(&office.officer, &screen, "classification", &[("class", "own")]).await;
        for field in ["answer", "shown_title", "shown_body"] {
            let refused = office.submit(&screen, &[(field, "Kính gửi bà Lường Thị Bí Mật")]).await;
            assert_eq!(refused.status, 422, "{field}");
            assert_eq!(refused.attributes(".ds-error-summary a", "href"), [format!("#{field}")]);
        }
        assert_eq!(office.submit(&screen, &[("answer", "Gọi lại 0912 345 678")]).await.status, 422);
    }

    async fn who_asked_is_forgotten_on_request_once_it_is_answered(database) {
        let office = Office::open(database).await;
        let receipt = office.asked("Xin xóa thông tin").await;
        let code = office.citizen.get(&receipt).await.texts(".ds-alert h2").pop().unwrap();
        let screen = office.screen("Xin xóa thông tin").await;
        let early = office.approver.post(&format!("{screen}/erasure"), &[("version", "1"), ("forget_reason", "x")]).await;
        assert_eq!(early.status, 409);
        office.act(&office.officer, &screen, "classification", &[("class", "own")]).await;
        office.submit(&screen, &[("shown_body", "Bản công khai.")]).await;
        office.act(&office.approver, &screen, "approval", &[]).await;
        assert_eq!(office.officer.post(&format!("{screen}/erasure"), &[]).await.status, 403);
        assert_eq!(office.approver.post(&format!("{screen}/erasure"), &[("version", "1"), ("forget_reason", "x")]).await.status, 409);
        let done = office.act(&office.approver, &screen, "erasure", &[("forget_reason", "Người gửi yêu cầu.")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        for page in [office.approver.get(&screen).await, office.officer.get("/quan-tri/hoi-dap/so-theo-doi.csv").await] {
            assert_eq!(gives_away(&page.body()), None);
            assert!(!page.body().contains("Xin hỏi giấy tờ"));
        }
        assert!(office.citizen.get(&office.at("/hoi-dap")).await.text().contains("Xin xóa thông tin"));
        let find = office.at("/hoi-dap/tra-cuu");
        for contact in ["0912345678", PRIVATE[3]] {
            let none = office.citizen.fill_in(&find, &find, &[("code", &code), ("contact", contact)]).await;
            assert_eq!(none.status, 422, "{contact}");
        }
        for table in ["portal_question_sender", "portal_question"] {
            let sql = match table {
                "portal_question" => "SELECT body FROM portal_question",
                _ => "SELECT name || address || phone || email FROM portal_question_sender",
            };
            let kept: Vec<String> = office.app.db().read().column(sql, vec![]).await.unwrap();
            assert!(kept == [""] || kept == ["Bản công khai."], "{kept:?}");
        }
    }

    async fn every_look_at_who_asked_is_noted(database) {
        let office = Office::open(database).await;
        office.asked("Hỏi và xem").await;
        let screen = office.screen("Hỏi và xem").await;
        let looks = async || -> i64 {
            let sql = "SELECT count(*) FROM kernel_access_log WHERE entry = 'view' AND subject_kind = 'question'";
            office.app.db().read().scalar(sql, vec![]).await.unwrap().unwrap()
        };
        assert_eq!(gives_away(&office.officer.get(WORK).await.body()), None, "the list names nobody");
        assert_eq!(looks().await, 0);
        let page = office.officer.get(&screen).await;
        assert!(page.text().contains(PRIVATE[0]) && page.text().contains("0912 345 678"));
        assert_eq!(looks().await, 1);
        let register = office.officer.get("/quan-tri/hoi-dap/so-theo-doi.csv").await;
        assert!(register.body().contains(PRIVATE[0]));
        assert_eq!(looks().await, 2);
        let other = live(&office.app, "sonoivu");
        let stranger = office.app.signed_in("editor", other.agency_id, &other.agency_path);
        assert_eq!(stranger.get(&screen).await.status, 404);
        assert_eq!(gives_away(&stranger.get("/quan-tri/hoi-dap/so-theo-doi.csv").await.body()), None);
        assert_eq!(looks().await, 2);
    }

    async fn the_register_is_narrowed_and_runs_nothing(database) {
        let office = Office::open(database).await;
        let path = office.at("/hoi-dap/gui");
        let formula = [("title", "=HYPERLINK(\"http://example.com\")"), ("name", "+84 là tên"), ("address", "@SUM(A1:A9)")];
        let sent = office.send(&office.citizen, &path, &whole("x", &formula)).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        office.asked("Câu thứ hai").await;
        let register = office.officer.get("/quan-tri/hoi-dap/so-theo-doi.csv").await;
        assert_eq!(register.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(register.header("cache-control"), "no-store");
        let body = register.body();
        assert!(body.starts_with('\u{feff}') && body.lines().count() == 3, "{body}");
        for cell in ["'=HYPERLINK", "'+84 là tên", "'@SUM"] {
            assert!(body.contains(cell), "{cell}: {body}");
        }
        let one = office.officer.get("/quan-tri/hoi-dap/so-theo-doi.csv?q=thu+hai").await.body();
        assert_eq!(one.lines().count(), 2, "{one}");
        let none = office.officer.get("/quan-tri/hoi-dap/so-theo-doi.csv?from=2026-03-03").await.body();
        assert_eq!(none.lines().count(), 1, "{none}");
    }

    async fn markup_in_any_field_is_text(database) {
        let office = Office::open(database).await;
        let path = office.at("/hoi-dap/gui");
        let fields = [("title", SCRIPT), ("body", SCRIPT), ("name", SCRIPT), ("address", SCRIPT)];
        let wrong = office.send(&office.citizen, &path, &whole("x", &[("title", SCRIPT), ("body", SCRIPT), ("phone", SCRIPT)])).await;
        assert_eq!(wrong.status, 422);
        let sent = office.send(&office.citizen, &path, &whole("x", &fields)).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let screen = office.officer.get(WORK).await.attribute("tbody a", "href");
        office.act(&office.officer, &screen, "classification", &[("class", "own")]).await;
        // The form would refuse it, as the name is in it: past the form, then.
        let ctx = Ctx::system(&office.app, "test");
        let id = screen.rsplit('/').next().unwrap().parse().unwrap();
        let version = crate::question::store::of_sender(office.app.db().read(), id).await.unwrap().unwrap().version;
        let answer = crate::question::Answer { text: SCRIPT.into(), title: SCRIPT.into(), body: SCRIPT.into(), name: SCRIPT.into() };
        crate::question::answer(&ctx, id, version, answer, true).await.unwrap();
        let work = office.approver.get(&screen).await;
        let done = office.act(&office.approver, &screen, "approval", &[("public", "1")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let list = office.citizen.get(&office.at("/hoi-dap")).await;
        let public = office.citizen.get(&list.attribute("main ul.list a", "href")).await;
        assert_eq!(public.status, 200);
        for page in [&wrong, &work, &list, &public, &office.citizen.get(sent.location()).await, &office.officer.get(WORK).await] {
            assert_eq!(page.count("img[onerror]"), 0, "{}", page.body());
            let scripts = page.attributes("script", "src");
            assert_eq!(scripts.len(), page.count("script:not([type='application/ld+json'])"), "only our own files");
        }
        let feed = office.citizen.get(&office.at("/hoi-dap/rss.xml")).await.body();
        assert!(!feed.contains("<script") && feed.contains("script"), "{feed}");
    }
}
