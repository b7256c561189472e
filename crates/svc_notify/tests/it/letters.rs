use contracts::notify::{Letter as Besides, Listed, Recipient};
use testkit::both_databases;

use crate::kit::{DECIDED, DIGEST, LINK, Letter, address, notice, province};

both_databases! {
    async fn a_notice_becomes_a_line_of_the_inbox_and_a_letter(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "H55.1")])).await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
        let [letter] = &p.outbox()[..] else { panic!("{:?}", p.outbox()) };
        let letter = Letter::read(letter);
        assert_eq!(letter.header("Subject"), "Hồ sơ H55.1 đã có kết quả");
        assert_eq!(letter.header("To"), "\"Nguyễn Thị hanh\" <hanh@example.org>".replace('"', ""));
        assert_eq!(letter.header("From"), "no-reply@localhost");
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        assert!(letter.header("Message-ID").ends_with("@localhost>"));
        for seen in ["Kính gửi ông/bà Nguyễn Thị hanh,", "đã được giải quyết.", "http://localhost:8080/viec"] {
            assert!(letter.text.contains(seen), "{seen}: {}", letter.text);
            assert!(letter.html.contains(seen), "{seen}: {}", letter.html);
        }
        assert!(letter.html.contains("<html lang=\"vi\">"));
        // Nobody can stop what has to be said, so no link says so.
        assert_eq!(letter.header("List-Unsubscribe"), "");
        assert!(!letter.text.contains("/ngung/"));
        let page = p.signed_in("hanh").await.get("/thong-bao").await;
        assert_eq!(page.texts(".notices h2"), ["Mới Hồ sơ H55.1 đã có kết quả"]);
    }

    async fn told_once_however_often_the_job_runs(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        let told = notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")]);
        p.told(&told).await;
        p.told(&told).await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
        assert_eq!(p.outbox().len(), 1);
        assert_eq!(p.count("SELECT count(*) FROM notify_notice").await, 1);
        assert_eq!(p.count("SELECT count(*) FROM kernel_job").await, 0);
    }

    async fn letters_speak_the_readers_language(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        p.app.keep_house("UPDATE identity_person SET lang = 'en'", vec![]).await.unwrap();
        p.told(&notice(DIGEST, Recipient::Account(hanh.uuid()), &[("n", "3")])).await;
        let letter = Letter::read(&p.outbox()[0]);
        assert_eq!(letter.header("Subject"), "This week");
        assert_eq!(letter.header("Content-Language"), "en");
        assert!(letter.text.contains("Dear Nguyễn Thị hanh,"), "{}", letter.text);
        assert!(letter.text.contains("http://localhost:8080/en/viec"), "{}", letter.text);
    }

    async fn people_without_an_account_are_told_and_forgotten(database) {
        let p = province(database).await;
        p.told(&notice(DECIDED, address(Some("an@example.org"), None), &[("code", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
        assert_eq!(p.count("SELECT count(*) FROM notify_delivery WHERE address IS NOT NULL").await, 0);
        assert!(Letter::read(&p.outbox()[0]).text.contains("Nguyễn Văn An"));
        let written = p.written().await;
        for hidden in ["an@example", "Nguyễn", "H55"] {
            assert!(!written.contains(hidden), "{hidden}: {written}");
        }
    }

    async fn who_has_to_be_told_and_cannot_be_is_seen(database) {
        let p = province(database).await;
        p.told(&notice(DECIDED, address(None, None), &[("code", "1")])).await;
        p.told(&notice(DECIDED, address(Some("không phải thư"), None), &[("code", "1")])).await;
        p.told(&notice(DIGEST, address(None, None), &[("n", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail dead 0", "mail dead 0"]);
        assert_eq!(p.errors().await, ["notify.error.no_address", "notify.error.no_address"]);
    }

    async fn a_secret_is_forgotten_as_soon_as_it_is_sent(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        let mut told = notice(LINK, Recipient::Account(hanh.uuid()), &[("code", "bí mật")]);
        told.path = "/dat-lai/bi-mat".to_owned();
        p.told(&told).await;
        assert!(Letter::read(&p.outbox()[0]).text.contains("/dat-lai/bi-mat"));
        let kept = "SELECT count(*) FROM notify_notice WHERE path <> '' OR data <> '{}' OR bell";
        assert_eq!(p.count(kept).await, 0);
        assert!(!p.signed_in("hanh").await.get("/thong-bao").await.text().contains("Đường dẫn"));
    }

    async fn headers_hold_what_they_are_given_and_no_more(database) {
        let p = province(database).await;
        let to = Recipient::Address {
            name: "An\r\nBcc: victim@example.org\r\n\r\nHello".to_owned(),
            email: Some("an@example.org".to_owned()),
            phone: None,
            lang: "vi".to_owned(),
        };
        let mut told = notice(DECIDED, to, &[("code", "1\r\nBcc: other@example.org\r\nX-Bad: <script>")]);
        told.path = "/viec\r\nX: y".to_owned();
        p.told(&told).await;
        let raw = &p.outbox()[0];
        let letter = Letter::read(raw);
        for name in letter.header_names() {
            let known = [
                "Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version",
                "Content-Type",
            ];
            assert!(known.contains(&name), "{name}: {raw}");
        }
        assert_eq!(letter.header("Subject"), "Hồ sơ 1 Bcc: other@example.org X-Bad: <script> đã có kết quả");
        assert!(!letter.html.contains("<script>"), "{}", letter.html);
        for bad in ["a@b@c", "an@example.org\r\nRCPT TO:<x@y>", "an@example.org, b@example.org", "@", ""] {
            p.told(&notice(DIGEST, address(Some(bad), None), &[("n", "1")])).await;
        }
        assert_eq!(p.outbox().len(), 1, "no address, no letter");
    }

    async fn endless_and_heaped_up_text_stays_within_bounds(database) {
        let p = province(database).await;
        let zalgo = format!("H{}ồ sơ ", "\u{0301}\u{0323}\u{0336}\u{035c}".repeat(300)).repeat(50);
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", &zalgo)])).await;
        let letter = Letter::read(&p.outbox()[0]);
        let subject = letter.header("Subject");
        assert!(subject.chars().count() <= 201 && subject.ends_with('…'), "{subject}");
        assert!(p.outbox()[0].lines().all(|line| line.len() <= 998));
        assert_eq!(p.signed_in("hanh").await.get("/thong-bao").await.status, 200);
    }

    async fn a_kind_nobody_declares_is_not_told_and_not_lost(database) {
        let p = province(database).await;
        p.told(&notice("desk.unknown", address(Some("an@example.org"), None), &[])).await;
        assert_eq!(p.count("SELECT count(*) FROM notify_notice").await, 0);
        let error: String = {
            use kernel::db::Queries as _;
            p.app.db().read().scalar("SELECT last_error FROM kernel_job", vec![]).await.unwrap().unwrap()
        };
        assert!(error.contains("desk.unknown"), "{error}");
    }

    async fn a_letter_lists_things_and_leads_out_where_its_asker_says(database) {
        let p = province(database).await;
        let line = |title: &str, path: &str| Listed { title: title.to_owned(), about: "Sở Tư pháp".to_owned(), path: path.to_owned() };
        let mut told = notice(DIGEST, address(Some("an@example.org"), None), &[("n", "2")]);
        told.letter = Besides {
            list: vec![line("Tin <b>một</b>\r\nBcc: x@example.org", "/s/a/tin-tuc/mot"), line("Tin hai", "https://evil.example/")],
            out: "/thu-bao/thoi/abc".to_owned(),
        };
        p.told(&told).await;
        let letter = Letter::read(&p.outbox()[0]);
        assert_eq!(letter.header("List-Unsubscribe"), "<http://localhost:8080/thu-bao/thoi/abc>");
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(letter.header("Bcc"), "");
        for seen in ["Tin hai", "Sở Tư pháp", "http://localhost:8080/s/a/tin-tuc/mot", "http://localhost:8080/thu-bao/thoi/abc"] {
            assert!(letter.text.contains(seen) && letter.html.contains(seen), "{seen}: {}", letter.text);
        }
        assert!(!letter.html.contains("<b>một") && !letter.text.contains("evil") && !letter.html.contains("evil"));
        // Neither does the service's own way out stand beside it, nor is anything of it kept for ever.
        assert!(!letter.text.contains("/thong-bao/ngung/"));
        let mut elsewhere = notice(DIGEST, address(Some("an@example.org"), None), &[("n", "1")]);
        elsewhere.letter.out = "//evil.example/out".to_owned();
        p.told(&elsewhere).await;
        let outbox = p.outbox();
        let other = outbox.iter().map(|one| Letter::read(one)).find(|one| !one.text.contains("Tin hai")).unwrap();
        assert!(other.header("List-Unsubscribe").contains("/thong-bao/ngung/"), "{}", other.header("List-Unsubscribe"));
    }
}
