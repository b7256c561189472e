//! The second step of signing in, recovery codes, and the proof before dangerous acts.

use kernel::db::Queries as _;
use testkit::{Client, both_databases};

use crate::kit::{PASSWORD, Province, configured, province, sign_in};

const APP: &str = "/tai-khoan/bao-mat/ung-dung";

/// The code an app shows for the seed typed by hand, at the program's time.
fn code(p: &Province, by_hand: &str) -> String {
    let seed = totp_rs::Secret::try_from_base32(by_hand.replace(' ', "")).unwrap();
    let app = totp_rs::Builder::new().with_secret(seed).build().unwrap();
    app.generate(u64::try_from(p.app.clock().now().0 / 1000).unwrap()).to_string()
}

/// Sets up an app for whoever is signed in; answers with the seed and the recovery codes.
async fn set_up(p: &Province, client: &Client) -> (String, Vec<String>) {
    let page = client.get(APP).await;
    let seed = page.texts("code")[0].clone();
    assert_eq!(page.count(".square svg"), 1);
    let hidden = page.attribute("input[name=seed]", "value");
    let answer = client.post(APP, &[("seed", &hidden), ("code", &code(p, &seed))]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let codes = answer.texts(".codes code");
    assert_eq!(codes.len(), 10);
    (seed, codes)
}

both_databases! {
    async fn an_app_is_asked_for_after_the_password(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let desk = p.signed_in("hanh").await;
        let (seed, codes) = set_up(&p, &desk).await;
        assert!(!p.written().await.contains(&seed.replace(' ', "")));

        let phone = p.app.visitor();
        let asked = sign_in(&phone, "hanh", PASSWORD).await;
        assert_eq!(asked.status, 200);
        assert!(!phone.has_cookie(kernel::http::SESSION_COOKIE));
        let ticket = asked.attribute("input[name=ticket]", "value");
        let try_code = async |typed: &str| {
            phone.post("/dang-nhap/buoc-hai", &[("ticket", ticket.as_str()), ("code", typed)]).await
        };
        // The code that set it up is used up.
        assert_eq!(try_code(&code(&p, &seed)).await.status, 422);
        assert_eq!(try_code("000000").await.status, 422);
        p.app.set_time("2026-03-02T08:01");
        let good = code(&p, &seed);
        assert_eq!(try_code(&good).await.location(), "/viec");
        // Nor does it work twice.
        assert_eq!(try_code(&good).await.status, 422);
        // A recovery code works once, however it is typed.
        let recovery = codes[3].to_uppercase().replace('-', " ");
        assert_eq!(try_code(&recovery).await.location(), "/viec");
        assert_eq!(try_code(&recovery).await.status, 422);
    }

    async fn a_ticket_is_nobody_elses_and_ends(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let desk = p.signed_in("hanh").await;
        let (seed, _) = set_up(&p, &desk).await;
        let phone = p.app.visitor();
        let ticket = sign_in(&phone, "hanh", PASSWORD).await.attribute("input[name=ticket]", "value");
        let post = async |ticket: &str, typed: &str| {
            phone.post("/dang-nhap/buoc-hai", &[("ticket", ticket), ("code", typed)]).await
        };
        p.app.set_time("2026-03-02T08:01");
        for forged in ["", "x", &ticket.replace('1', "2"), &ticket[..ticket.len() - 2]] {
            assert_eq!(post(forged, &code(&p, &seed)).await.status, 422, "{forged}");
        }
        p.app.set_time("2026-03-02T08:06");
        assert_eq!(post(&ticket, &code(&p, &seed)).await.status, 422);
    }

    async fn six_digits_are_not_guessed(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let desk = p.signed_in("hanh").await;
        set_up(&p, &desk).await;
        let phone = p.app.visitor();
        let ticket = sign_in(&phone, "hanh", PASSWORD).await.attribute("input[name=ticket]", "value");
        let mut answers = Vec::new();
        for n in 0..12 {
            let typed = format!("{n:06}");
            answers.push(phone.post("/dang-nhap/buoc-hai", &[("ticket", ticket.as_str()), ("code", &typed)]).await.status);
        }
        assert_eq!(answers[0], 422);
        assert_eq!(answers[11], 429, "{answers:?}");
        // A colleague signs in all the same.
        p.account("nga", &[("editor", p.department)]).await;
        p.signed_in("nga").await;
    }

    async fn whoever_knows_the_password_keeps_the_owner_out_of_nothing(database) {
        let p = configured(database, |config| config.trusted_proxies = 1).await;
        p.account("hanh", &[("editor", p.department)]).await;
        // Before the app was set up, the password alone let somebody else in, too. That gives them nothing now.
        let early = p.app.visitor();
        assert_eq!(sign_in(&early, "hanh", PASSWORD).await.status, 303);
        let desk = p.signed_in("hanh").await;
        let (seed, codes) = set_up(&p, &desk).await;
        p.app.set_time("2026-03-02T09:00");
        // Whoever is signed in is shown no page for it, and sends the form all the same.
        let first_step = async |client: &Client| client.post("/dang-nhap", &[("login", "hanh"), ("password", PASSWORD)]).await;
        let guess = async |n: usize, client: &Client| {
            let asked = first_step(client).await;
            if asked.status != 200 {
                return asked.status;
            }
            let ticket = asked.attribute("input[name=ticket]", "value");
            client.post("/dang-nhap/buoc-hai", &[("ticket", ticket.as_str()), ("code", &format!("{:06}", n % 1000))]).await.status
        };
        let mut tried = 0;
        for n in 0..60 {
            let thief = p.app.visitor().with_header("x-forwarded-for", &format!("192.0.2.{n}"));
            tried += usize::from(guess(n, &thief).await == 422);
            tried += usize::from(guess(n, &early.with_header("x-forwarded-for", &format!("192.0.2.{n}"))).await == 422);
        }
        assert_eq!(tried, 20, "all of them together");
        let finish = async |client: &Client, typed: &str| {
            let ticket = first_step(client).await.attribute("input[name=ticket]", "value");
            client.post("/dang-nhap/buoc-hai", &[("ticket", ticket.as_str()), ("code", typed)]).await
        };
        // A browser nobody knows waits with them for codes, not for a code on paper; the owner's own waits for nothing.
        let new = p.app.visitor().with_header("x-forwarded-for", "198.51.100.7");
        assert_eq!(finish(&new, &code(&p, &seed)).await.status, 429);
        assert_eq!(finish(&new, &codes[0]).await.location(), "/viec");
        let own = p.app.visitor().with_header("x-forwarded-for", "192.0.2.1");
        own.set_cookie("sc_device", &desk.cookie("sc_device"));
        assert_eq!(finish(&own, &code(&p, &seed)).await.location(), "/viec");
        // The code on paper made the new one known.
        p.app.set_time("2026-03-02T09:01");
        assert_eq!(finish(&new, &code(&p, &seed)).await.location(), "/viec");
        // The journal says who used it.
        let actors: Vec<String> = p.app.db().read()
            .column("SELECT actor FROM kernel_record WHERE act = 'identity.recovery.used'", vec![]).await.unwrap();
        assert!(actors[0].starts_with("account:"), "{actors:?}");
    }

    async fn guesses_before_the_door_touch_no_proof_behind_it(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let desk = p.signed_in("hanh").await;
        let (seed, _) = set_up(&p, &desk).await;
        // A colleague behind the same address guesses until they have to wait.
        let colleague = p.app.visitor();
        while sign_in(&colleague, "hanh", "đoán mật khẩu").await.status != 429 {}
        p.app.set_time("2026-03-02T08:30");
        while sign_in(&colleague, "hanh", "đoán mật khẩu").await.status != 429 {}
        let remove = format!("{APP}/go");
        assert_eq!(desk.post(&remove, &[("_proof_password", &code(&p, &seed))]).await.location(), "/tai-khoan/bao-mat");
        // Behind the door, guesses have a pause of their own.
        p.app.set_time("2026-03-02T08:50");
        let mut answers = Vec::new();
        for n in 0..8 {
            answers.push(desk.post("/tai-khoan/bao-mat/khoa", &[("_proof_password", &format!("đoán lần thứ {n}"))]).await.text());
        }
        assert!(answers[0].contains("chưa đúng") && answers[7].contains("giây"), "{answers:?}");
    }

    async fn before_something_dangerous_a_fresh_proof_is_asked_for(database) {
        let p = province(database).await;
        p.account("hanh", &[("editor", p.department)]).await;
        let desk = p.signed_in("hanh").await;
        let (seed, _) = set_up(&p, &desk).await;
        p.app.set_time("2026-03-02T08:30");
        let remove = format!("{APP}/go");
        let asked = desk.post(&remove, &[("note", "giữ lại")]).await;
        assert_eq!(asked.status, 403);
        assert_eq!(asked.attribute("input[name=note]", "value"), "giữ lại");
        assert_eq!(asked.attribute("main form", "action"), remove);
        let wrong = desk.post(&remove, &[("_proof_password", "không phải")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("chưa đúng"));
        let done = desk.post(&remove, &[("_proof_password", &code(&p, &seed))]).await;
        assert_eq!(done.location(), "/tai-khoan/bao-mat");
        // Proved for ten minutes: nothing is asked again.
        let again = desk.post("/tai-khoan/bao-mat/ma-du-phong", &[]).await;
        assert_eq!(again.status, 409);
        // Without the app the password alone opens.
        p.signed_in("hanh").await;
    }

    async fn hashes_of_other_times_are_made_anew(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        // 8 MiB and one pass, as a program of another time might have had it.
        let weak = {
            use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher as _};
            let params = Params::new(8192, 1, 1, None).unwrap();
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            argon2.hash_password(base::text::nfc(PASSWORD).as_bytes()).unwrap().to_string()
        };
        p.app.keep_house("UPDATE identity_account SET password = $1", vec![weak.into()]).await.unwrap();
        p.signed_in("hanh").await;
        assert_eq!(p.count("SELECT count(*) FROM identity_account WHERE password LIKE '%m=19456,t=2,p=1%'").await, 1);
        p.signed_in("hanh").await;
    }
}
