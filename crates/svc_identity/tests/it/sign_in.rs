use kernel::http::SESSION_COOKIE;
use testkit::both_databases;

use crate::kit::{PASSWORD, configured, province, sign_in};

both_databases! {
    async fn signing_in_and_out(database) {
        let p = province(database).await;
        p.account("hanh.nguyen", &[("editor", p.department)]).await;
        let client = p.app.visitor();
        let asked = client.get("/viec/ban-tin").await;
        assert_eq!(asked.location(), "/dang-nhap?tiep=%2Fviec%2Fban-tin");
        let page = client.get(asked.location()).await;
        assert_eq!(page.attribute("input[name=password]", "type"), "password");
        let fields = [("login", "Hạnh.Nguyễn"), ("password", PASSWORD)];
        let answer = client.fill_in(asked.location(), "/dang-nhap", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, "/viec/ban-tin"));
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("; Path=/"), "{cookie}");
        assert_eq!(client.get("/viec/ban-tin").await.body(), "bàn tin");
        assert_eq!(client.get("/dang-nhap").await.location(), "/viec");

        let out = client.fill_in("/tai-khoan", "/dang-xuat", &[]).await;
        assert_eq!(out.location(), "/dang-nhap");
        assert!(!client.has_cookie(SESSION_COOKIE));
        assert!(client.get("/dang-nhap").await.text().contains("Bạn đã đăng xuất"));
        assert_eq!(client.get("/viec/ban-tin").await.status, 303);
        let acts = p.acts().await;
        let last: Vec<&str> = acts.iter().map(String::as_str).rev().take(2).collect();
        assert_eq!(last, ["identity.session.signed_out", "identity.session.signed_in"]);
    }

    async fn a_session_kept_after_signing_out_opens_nothing(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        let copy = p.app.visitor();
        let token = client.cookie(SESSION_COOKIE);
        client.fill_in("/tai-khoan", "/dang-xuat", &[]).await;
        copy.set_cookie(SESSION_COOKIE, &token);
        assert_eq!(copy.get("/viec/cua-toi").await.status, 303);
    }

    async fn wrong_password_unknown_login_and_locked_account_read_the_same(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let locked = p.account("khoa", &[]).await;
        svc_identity::account::lock(&p.system(), locked, 1, "QĐ 20").await.unwrap();
        let mut said = Vec::new();
        for (login, password) in [("hanh", "không phải mật khẩu"), ("ai-do", PASSWORD), ("khoa", PASSWORD)] {
            let answer = sign_in(&p.app.visitor(), login, password).await;
            assert_eq!(answer.status, 422, "{login}");
            assert_eq!(answer.attribute("input[name=login]", "value"), login, "the name is kept");
            assert_eq!(answer.attribute("input[name=password]", "value"), "", "the password is not");
            said.push(answer.texts(".ds-error-summary"));
        }
        assert!(said[0][0].contains("Tên đăng nhập hoặc mật khẩu chưa đúng"), "{said:?}");
        assert!(said.iter().all(|words| *words == said[0]), "{said:?}");
        let refusals = "SELECT count(*) FROM kernel_access_log WHERE what = 'sign-in refused'";
        assert_eq!(p.count(refusals).await, 3);
        assert_eq!(p.count("SELECT count(*) FROM identity_session").await, 0);
    }

    async fn empty_fields_are_named(database) {
        let p = province(database).await;
        let answer = sign_in(&p.app.visitor(), " ", "").await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.texts(".ds-error-summary a"), ["Gõ tên đăng nhập", "Gõ mật khẩu"]);
    }

    async fn guessing_is_slowed_down_and_locks_nobody_out(database) {
        let p = configured(database, |config| config.trusted_proxies = 1).await;
        p.account("hanh", &[]).await;
        let guesser = p.app.visitor().with_header("x-forwarded-for", "203.0.113.9");
        for _ in 0..5 {
            assert_eq!(sign_in(&guesser, "hanh", "sai mật khẩu rồi").await.status, 422);
        }
        let answer = sign_in(&guesser, "hanh", PASSWORD).await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, "5"));
        assert!(answer.text().contains("đợi 5 giây"));

        let owner = p.app.visitor().with_header("x-forwarded-for", "10.0.0.1");
        assert_eq!(sign_in(&owner, "hanh", PASSWORD).await.status, 303);
        p.app.set_time("2026-03-02T08:01");
        assert_eq!(sign_in(&guesser, "hanh", PASSWORD).await.status, 303, "the pause is over");
    }

    async fn a_session_ends_after_an_idle_hour(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        for time in ["08:59", "09:58", "10:57"] {
            p.app.set_time(&format!("2026-03-02T{time}"));
            assert_eq!(client.get("/viec/cua-toi").await.status, 200, "{time}");
        }
        p.app.set_time("2026-03-02T11:57");
        assert_eq!(client.get("/viec/cua-toi").await.status, 303);
    }

    async fn a_session_ends_after_twelve_hours_even_in_use(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        for hour in 8..20 {
            for minute in ["15", "59"] {
                p.app.set_time(&format!("2026-03-02T{hour:02}:{minute}"));
                assert_eq!(client.get("/viec/cua-toi").await.status, 200, "{hour}:{minute}");
            }
        }
        p.app.set_time("2026-03-02T20:00");
        assert_eq!(client.get("/viec/cua-toi").await.status, 303);
        p.app.run_jobs().await;
        (svc_identity::MODULE.jobs[0].run)((*p.app).clone(), serde_json::Value::Null).await.unwrap();
        assert_eq!(p.count("SELECT count(*) FROM identity_session").await, 0, "its row is removed");
    }

    async fn when_a_session_was_last_used_reaches_the_database(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        p.app.set_time("2026-03-02T08:30");
        client.get("/viec/cua-toi").await;
        let late = "SELECT count(*) FROM identity_session WHERE seen_at = started_at + 1800000";
        for _ in 0..200 {
            if p.count(late).await == 1 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("it was not written");
    }

    async fn forged_and_tampered_tokens_open_nothing(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        let genuine = client.cookie(SESSION_COOKIE);
        let mut tampered = genuine.clone();
        tampered.replace_range(0..1, if genuine.starts_with('0') { "1" } else { "0" });
        let stored: Vec<u8> = {
            use kernel::db::Queries as _;
            let sql = "SELECT token_hash FROM identity_session";
            p.app.db().read().scalar(sql, vec![]).await.unwrap().unwrap()
        };
        let stored: String = stored.iter().map(|b| format!("{b:02x}")).collect();
        for forged in [tampered, stored, genuine[..63].to_owned(), "x".to_owned(), "0".repeat(64)] {
            let thief = p.app.visitor();
            thief.set_cookie(SESSION_COOKIE, &forged);
            assert_eq!(thief.get("/viec/cua-toi").await.status, 303, "{forged}");
        }
        let same = p.app.visitor();
        same.set_cookie(SESSION_COOKIE, &genuine);
        assert_eq!(same.get("/viec/cua-toi").await.status, 200);
    }

    async fn signing_in_makes_a_new_session_and_ends_the_old(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.app.visitor();
        client.set_cookie(SESSION_COOKIE, "chosen-by-somebody-else");
        let answer = sign_in(&client, "hanh", PASSWORD).await;
        assert!(!answer.header("set-cookie").contains("chosen-by-somebody-else"));
        let first = client.cookie(SESSION_COOKIE);
        client.post("/dang-nhap", &[("login", "hanh"), ("password", PASSWORD)]).await;
        assert_ne!(client.cookie(SESSION_COOKIE), first);
        let copy = p.app.visitor();
        copy.set_cookie(SESSION_COOKIE, &first);
        assert_eq!(copy.get("/viec/cua-toi").await.status, 303);
        assert_eq!(p.count("SELECT count(*) FROM identity_session").await, 1);
    }

    async fn no_way_out_through_the_sign_in_page(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        for foreign in ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "x"] {
            let client = p.app.visitor();
            let fields = [("login", "hanh"), ("password", PASSWORD), ("tiep", foreign)];
            assert_eq!(client.post("/dang-nhap", &fields).await.location(), "/viec", "{foreign:?}");
        }
        let page = p.app.visitor().get("/dang-nhap?tiep=%2F%2Fevil.example").await;
        assert_eq!(page.attribute("input[name=tiep]", "value"), "");
        let client = p.signed_in("hanh").await;
        assert_eq!(client.get("/dang-nhap?tiep=%2F%2Fevil.example").await.location(), "/viec");
    }

    async fn every_way_of_signing_in_goes_on_to_where_one_wanted_to_be(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let visitor = p.app.visitor();
        let page = visitor.get("/dang-nhap?tiep=%2Fviec%2Fcua-toi%3Fq%3Da%26b").await;
        let passkey = page.attribute("a[href*='/dang-nhap/khoa']", "href");
        let other = visitor.get(&passkey).await;
        assert_eq!(other.attribute("input[name=tiep]", "value"), "/viec/cua-toi?q=a&b");
        // And back to the password.
        let back = other.attributes("main a", "href");
        let back = back.iter().find(|href| href.contains("/dang-nhap?")).unwrap_or_else(|| panic!("{back:?}"));
        let again = visitor.get(back).await;
        assert_eq!(again.attribute("input[name=tiep]", "value"), "/viec/cua-toi?q=a&b");
        let fields = [("login", "hanh"), ("password", PASSWORD), ("tiep", "/viec/cua-toi?q=a&b")];
        assert_eq!(visitor.post("/dang-nhap", &fields).await.location(), "/viec/cua-toi?q=a&b");
        let foreign = p.app.visitor().get("/dang-nhap?tiep=%2F%2Fevil.example").await;
        assert_eq!(foreign.attribute("a[href*='/dang-nhap/khoa']", "href"), "/dang-nhap/khoa");
    }

    async fn a_form_without_its_token_is_refused(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let fields = [("login", "hanh"), ("password", PASSWORD)];
        assert_eq!(p.app.visitor().post_raw("/dang-nhap", &fields).await.status, 400);
        let client = p.signed_in("hanh").await;
        assert_eq!(client.post_raw("/dang-xuat", &[]).await.status, 400);
        assert_eq!(client.get("/viec/cua-toi").await.status, 200);
    }

    async fn over_tls_the_cookie_travels_only_there(database) {
        let p = configured(database, |config| config.public_scheme = "https".to_owned()).await;
        p.account("hanh", &[]).await;
        let answer = sign_in(&p.app.visitor(), "hanh", PASSWORD).await;
        assert!(answer.header("set-cookie").ends_with("; Secure"));
    }

    async fn in_english_too(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.app.visitor();
        let answer = client.post("/en/dang-nhap", &[("login", "hanh"), ("password", "wrong password")]).await;
        assert!(answer.text().contains("The user name or the password is not right"));
        let answer = client.post("/en/dang-nhap", &[("login", "hanh"), ("password", PASSWORD)]).await;
        assert_eq!(answer.location(), "/en/viec");
    }

    async fn nothing_personal_is_written_down(database) {
        let p = province(database).await;
        p.account("hanh.nguyen", &[("editor", p.department)]).await;
        p.signed_in("hanh.nguyen").await;
        sign_in(&p.app.visitor(), "hanh.nguyen", "mật khẩu gõ nhầm").await;
        let written = p.written().await;
        for personal in ["hanh", "Nguyễn", "mật khẩu", PASSWORD, "$argon2"] {
            assert!(!written.contains(personal), "{personal}: {written}");
        }
        let hash = "SELECT count(*) FROM identity_account WHERE password LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
        assert_eq!(p.count(hash).await, 1);
    }
}
