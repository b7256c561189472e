//! Those who guess: ten thousand wrong passwords open nothing, and keep nobody from their own account.

use kernel::{db::Queries as _, http::SESSION_COOKIE};
use testkit::{Client, both_databases};

use crate::kit::{PASSWORD, Province, configured, sign_in};

const GUESSES: i64 = 10_000;
const ADDRESSES: u32 = 140;
/// By which a browser is known.
const DEVICE: &str = "sc_device";

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

/// Whether a browser is let in.
async fn lets_in(client: &Client, login: &str, password: &str) -> bool {
    // Sent from a page that was open already: whoever is signed in is shown no other.
    let answer = client.post("/dang-nhap", &[("login", login), ("password", password)]).await;
    assert!(matches!(answer.status, 303 | 429), "{}", answer.text());
    answer.status == 303
}

both_databases! {
    async fn ten_thousand_wrong_passwords_open_nothing_and_keep_nobody_out(database) {
        let p = configured(database, |config| config.trusted_proxies = 1).await;
        p.account("hanh", &[("editor", p.department)]).await;
        // The owner's computer: it signed in some day, from wherever that was.
        let desk = p.app.visitor().with_header("x-forwarded-for", "198.51.100.7");
        assert!(lets_in(&desk, "hanh", PASSWORD).await);
        let tablet = p.app.visitor();
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
        // The owner notices nothing of it, even in a browser never used before.
        let home = tablet.with_header("x-forwarded-for", "198.51.100.8");
        assert!(lets_in(&home, "hanh", PASSWORD).await);
        assert_eq!(home.get("/viec/ban-tin").await.status, 200);

        // Guesses from many places at once: together they have a hundred, then one in 36 seconds.
        let mut refused = 0;
        for n in 0..ADDRESSES {
            let elsewhere = at(&p, &format!("192.0.2.{n}")).await;
            refused += u32::from(guess(&elsewhere, &format!("mật khẩu từ nơi {n}")).await == 429);
        }
        assert!(refused > 0 && refused < ADDRESSES, "{refused}");
        let new = p.app.visitor().with_header("x-forwarded-for", "198.51.100.9");
        assert!(!lets_in(&new, "hanh", PASSWORD).await, "a browser nobody knows waits with the others");
        // Those of the owner do not, wherever they are by now.
        for client in [desk, tablet.with_header("x-forwarded-for", "203.0.113.9")] {
            assert!(lets_in(&client, "hanh", PASSWORD).await);
        }
        p.account("nga", &[("editor", p.department)]).await;
        assert!(lets_in(&new, "nga", PASSWORD).await, "another account is none of theirs");

        let logged = "SELECT count(*) FROM kernel_access_log WHERE what = 'sign-in refused'";
        assert_eq!(p.count(logged).await, checked + i64::from(ADDRESSES - refused));
    }

    async fn a_browsers_mark_is_its_own_accounts_and_nobody_makes_one(database) {
        let p = configured(database, |config| config.trusted_proxies = 1).await;
        p.account("hanh", &[("editor", p.department)]).await;
        p.account("nga", &[("editor", p.department)]).await;
        let desk = p.app.visitor().with_header("x-forwarded-for", "198.51.100.7");
        assert!(lets_in(&desk, "hanh", PASSWORD).await && lets_in(&desk, "nga", PASSWORD).await);
        let marks = desk.cookie(DEVICE);
        let (nga, hanh) = marks.split_once('~').expect("one for each of the two who share it");
        assert!(!marks.contains("hanh") && !marks.contains("nga"));
        assert!(!p.written().await.contains(hanh));
        for n in 0..ADDRESSES {
            guess(&at(&p, &format!("192.0.2.{n}")).await, "mật khẩu đoán").await;
        }
        let (day, other_day) = (hanh.split('.').nth(2).unwrap(), "99999");
        let tampered = hanh.replace(day, other_day);
        let upgraded = hanh.replace(".p.", ".s.");
        let cut = &hanh[..hanh.len() - 1];
        for forged in [nga, &tampered, &upgraded, cut, "", "x", "~~~", "a.p.20000.b", &"x".repeat(5000)] {
            let thief = p.app.visitor().with_header("x-forwarded-for", "203.0.113.77");
            thief.set_cookie(DEVICE, forged);
            assert!(!lets_in(&thief, "hanh", PASSWORD).await, "{forged}");
        }
        // A stolen one has pauses like any other place.
        let thief = p.app.visitor().with_header("x-forwarded-for", "203.0.113.78");
        thief.set_cookie(DEVICE, hanh);
        for n in 0..5 {
            assert_eq!(sign_in(&thief, "hanh", &format!("đoán lần {n}")).await.status, 422);
        }
        assert_eq!(sign_in(&thief, "hanh", PASSWORD).await.status, 429);
        p.app.clock().set(p.app.clock().now().plus_seconds(400));
        assert!(lets_in(&desk, "hanh", PASSWORD).await);
        // After half a year it is forgotten.
        p.app.clock().set(p.app.clock().now().plus_seconds(181 * 24 * 3600));
        for n in 0..ADDRESSES {
            guess(&at(&p, &format!("192.0.2.{n}")).await, "mật khẩu đoán").await;
        }
        assert!(!lets_in(&desk, "hanh", PASSWORD).await);
    }

    async fn a_link_by_mail_leads_past_those_who_guess(database) {
        let p = configured(database, |config| config.trusted_proxies = 1).await;
        let id = p.account("hanh", &[("editor", p.department)]).await;
        let sql = "UPDATE identity_person SET email = 'hanh@thainguyen.gov.vn' \
                   WHERE id = (SELECT person FROM identity_account WHERE id = $1)";
        p.app.keep_house(sql, vec![id.uuid().into()]).await.unwrap();
        for n in 0..ADDRESSES {
            guess(&at(&p, &format!("192.0.2.{n}")).await, "mật khẩu đoán").await;
        }
        // The office fails with passwords as it likes: links are counted apart, and by themselves.
        let new = p.app.visitor().with_header("x-forwarded-for", "192.0.2.1");
        assert!(!lets_in(&new, "hanh", PASSWORD).await);
        let mut asked = Vec::new();
        for _ in 0..310 {
            asked.push(new.post("/quen-mat-khau", &[("who", "ai.do")]).await.status);
        }
        assert_eq!(asked.iter().filter(|s| **s == 200).count(), 300, "{asked:?}");
        let home = p.app.visitor().with_header("x-forwarded-for", "198.51.100.7");
        assert_eq!(home.post("/quen-mat-khau", &[("who", "hanh")]).await.status, 200);
        let payload: String = p.app.db().read()
            .scalar("SELECT payload FROM kernel_job WHERE kind = 'notify.deliver' ORDER BY id DESC LIMIT 1", vec![])
            .await.unwrap().unwrap();
        let notice: contracts::notify::Notice = serde_json::from_str(&payload).unwrap();
        let chosen = "hồ Núi Cốc mùa thu";
        let done = home.post(&notice.path, &[("new", chosen), ("again", chosen)]).await;
        assert_eq!(done.location(), "/dang-nhap");
        assert!(lets_in(&home, "hanh", chosen).await);
        // Links an account was sent do not lock it: a login called as one of our words is a login like any other.
        p.account("link", &[("editor", p.department)]).await;
        assert!(lets_in(&p.app.visitor().with_header("x-forwarded-for", "198.51.100.9"), "link", PASSWORD).await);
    }
}
