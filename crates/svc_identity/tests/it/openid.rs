use base::Id;
use kernel::{Clock, db::Queries as _};
use svc_identity::Account;
use testkit::{Answer, Client, both_databases};

use crate::{
    kit::{PASSWORD, Province, configured, sign_in},
    provider::{Provider, parameter, start, with_parameter},
};

const BEGIN: &str = "/dang-nhap/openid";
const NUMBER: &str = "019180000001";

/// The province with the provider, and the account `lan`, whose person has the number the provider says of `lan`.
async fn linked_up(database: testkit::Database, second_proof: &str) -> (Province, Provider, Id<Account>) {
    let provider = start().await;
    let p = configured(database, |config| {
        config.openid_issuer = provider.issuer.clone();
        config.openid_client_id = "songcau".to_owned();
        config.openid_client_secret = "any".to_owned();
        config.openid_second_proof = second_proof.to_owned();
        config.public_port = Some(0);
    })
    .await;
    // The provider's clock is the machine's.
    p.app.clock().set(Clock::SYSTEM.now());
    let lan = p.account("lan", &[]).await;
    number(&p, lan, NUMBER).await;
    provider.user("lan", &format!(r#"{{"citizen_no": "{NUMBER}"}}"#)).await;
    (p, provider, lan)
}

async fn number(p: &Province, account: Id<Account>, number: &str) {
    let sql = "UPDATE identity_person SET citizen_no = $2 WHERE id = (SELECT person FROM identity_account WHERE id = $1)";
    p.app.keep_house(sql, vec![account.uuid().into(), number.into()]).await.unwrap();
}

/// Sets out from the sign-in page: the provider's address.
async fn leave(client: &Client, next: &str) -> String {
    let answer = client.get(&format!("{BEGIN}?tiep={next}")).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

/// The way back, as a path of the program.
async fn consent(provider: &Provider, address: &str, subject: &str) -> String {
    let back = provider.consent(address, subject).await;
    back.strip_prefix("http://localhost").unwrap_or_else(|| panic!("{back}")).to_owned()
}

async fn whole_way(client: &Client, provider: &Provider, subject: &str) -> Answer {
    let address = leave(client, "").await;
    client.get(&consent(provider, &address, subject).await).await
}

/// Nobody was let in, and nothing was linked or told.
async fn nothing_happened(p: &Province, client: &Client, answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert!(!client.has_cookie(kernel::http::SESSION_COOKIE));
    assert_eq!(p.count("SELECT count(*) FROM identity_openid").await, 0);
    assert_eq!(p.count("SELECT count(*) FROM identity_session").await, 0);
}

both_databases! {
    async fn somebody_is_linked_by_their_number_and_then_known_by_subject(database) {
        let (p, provider, lan) = linked_up(database, "").await;
        let client = p.app.visitor();
        let page = client.get("/dang-nhap?tiep=/viec/cua-toi").await;
        let href = page.attribute(&format!("a[href^='{BEGIN}']"), "href");
        let address = client.get(&href).await.location().to_owned();
        assert_eq!(parameter(&address, "code_challenge_method"), "S256");
        assert_eq!(parameter(&address, "redirect_uri"), "http://localhost/dang-nhap/openid/tra-loi");
        let answer = client.get(&consent(&provider, &address, "lan").await).await;
        assert_eq!((answer.status, answer.location()), (303, "/viec/cua-toi"), "{}", answer.text());
        assert_eq!(client.get("/viec/cua-toi").await.status, 200);
        assert!(provider.heard("/oauth2/token")[0].contains("code_verifier="));
        let acts = p.acts().await;
        assert!(acts.iter().any(|a| a == "identity.openid.linked"));
        assert!(p.written().await.contains("\\\"means\\\":\\\"openid\\\""));
        assert!(!p.written().await.contains(NUMBER));
        let told = "SELECT count(*) FROM kernel_job WHERE payload LIKE '%identity.openid_linked%'";
        assert_eq!(p.count(told).await, 1);

        // The number may change on either side; who it is does not.
        number(&p, lan, "019180000099").await;
        let again = p.app.visitor();
        let answer = whole_way(&again, &provider, "lan").await;
        assert_eq!((answer.status, answer.location()), (303, "/viec"));
        assert_eq!(p.count("SELECT count(*) FROM identity_openid").await, 1);

        let ended = again.post("/tai-khoan/bao-mat/openid/go", &[("issuer", &provider.issuer), ("subject", "lan")]).await;
        assert_eq!(ended.status, 303);
        let other = [("issuer", provider.issuer.as_str()), ("subject", "ai-do")];
        assert_eq!(again.post("/tai-khoan/bao-mat/openid/go", &other).await.status, 404);
        let gone = p.app.visitor();
        assert_eq!(whole_way(&gone, &provider, "lan").await.status, 403);
    }

    async fn next_is_an_address_of_this_program(database) {
        let (p, provider, _) = linked_up(database, "").await;
        for next in ["//evil.example", "https://evil.example", "/%5Cevil.example", "%2F%2Fevil.example"] {
            let client = p.app.visitor();
            let address = leave(&client, next).await;
            let answer = client.get(&consent(&provider, &address, "lan").await).await;
            assert_eq!((answer.status, answer.location()), (303, "/viec"), "{next}");
        }
    }

    async fn an_answer_that_does_not_hold_together_opens_nothing(database) {
        let (p, provider, _) = linked_up(database, "").await;
        let client = p.app.visitor();

        // Another state; without the cookie of the browser that left; in another browser.
        let back = consent(&provider, &leave(&client, "").await, "lan").await;
        let cookie = client.cookie("songcau_openid");
        nothing_happened(&p, &client, &client.get(&with_parameter(&back, "state", "other")).await, 400).await;
        assert!(!client.has_cookie("songcau_openid"), "each flow ends once");
        nothing_happened(&p, &client, &client.get(&back).await, 400).await;
        let stranger = p.app.visitor();
        stranger.set_cookie("songcau_openid", &cookie[..cookie.len() - 2]);
        nothing_happened(&p, &stranger, &stranger.get(&back).await, 400).await;

        // Another provider answers under its own name (mix-up, RFC 9207).
        let back = consent(&provider, &leave(&client, "").await, "lan").await;
        let mixed = with_parameter(&back, "iss", "https://other.example");
        nothing_happened(&p, &client, &client.get(&mixed).await, 400).await;

        // The token was made for another visit.
        let address = leave(&client, "").await;
        let back = consent(&provider, &with_parameter(&address, "nonce", "of-another-visit"), "lan").await;
        nothing_happened(&p, &client, &client.get(&back).await, 400).await;

        // The token was made for another program, by another issuer with the same keys, or was changed.
        for (issuer, program) in [(&provider.issuer, "other"), (&provider.direct, "songcau")] {
            let address = leave(&client, "").await;
            let back = consent(&provider, &address, "lan").await;
            let token = provider.token(issuer, program, &parameter(&address, "nonce"), "lan").await;
            provider.answer_with(Some(token));
            nothing_happened(&p, &client, &client.get(&back).await, 400).await;
            provider.answer_with(None);
        }
        let address = leave(&client, "").await;
        let back = consent(&provider, &address, "lan").await;
        let token = provider.token(&provider.issuer, "songcau", &parameter(&address, "nonce"), "lan").await;
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { 'B' } else { 'A' };
        provider.answer_with(Some(format!("{signed}.{first}{}", &signature[1..])));
        nothing_happened(&p, &client, &client.get(&back).await, 400).await;
        let header = "eyJhbGciOiJub25lIn0";
        let unsigned = format!("{header}.{}.", signed.split_once('.').unwrap().1);
        provider.answer_with(Some(unsigned));
        let back = consent(&provider, &leave(&client, "").await, "lan").await;
        nothing_happened(&p, &client, &client.get(&back).await, 400).await;
        provider.answer_with(None);

        // Whoever turns back at the provider is told so, and nothing else.
        let state = parameter(&leave(&client, "").await, "state");
        let turned = client.get(&format!("{BEGIN}/tra-loi?error=access_denied&state={state}")).await;
        assert_eq!((turned.status, turned.location()), (303, "/dang-nhap"));
    }

    async fn a_code_is_good_once_and_for_a_while(database) {
        let (p, provider, _) = linked_up(database, "").await;
        let client = p.app.visitor();
        let now = p.app.clock().now();
        let back = consent(&provider, &leave(&client, "").await, "lan").await;
        p.app.clock().set(now.plus_seconds(10 * 60 + 1));
        nothing_happened(&p, &client, &client.get(&back).await, 400).await;

        // By this program's clock the token ran out before it was asked for.
        p.app.clock().set(now.plus_seconds(2 * 3600));
        let late = whole_way(&client, &provider, "lan").await;
        nothing_happened(&p, &client, &late, 400).await;
        p.app.clock().set(now.plus_seconds(-2 * 3600));
        let early = whole_way(&client, &provider, "lan").await;
        nothing_happened(&p, &client, &early, 400).await;

        p.app.clock().set(now);
        let back = consent(&provider, &leave(&client, "").await, "lan").await;
        let cookie = client.cookie("songcau_openid");
        assert_eq!(client.get(&back).await.status, 303);
        let thief = p.app.visitor();
        thief.set_cookie("songcau_openid", &cookie);
        assert_eq!(thief.get(&back).await.status, 400, "the code was used");
        assert!(!thief.has_cookie(kernel::http::SESSION_COOKIE));
    }

    async fn nobody_gets_in_without_one_active_account_of_theirs(database) {
        let (p, provider, lan) = linked_up(database, "").await;
        let client = p.app.visitor();
        // Somebody the province does not know, and somebody of whom the provider says no number.
        provider.user("la", r#"{"citizen_no": "019180000077"}"#).await;
        for subject in ["la", "khong-so"] {
            let answer = whole_way(&client, &provider, subject).await;
            assert!(answer.text().contains("gặp người quản trị"), "{}", answer.text());
            nothing_happened(&p, &client, &answer, 403).await;
        }
        // A locked account.
        let lock = "UPDATE identity_account SET status = $1 WHERE login = 'lan'";
        p.app.keep_house(lock, vec!["locked".into()]).await.unwrap();
        nothing_happened(&p, &client, &whole_way(&client, &provider, "lan").await, 403).await;
        p.app.keep_house(lock, vec!["active".into()]).await.unwrap();
        // Two accounts of the person with that number.
        let second = p.account("lan.hai", &[]).await;
        let same = "UPDATE identity_account SET person = (SELECT person FROM identity_account WHERE id = $1) WHERE id = $2";
        p.app.keep_house(same, vec![lan.uuid().into(), second.uuid().into()]).await.unwrap();
        nothing_happened(&p, &client, &whole_way(&client, &provider, "lan").await, 403).await;
        p.app.keep_house("UPDATE identity_account SET status = 'locked' WHERE id = $1", vec![second.uuid().into()]).await.unwrap();
        assert_eq!(whole_way(&client, &provider, "lan").await.status, 303);

        // Another subject with the same number does not take the account over.
        provider.user("gia-mao", &format!(r#"{{"citizen_no": "{NUMBER}"}}"#)).await;
        let other = p.app.visitor();
        assert_eq!(whole_way(&other, &provider, "gia-mao").await.status, 403);
        assert!(!other.has_cookie(kernel::http::SESSION_COOKIE));
        // Linked and then locked.
        p.app.keep_house(lock, vec!["locked".into()]).await.unwrap();
        assert_eq!(whole_way(&other, &provider, "lan").await.status, 403);
    }

    async fn an_authenticator_app_is_asked_for_unless_the_provider_saw_a_second_proof(database) {
        let (p, provider, lan) = linked_up(database, "mfa").await;
        let app = "INSERT INTO identity_totp (account, seed, last_step, set_up_at) VALUES ($1, $2, 0, 0)";
        p.app.keep_house(app, vec![lan.uuid().into(), vec![1_u8; 60].into()]).await.unwrap();
        let client = p.app.visitor();
        let asked = whole_way(&client, &provider, "lan").await;
        assert_eq!((asked.status, asked.count("#code")), (200, 1), "{}", asked.text());
        assert!(!client.has_cookie(kernel::http::SESSION_COOKIE));
        provider.user("lan", &format!(r#"{{"citizen_no": "{NUMBER}", "amr": ["pwd", "mfa"]}}"#)).await;
        assert_eq!(whole_way(&client, &provider, "lan").await.status, 303);
    }

    async fn the_only_way_to_sign_in_is_not_given_up(database) {
        let (p, provider, lan) = linked_up(database, "").await;
        let client = p.app.visitor();
        assert_eq!(whole_way(&client, &provider, "lan").await.status, 303);
        let nobodys = "UPDATE identity_account SET password = \
            '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' WHERE id = $1";
        p.app.keep_house(nobodys, vec![lan.uuid().into()]).await.unwrap();
        let kept = [("issuer", provider.issuer.as_str()), ("subject", "lan")];
        assert_eq!(client.post("/tai-khoan/bao-mat/openid/go", &kept).await.status, 409);
        assert_eq!(p.count("SELECT count(*) FROM identity_openid").await, 1);
    }
}

#[tokio::test]
async fn without_a_provider_there_is_no_button_and_no_way() {
    let p = configured(testkit::Database::Sqlite, |_| {}).await;
    let client = p.app.visitor();
    assert_eq!(client.get("/dang-nhap").await.count(&format!("a[href^='{BEGIN}']")), 0);
    assert_eq!(client.get(BEGIN).await.status, 404);
    p.account("lan", &[]).await;
    assert_eq!(sign_in(&client, "lan", PASSWORD).await.status, 303);
    let read: Option<i64> =
        p.app.db().read().scalar("SELECT count(*) FROM identity_openid", vec![]).await.unwrap();
    assert_eq!(read, Some(0));
}
