//! Whoever lost their phone and their codes is helped by their administrator; and looking at the passkey page keeps nothing.

use base::Id;
use testkit::both_databases;

use crate::kit::{PASSWORD, Province, province, sign_in};

const ACCOUNTS: &str = "/quan-tri/tai-khoan";

/// The account asks for a code of an app at sign-in.
async fn with_app(p: &Province, account: Id<svc_identity::Account>) {
    let sql = "INSERT INTO identity_totp (account, seed, last_step, set_up_at) VALUES ($1, $2, 0, 0)";
    p.app.keep_house(sql, vec![account.uuid().into(), vec![1u8, 2, 3].into()]).await.unwrap();
    let sql = "INSERT INTO identity_recovery (id, account, digest) VALUES ($1, $2, $3)";
    let values = vec![kernel::new_id::<()>().uuid().into(), account.uuid().into(), vec![9u8].into()];
    p.app.keep_house(sql, values).await.unwrap();
}

both_databases! {
    async fn a_lost_second_step_is_taken_off_with_a_reason_and_told(database) {
        let p = province(database).await;
        let nga = p.account("nga", &[("editor", p.commune)]).await;
        p.account("phuong", &[("admin", p.commune), ("editor", p.commune)]).await;
        with_app(&p, nga).await;
        let held = p.app.visitor();
        assert_eq!(sign_in(&held, "nga", PASSWORD).await.status, 200, "a code is asked for");
        let phuong = p.signed_in("phuong").await;
        let (screen, lift) = (format!("{ACCOUNTS}/{nga}"), format!("{ACCOUNTS}/{nga}/hai-buoc"));
        let page = phuong.get(&screen).await;
        assert!(page.text().contains("ứng dụng xác thực"), "{}", page.text());
        let version = page.attribute(&format!("form[action='{lift}'] input[name=version]"), "value");
        let bare = phuong.post(&lift, &[("version", &version), ("lift_reason", " ")]).await;
        assert_eq!(bare.status, 422);
        let stale = phuong.post(&lift, &[("version", "77"), ("lift_reason", "mất máy")]).await;
        assert_eq!(stale.status, 409);
        assert_eq!(p.count("SELECT count(*) FROM identity_totp").await, 1);
        let done = phuong.post(&lift, &[("version", &version), ("lift_reason", "mất điện thoại, đã gặp mặt")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(p.count("SELECT count(*) FROM identity_totp").await, 0);
        assert_eq!(p.count("SELECT count(*) FROM identity_recovery").await, 0);
        assert!(p.acts().await.contains(&"identity.account.second_steps_lifted".to_owned()));
        assert_eq!(p.count("SELECT count(*) FROM kernel_job WHERE payload LIKE '%identity.second_steps_lifted%'").await, 1);
        p.signed_in("nga").await;
        // Nothing more to take off, and nothing is offered.
        let page = phuong.get(&screen).await;
        assert_eq!(page.count(&format!("form[action='{lift}']")), 0);
        let version = page.attribute("input[name=version]", "value");
        let none = phuong.post(&lift, &[("version", &version), ("lift_reason", "lần nữa")]).await;
        assert_eq!(none.status, 409);
    }

    async fn nobody_takes_the_second_step_off_somebody_above_or_themselves(database) {
        let p = province(database).await;
        let high = p.account("tinh", &[("admin", p.province), ("editor", p.commune)]).await;
        let own = p.account("phuong", &[("admin", p.commune)]).await;
        let elsewhere = p.account("soxd", &[("editor", p.department)]).await;
        let phuong = p.signed_in("phuong").await;
        for account in [high, own, elsewhere] {
            with_app(&p, account).await;
            let answer = phuong.post(&format!("{ACCOUNTS}/{account}/hai-buoc"), &[("version", "1"), ("lift_reason", "mất máy")]).await;
            assert!(matches!(answer.status, 403 | 404 | 409), "{} {}", answer.status, answer.text());
        }
        assert_eq!(p.count("SELECT count(*) FROM identity_totp").await, 3);
        let stranger = p.app.visitor();
        assert_eq!(stranger.post(&format!("{ACCOUNTS}/{high}/hai-buoc"), &[("version", "1")]).await.status, 303);
    }

    async fn looking_at_the_passkey_page_keeps_nothing(database) {
        let p = province(database).await;
        let stranger = p.app.visitor();
        for _ in 0..20 {
            assert_eq!(stranger.get("/dang-nhap/khoa").await.status, 200);
        }
        assert_eq!(p.count("SELECT count(*) FROM identity_ceremony").await, 0);
        let sealed = stranger.get("/dang-nhap/khoa").await.attribute("input[name=ceremony]", "value");
        let mut forged = sealed.clone().into_bytes();
        forged[20] = if forged[20] == b'A' { b'B' } else { b'A' };
        for ceremony in [String::from_utf8(forged).unwrap(), sealed, String::new(), "%%%".to_owned()] {
            let refused = stranger.post("/dang-nhap/khoa", &[("ceremony", &ceremony), ("credential", "{}")]).await;
            assert_eq!(refused.status, 422);
        }
        assert_eq!(p.count("SELECT count(*) FROM identity_ceremony").await, 0);
    }
}
