//! What is held of somebody, taken along by them and by nobody else.

use kernel::db::Queries as _;
use serde_json::Value;
use testkit::{Answer, both_databases};

use crate::kit::{PASSWORD, Province, province, sign_in};

const PATH: &str = "/tai-khoan/du-lieu";
const READ: &str = "/tai-khoan/du-lieu/xem";
const FILE: &str = "/tai-khoan/du-lieu/tep";

/// Two people who work together, one of them with all there can be.
async fn people(p: &Province) {
    let hanh = p.account("hanh", &[("editor", p.department)]).await;
    let nga = p.account("nga", &[("editor", p.commune)]).await;
    for (one, number, phone) in
        [(hanh, "019190001234", "+84912345678"), (nga, "019190005678", "+84987654321")]
    {
        p.serves(one, p.department).await;
        let sql = "UPDATE identity_person SET citizen_no = $2, phone = $3, born = '1990-04-05', sex = 'female' \
                   WHERE id = (SELECT person FROM identity_account WHERE id = $1)";
        p.app.keep_house(sql, vec![one.uuid().into(), number.into(), phone.into()]).await.unwrap();
    }
}

fn holding<'a>(file: &'a Value, name: &str) -> &'a Vec<Value> {
    let all = file["holdings"].as_array().unwrap();
    all.iter().find(|held| held["name"] == name).unwrap_or_else(|| panic!("{name}: {file}"))["rows"]
        .as_array()
        .unwrap()
}

fn file(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"du-lieu-cua-toi-2026-"));
    assert_eq!(answer.header("cache-control"), "no-store");
    serde_json::from_str(&answer.body()).unwrap()
}

both_databases! {
    async fn the_owner_takes_along_all_that_is_held_and_the_journal_says_so(database) {
        let p = province(database).await;
        people(&p).await;
        let hanh = p.signed_in("hanh").await;
        let grant = hanh.get("/tai-khoan/uy-quyen").await.attributes("select[name=grant] option", "value").pop().unwrap();
        let nga = p.account_id("nga").await;
        let lent = [("grant", grant.as_str()), ("borrower", nga.as_str()), ("from", "2026-03-02"), ("until", "2026-03-05"), ("reason", "họp ở Hà Nội")];
        assert_eq!(hanh.post("/tai-khoan/uy-quyen", &lent).await.status, 303);
        svc_identity::end_grant(&p.system(), grant.parse::<uuid::Uuid>().unwrap().into(), "QĐ 09").await.unwrap();

        assert!(hanh.get("/tai-khoan").await.attributes("a", "href").contains(&PATH.to_owned()));
        assert!(!hanh.get(PATH).await.text().contains("019190001234"), "nothing before it is asked for");
        let taken = file(&hanh.post(FILE, &[]).await);
        let person = &holding(&taken, "identity.person")[0];
        assert_eq!((&person["citizen_no"], &person["born"], &person["sex"]), (&"019190001234".into(), &"1990-04-05".into(), &"Nữ".into()));
        assert_eq!(person["tax_no"], Value::Null);
        let account = &holding(&taken, "identity.account")[0];
        assert_eq!((&account["login"], &account["may_sign_in"]), (&"hanh".into(), &true.into()));
        assert_eq!((&account["app_since"], &account["recovery_codes_left"]), (&Value::Null, &0.into()));
        assert!(account["made_at"].as_str().is_some_and(|at| at.starts_with("2026-03-02T")), "{account}");
        let post = &holding(&taken, "identity.post")[0];
        assert_eq!((&post["agency"], &post["main"]), (&"Sở Xây dựng".into(), &false.into()));
        assert!(post["from"].as_str().is_some_and(|day| day.len() == 10) && post["until"].is_null(), "{post}");
        let role = &holding(&taken, "identity.grant")[0];
        assert_eq!(role["role"], "Biên tập viên");
        assert!(role["ended_at"].as_str().is_some_and(|at| at.starts_with("2026-03-02T")), "what is over, too: {role}");
        assert_eq!(holding(&taken, "identity.delegation")[0]["borrower"], "Nguyễn Thị nga");
        assert_eq!(holding(&taken, "identity.session").len(), 1);
        // The same on a page.
        let page = hanh.post(READ, &[]).await;
        for words in ["019190001234", "05/04/1990", "họp ở Hà Nội", "Biên tập viên"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert_eq!(p.acts().await.iter().filter(|act| *act == "identity.person.data_taken").count(), 2);
        let data: Vec<String> = p.app.db().read()
            .column("SELECT data FROM kernel_record WHERE act = 'identity.person.data_taken' ORDER BY at, id", vec![]).await.unwrap();
        assert!(data.iter().any(|d| d.contains("\"file\"")) && data.iter().any(|d| d.contains("\"page\"")), "{data:?}");
        assert!(!p.written().await.contains("019190001234"));
    }

    async fn nobody_takes_along_what_is_held_of_others(database) {
        let p = province(database).await;
        people(&p).await;
        p.account("quantri", &[("admin", p.province)]).await;
        for path in [READ, FILE] {
            let visitor = p.app.visitor();
            let answer = visitor.post(path, &[]).await;
            assert!(answer.status != 200 && !answer.body().contains("holdings"), "{}", answer.status);
            // Not by a form of another site, nor by its address alone.
            let hanh = p.signed_in("hanh").await;
            assert_eq!(hanh.post_raw(path, &[]).await.status, 400);
            assert!(matches!(hanh.get(path).await.status, 404 | 405), "{path}");
            // Nor by whoever finds a session left open.
            p.app.set_time("2026-03-02T08:30");
            let asked = hanh.post(path, &[]).await;
            assert_eq!(asked.status, 403);
            assert!(!asked.body().contains("019190001234"));
            assert_eq!(hanh.post(path, &[("_proof_password", "không phải")]).await.status, 422);
            assert_eq!(hanh.post(path, &[("_proof_password", PASSWORD)]).await.status, 200);
            p.app.set_time("2026-03-02T08:00");
        }
        // Whatever is sent along, everybody gets their own.
        let (hanh, quantri) = (p.account_id("hanh").await, p.signed_in("quantri").await);
        let answer = quantri.post(FILE, &[("account", hanh.as_str()), ("person", hanh.as_str()), ("nguoi", "hanh")]).await;
        let text = answer.body();
        assert!(text.contains("quantri") && !text.contains("019190001234") && !text.contains("Nguyễn Thị hanh"), "{text}");
    }

    async fn no_secret_is_among_it(database) {
        let p = province(database).await;
        people(&p).await;
        let hanh = p.signed_in("hanh").await;
        // All that opens something, by the row.
        let id: uuid::Uuid = p.account_id("hanh").await.parse().unwrap();
        let seed = p.app.secret().hide("identity.totp", &[7; 20]).unwrap();
        p.app.keep_house("INSERT INTO identity_totp (account, seed, last_step, set_up_at) VALUES ($1, $2, 0, 1)", vec![id.into(), seed.clone().into()]).await.unwrap();
        let key: uuid::Uuid = kernel::new_id::<()>().uuid();
        let passkey = "INSERT INTO identity_passkey (id, account, name, credential_id, credential, created_at) \
                       VALUES ($1, $2, 'Máy bàn', 'BIMAT-1', 'BIMAT-2', 1)";
        p.app.keep_house(passkey, vec![key.into(), id.into()]).await.unwrap();
        let linked = "INSERT INTO identity_openid (issuer, subject, account, linked_at) VALUES ('https://sso.example', 'a1', $1, 1)";
        p.app.keep_house(linked, vec![id.into()]).await.unwrap();
        let link = "INSERT INTO identity_link (id, purpose, account, digest, made_at, expires_at) VALUES ($1, 'password', $2, $3, 1, 2)";
        p.app.keep_house(link, vec![kernel::new_id::<()>().uuid().into(), id.into(), vec![9_u8; 32].into()]).await.unwrap();
        let text = hanh.post(FILE, &[]).await.body();
        for there in ["Máy bàn", "https://sso.example", "app_since"] {
            assert!(text.contains(there), "{there}: {text}");
        }
        let token = hanh.cookie(kernel::http::SESSION_COOKIE);
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        for secret in ["$argon2", "BIMAT", &token, &hex(&seed), &hex(&[7; 20]), &hex(&[9; 32]), "digest", "credential"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }

    async fn all_accounts_of_one_person_are_theirs(database) {
        let p = province(database).await;
        people(&p).await;
        let sql = "UPDATE identity_account SET person = (SELECT person FROM identity_account WHERE login = 'hanh') WHERE login = 'nga'";
        p.app.keep_house(sql, vec![]).await.unwrap();
        let taken = file(&p.signed_in("nga").await.post(FILE, &[]).await);
        let logins: Vec<&str> = holding(&taken, "identity.account").iter().filter_map(|row| row["login"].as_str()).collect();
        assert_eq!(logins, ["hanh", "nga"]);
        // Whoever has to choose a password first, and whoever has no role, has data, too.
        p.account("moi", &[]).await;
        p.app.keep_house("UPDATE identity_account SET must_change = $1 WHERE login = 'moi'", vec![true.into()]).await.unwrap();
        let fresh = p.app.visitor();
        assert_eq!(sign_in(&fresh, "moi", PASSWORD).await.status, 303);
        assert_eq!(holding(&file(&fresh.post(FILE, &[]).await), "identity.account").len(), 1);
    }
}
