use contracts::notify::Recipient;
use testkit::both_databases;

use crate::{
    kit::{CODE, DIGEST, Province, address, configured, notice, province},
    servers::Web,
};

async fn with_gateway(database: testkit::Database, server: &Web, unaccented: bool) -> Province {
    configured(database, |config| {
        config.sms_url = format!("{}/sms/send", server.url);
        config.sms_token = "khoa-cua-cong".to_owned();
        config.sms_sender = "TN-GOV".to_owned();
        config.sms_unaccented = unaccented;
    })
    .await
}

both_databases! {
    async fn a_gateway_is_asked_with_number_text_and_reference(database) {
        let server = Web::start(&[]).await;
        let p = with_gateway(database, &server, false).await;
        p.told(&notice(CODE, address(None, Some("0912 345 678")), &[("code", "123")])).await;
        assert_eq!(p.deliveries().await, ["sms sent 1"]);
        let asked = server.asked.lock()[0].clone();
        assert!(asked.head.starts_with("POST /sms/send HTTP/1.1"), "{}", asked.head);
        assert_eq!(asked.header("authorization"), "Bearer khoa-cua-cong");
        let body: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
        assert_eq!(body["to"], "+84912345678");
        assert_eq!(body["sender"], "TN-GOV");
        assert_eq!(body["text"], "Mã xác nhận http://localhost:8080/viec");
        assert!(uuid::Uuid::parse_str(body["reference"].as_str().unwrap()).is_ok());
        assert_eq!(p.count("SELECT count(*) FROM notify_delivery WHERE address IS NOT NULL").await, 0);
    }

    async fn without_accents_where_the_settings_say_so(database) {
        let server = Web::start(&[]).await;
        let p = with_gateway(database, &server, true).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(CODE, Recipient::Account(hanh.uuid()), &[("code", "123")])).await;
        let body: serde_json::Value = serde_json::from_slice(&server.asked.lock()[0].body).unwrap();
        assert_eq!(body["text"], "Ma xac nhan http://localhost:8080/viec");
    }

    async fn only_mobile_numbers_are_written_to(database) {
        let server = Web::start(&[]).await;
        let p = with_gateway(database, &server, false).await;
        for phone in ["0208 3855 569", "113", "+1 202 555 0100"] {
            p.told(&notice(DIGEST, address(None, Some(phone)), &[("n", "1")])).await;
        }
        let landline = p.reachable("binh", "", "0208 3855 569", &[]).await;
        p.told(&notice(DIGEST, Recipient::Account(landline.uuid()), &[("n", "1")])).await;
        assert!(server.asked.lock().is_empty());
        assert!(p.deliveries().await.is_empty());
    }

    async fn a_gateway_in_trouble_is_asked_again_and_a_refusal_is_final(database) {
        let answers = [(503, "busy"), (429, ""), (401, "token"), (0, ""), (200, "")];
        let server = Web::start(&answers).await;
        let p = with_gateway(database, &server, false).await;
        p.told(&notice(CODE, address(None, Some("0912345678")), &[("code", "1")])).await;
        let mut references = Vec::new();
        for _ in 0..4 {
            p.later(3600).await;
        }
        assert_eq!(p.deliveries().await, ["sms sent 5"]);
        for asked in server.asked.lock().iter() {
            let body: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
            references.push(body["reference"].as_str().unwrap().to_owned());
        }
        references.dedup();
        assert_eq!(references.len(), 1, "a gateway can tell a repetition");

        let server = Web::start(&[(422, "{\"error\":\"+84912345678 is blocked\"}")]).await;
        let p = with_gateway(database, &server, false).await;
        p.told(&notice(CODE, address(None, Some("0912345678")), &[("code", "1")])).await;
        assert_eq!(p.deliveries().await, ["sms dead 1"]);
        assert_eq!(p.errors().await, ["422 {\"error\":\"… is blocked\"}"]);
    }

    async fn one_way_that_fails_does_not_hold_up_another(database) {
        let server = Web::start(&[(500, ""), (500, "")]).await;
        let p = with_gateway(database, &server, false).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DIGEST, Recipient::Account(hanh.uuid()), &[("n", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail sent 1", "sms waiting 1"]);
    }

    async fn without_a_gateway_nothing_waits_for_one(database) {
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        p.told(&notice(DIGEST, Recipient::Account(hanh.uuid()), &[("n", "1")])).await;
        assert_eq!(p.deliveries().await, ["mail sent 1"]);
    }
}
