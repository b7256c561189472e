//! Ten thousand wrong passwords for one account.

use kernel::http::SESSION_COOKIE;
use svc_identity::session::Throttle;
use testkit::{Client, both_databases};

use crate::kit::{PASSWORD, Province, configured, sign_in};

const GUESSES: i64 = 10_000;
const ADDRESSES: u32 = 120;

/// A browser at an address, with a token for its forms.
async fn at(p: &Province, address: &str) -> (Client, String) {
    let client = p.app.visitor().with_header("x-forwarded-for", address);
    let token = client.token().await;
    (client, token)
}

/// Tries a password and answers with the status; nobody is let in.
async fn guess((client, token): &(Client, String), password: &str) -> u16 {
    let typed = [("_csrf", token.as_str()), ("login", "hanh"), ("password", password)];
    let answer = client.post_raw("/dang-nhap", &typed).await;
    assert!(matches!(answer.status, 422 | 429), "{password}: {}", answer.status);
    assert!(!client.has_cookie(SESSION_COOKIE), "{password} let somebody in");
    if answer.status == 429 {
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|wait| wait <= 300));
    }
    answer.status
}

both_databases! {
    async fn ten_thousand_wrong_passwords_open_nothing_and_keep_nobody_out(database) {
        let p = configured(database, |config| config.trusted_proxies = 1).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let began = p.app.clock().now();
        let guesser = at(&p, "203.0.113.9").await;
        let mut checked = 0;
        for n in 0..GUESSES {
            // One a second, for almost three hours.
            p.app.clock().set(began.plus_seconds(n));
            checked += i64::from(guess(&guesser, &format!("mật khẩu đoán {n}")).await == 422);
        }
        // Pauses of five minutes leave twelve tries an hour, and only those cost the machine a hash and a row.
        assert!((30..60).contains(&checked), "{checked}");
        assert_eq!(guess(&guesser, PASSWORD).await, 429, "in a pause the right one opens nothing either");

        // The owner, elsewhere, notices nothing of it.
        let home = p.app.visitor().with_header("x-forwarded-for", "198.51.100.7");
        assert_eq!(sign_in(&home, "hanh", PASSWORD).await.location(), "/viec");
        assert_eq!(home.get("/viec/ban-tin").await.status, 200);

        // Guesses from many places at once: every one is checked, none locks the account.
        for n in 0..ADDRESSES {
            let elsewhere = at(&p, &format!("192.0.2.{n}")).await;
            assert_eq!(guess(&elsewhere, &format!("mật khẩu từ nơi {n}")).await, 422);
        }
        let again = p.app.visitor().with_header("x-forwarded-for", "198.51.100.8");
        assert_eq!(sign_in(&again, "hanh", PASSWORD).await.location(), "/viec");

        let (pairs, addresses) = p.app.part::<Throttle>().unwrap().kept();
        let places = 1 + ADDRESSES as usize;
        assert_eq!(pairs, places, "one for each place that failed, however often");
        // The owner's two count as places, with nothing against them.
        assert_eq!(addresses, places + 2);
        let refused = "SELECT count(*) FROM kernel_access_log WHERE what = 'sign-in refused'";
        assert_eq!(p.count(refused).await, checked + i64::from(ADDRESSES));
        assert_eq!(p.count("SELECT count(*) FROM identity_session").await, 2);
    }
}
