use contracts::notify::Recipient;
use testkit::both_databases;

use crate::kit::{DECIDED, DIGEST, LINK, notice, province};

const PATH: &str = "/tai-khoan/thong-bao";

both_databases! {
    async fn what_is_switched_off_is_not_sent_and_what_is_switched_on_is(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        let page = client.get(PATH).await;
        assert!(page.text().contains("hanh@example.org") && page.text().contains("0912 345 678"), "{}", page.text());
        // Nothing of the page is changed but these: the digest no more by letter nor bell.
        let form: Vec<(String, String)> = page
            .form(PATH)
            .into_iter()
            .filter(|(field, value)| !(value == DIGEST && (field == "mail" || field == "bell")))
            .collect();
        let pairs: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(client.post_raw(PATH, &pairs).await.location(), PATH);
        p.told(&notice(DIGEST, Recipient::Account(hanh.uuid()), &[("n", "1")])).await;
        assert!(p.deliveries().await.is_empty());
        assert!(client.get("/thong-bao").await.text().contains("Chưa có thông báo nào"));
        let acts = "SELECT count(*) FROM kernel_record WHERE act = 'notify.preference.set'";
        assert_eq!(p.count(acts).await, 1);
        client.post_raw(PATH, &pairs).await;
        assert_eq!(p.count(acts).await, 1, "saying the same again says nothing");

        let both = [pairs.clone(), vec![("mail", DIGEST), ("bell", DIGEST)]].concat();
        client.post_raw(PATH, &both).await;
        p.told(&notice(DIGEST, Recipient::Account(hanh.uuid()), &[("n", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
    }

    async fn what_is_required_cannot_be_switched_off(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        let page = client.get(PATH).await;
        let fixed = format!("input[value='{DECIDED}'][disabled][checked]");
        assert_eq!(page.count(&fixed), 2, "bell and mail");
        assert!(page.text().contains("Kết quả hồ sơ Bắt buộc"), "{}", page.text());
        // A form without a single box.
        client.post(PATH, &[]).await;
        p.told(&notice(DECIDED, Recipient::Account(hanh.uuid()), &[("code", "1")])).await;
        p.told(&notice(LINK, Recipient::Account(hanh.uuid()), &[])).await;
        assert_eq!(p.deliveries().await, ["mail sent 1", "mail sent 1"]);
        assert_eq!(client.get("/thong-bao").await.count(".notices li"), 1);
    }

    async fn what_is_not_offered_cannot_be_switched_on(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        let made_up = [("bell", LINK), ("push", LINK), ("sms", DECIDED), ("mail", "desk.nothing"), ("x", "y")];
        assert_eq!(client.post(PATH, &made_up).await.status, 303);
        p.told(&notice(LINK, Recipient::Account(hanh.uuid()), &[])).await;
        assert_eq!(client.get("/thong-bao").await.count(".notices li"), 0, "a secret is not shown on a screen");
        assert_eq!(p.count("SELECT count(*) FROM notify_preference WHERE kind LIKE 'desk.n%'").await, 0);
    }

    async fn one_persons_choice_is_not_anothers(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let binh = p.account("binh", &[]).await;
        p.signed_in("hanh").await.post(PATH, &[]).await;
        p.told(&notice(DIGEST, Recipient::Account(binh.uuid()), &[("n", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
    }
}
