use contracts::notify::Recipient;
use testkit::both_databases;

use crate::{
    kit::{CODE, DECIDED, LINK, Province, address, configured, notice, province},
    servers::{Mail, Mood, Web},
};

const PATH: &str = "/quan-tri/thong-bao";

async fn refusing(database: testkit::Database, refusals: usize) -> (Province, Mail) {
    let server = Mail::start(&vec![Mood::Recipient("550 5.7.1 not wanted"); refusals]).await;
    let url = server.url.clone();
    (configured(database, |config| config.mail_url = url).await, server)
}

both_databases! {
    async fn an_administrator_sees_why_and_tries_again(database) {
        let (p, server) = refusing(database, 1).await;
        let hanh = p.account("hanh", &[("admin", p.province)]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        let client = p.signed_in("hanh").await;
        let page = client.get(PATH).await;
        let text = page.text();
        for seen in ["Kết quả hồ sơ", "h•••@example.org", "Không gửi được", "550", "Máy chủ thư 127.0.0.1"] {
            assert!(text.contains(seen), "{seen}: {text}");
        }
        assert!(!text.contains("hanh@example.org"));
        let again = page.attribute("form[action$='/gui-lai']:not([action='/quan-tri/thong-bao/gui-lai'])", "action");
        let answer = client.fill_in(PATH, &again, &[]).await;
        assert_eq!(answer.location(), PATH, "{}", answer.text());
        p.app.run_jobs().await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
        assert_eq!(server.letters.lock().len(), 1);
        assert_eq!(client.post(&again, &[]).await.status, 409, "sent already");
        assert!(client.get(PATH).await.text().contains("Mọi thông báo đã được gửi đi"));
        assert_eq!(client.get(&format!("{PATH}?trang-thai=sent")).await.count("tbody tr"), 1);
    }

    async fn all_dead_ones_are_tried_again_at_once(database) {
        let (p, server) = refusing(database, 3).await;
        let hanh = p.account("hanh", &[("admin", p.province)]).await;
        for _ in 0..3 {
            p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        }
        let client = p.signed_in("hanh").await;
        let page = client.get(PATH).await;
        assert!(page.text().contains("Gửi lại 3 tin"), "{}", page.text());
        client.fill_in(PATH, "/quan-tri/thong-bao/gui-lai", &[]).await;
        p.app.run_jobs().await;
        assert_eq!(server.letters.lock().len(), 3);
        assert_eq!(client.post("/quan-tri/thong-bao/gui-lai", &[]).await.status, 409, "none left");
    }

    async fn giving_up_ends_it(database) {
        let server = Web::start(&[(500, "")]).await;
        let url = server.url.clone();
        let p = configured(database, |config| config.sms_url = url).await;
        p.account("hanh", &[("admin", p.province)]).await;
        p.told(&notice(CODE, address(None, Some("0912345678")), &[("code", "1")])).await;
        let client = p.signed_in("hanh").await;
        let page = client.get(PATH).await;
        assert!(page.text().contains("•••••••••678") && page.text().contains("Thử lại lúc"), "{}", page.text());
        let end = page.attribute("form[action$='/thoi']", "action");
        client.fill_in(PATH, &end, &[]).await;
        p.later(600).await;
        assert_eq!(p.deliveries().await, ["sms given_up 1"]);
        assert_eq!(client.post(&end, &[]).await.status, 409);
        assert_eq!(p.count("SELECT count(*) FROM notify_delivery WHERE address IS NOT NULL").await, 0);
    }

    async fn administrators_see_what_concerns_their_agencies(database) {
        let (p, _server) = refusing(database, 9).await;
        p.account("tinh", &[("admin", p.province)]).await;
        p.account("soxd", &[("admin", p.department)]).await;
        p.account("dan", &[]).await;
        let mut of_department = notice(DECIDED, address(Some("a@example.org"), None), &[("code", "1")]);
        of_department.agency = Some(p.department);
        let mut of_province = notice(DECIDED, address(Some("b@example.org"), None), &[("code", "1")]);
        of_province.agency = Some(p.province);
        p.told(&of_department).await;
        p.told(&of_province).await;
        p.told(&notice(DECIDED, address(Some("c@example.org"), None), &[("code", "1")])).await;
        let (tinh, so) = (p.signed_in("tinh").await, p.signed_in("soxd").await);
        assert_eq!(tinh.get(PATH).await.count("tbody tr"), 3);
        let page = so.get(PATH).await;
        assert_eq!(page.count("tbody tr"), 1);
        assert!(page.text().contains("a•••@example.org"), "{}", page.text());
        assert_eq!(page.texts(".stats b"), ["0", "1", "0", "0"]);
        for action in tinh.get(PATH).await.attributes("tbody form", "action") {
            let own = page.attributes("tbody form", "action").contains(&action);
            if !own {
                assert_eq!(so.post(&action, &[]).await.status, 404, "{action}");
            }
        }
        so.post("/quan-tri/thong-bao/gui-lai", &[]).await;
        let waiting = "SELECT count(*) FROM notify_delivery WHERE state = 'waiting'";
        assert_eq!(p.count(waiting).await, 1, "only one's own");
        assert_eq!(p.signed_in("dan").await.get(PATH).await.status, 403);
    }

    async fn a_test_message_goes_every_way_there_is(database) {
        let server = Web::start(&[]).await;
        let url = server.url.clone();
        let p = configured(database, |config| config.sms_url = url).await;
        p.account("hanh", &[("admin", p.province)]).await;
        let client = p.signed_in("hanh").await;
        assert_eq!(client.fill_in(PATH, "/quan-tri/thong-bao/thu", &[]).await.location(), PATH);
        p.app.run_jobs().await;
        assert_eq!(p.deliveries().await, ["mail sent 1", "sms sent 1"]);
        assert!(client.get("/thong-bao").await.text().contains("Tin gửi thử lúc"));
    }

    async fn what_is_forgotten_cannot_be_sent_again(database) {
        let p = province(database).await;
        p.account("hanh", &[("admin", p.province)]).await;
        p.told(&notice(LINK, address(None, None), &[])).await;
        p.app.keep_house("UPDATE notify_notice SET cleared_at = 1", vec![]).await.unwrap();
        let client = p.signed_in("hanh").await;
        let page = client.get(PATH).await;
        assert_eq!(page.count("form[action$='/thoi']"), 1);
        let again = page.attribute("form[action$='/thoi']", "action").replace("/thoi", "/gui-lai");
        assert_eq!(client.post(&again, &[]).await.status, 409);
    }

    async fn doctor_says_what_to_do(database) {
        let (p, _server) = refusing(database, 1).await;
        let look = svc_notify::MODULE.doctor.unwrap();
        let checked = look((*p.app).clone(), false).await.unwrap();
        assert!(checked.iter().all(|c| c.good), "{checked:?}");
        p.told(&notice(DECIDED, address(Some("a@example.org"), None), &[("code", "1")])).await;
        let checked = look((*p.app).clone(), false).await.unwrap();
        assert!(checked.iter().any(|c| !c.good && c.advice.contains(PATH)), "{checked:?}");

        let gone = configured(database, |config| config.mail_url = "smtp://127.0.0.1:9".to_owned()).await;
        let checked = look((*gone.app).clone(), false).await.unwrap();
        assert!(checked.iter().any(|c| !c.good && c.advice.contains("mail_url")), "{checked:?}");
    }
}
