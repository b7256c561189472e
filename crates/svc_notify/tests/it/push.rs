use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contracts::notify::Recipient;
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand::SystemRandom,
    signature,
};
use testkit::{Client, both_databases};

use crate::{
    kit::{ALERT, DIGEST, Province, configured, notice, province},
    servers::{Asked, Web},
};

const PATH: &str = "/tai-khoan/thong-bao";
const SUBSCRIBE: &str = "/tai-khoan/thong-bao/trinh-duyet";

/// A browser that shows messages: its half of the keys.
struct Browser {
    private: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

impl Browser {
    fn new() -> Self {
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        let public = private.compute_public_key().unwrap().as_ref().to_vec();
        Self { private, public, auth: *b"0123456789abcdef" }
    }

    async fn subscribe(&self, client: &Client, endpoint: &str) -> testkit::Answer {
        let (public, auth) = (URL_SAFE_NO_PAD.encode(&self.public), URL_SAFE_NO_PAD.encode(self.auth));
        client.post(SUBSCRIBE, &[("endpoint", endpoint), ("p256dh", &public), ("auth", &auth)]).await
    }

    /// Opens a message as RFC 8291 has it.
    fn open(self, sealed: &[u8]) -> serde_json::Value {
        let (salt, rest) = sealed.split_at(16);
        assert_eq!(rest[..4], 4096_u32.to_be_bytes());
        assert_eq!(rest[4], 65);
        let (theirs, record) = (&rest[5..70], &rest[70..]);
        let (key, nonce) =
            agree_ephemeral(self.private, &UnparsedPublicKey::new(&ECDH_P256, theirs), |shared| {
                let prk = Salt::new(HKDF_SHA256, &self.auth).extract(shared);
                let input: [u8; 32] = expand(&prk, &[b"WebPush: info\0", &self.public, theirs]);
                let prk = Salt::new(HKDF_SHA256, salt).extract(&input);
                let key: [u8; 16] = expand(&prk, &[b"Content-Encoding: aes128gcm\0"]);
                let nonce: [u8; 12] = expand(&prk, &[b"Content-Encoding: nonce\0"]);
                (key, nonce)
            })
            .unwrap();
        let mut record = record.to_vec();
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
        let plain =
            key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record).unwrap();
        assert_eq!(plain.last(), Some(&2), "the only record");
        serde_json::from_slice(&plain[..plain.len() - 1]).unwrap()
    }
}

struct Bytes(usize);
impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    prk.expand(info, Bytes(N)).unwrap().fill(&mut out).unwrap();
    out
}

/// The claims of a request signed by us, its signature checked.
fn claims(asked: &Asked, key_on_page: &str) -> serde_json::Value {
    let header = asked.header("authorization");
    let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(key, key_on_page);
    let (said, signed) = token.rsplit_once('.').unwrap();
    let key = URL_SAFE_NO_PAD.decode(key).unwrap();
    let key = signature::UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, key);
    key.verify(said.as_bytes(), &URL_SAFE_NO_PAD.decode(signed).unwrap()).unwrap();
    let claims = said.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

async fn with_loopback(database: testkit::Database) -> Province {
    configured(database, |config| config.outgoing_private = true).await
}

both_databases! {
    async fn a_browser_gets_a_message_only_it_can_read(database) {
        let server = Web::start(&[]).await;
        let p = with_loopback(database).await;
        let hanh = p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        let browser = Browser::new();
        let endpoint = format!("{}/push/abc", server.url);
        assert_eq!(browser.subscribe(&client, &endpoint).await.status, 204);
        let page = client.get(PATH).await;
        assert_eq!(page.count("form[action$='/bo']"), 1);
        p.told(&notice(ALERT, Recipient::Account(hanh.uuid()), &[("what", "lũ trên sông Cầu")])).await;
        assert_eq!(p.deliveries().await, ["push sent 1"]);
        let asked = server.asked.lock()[0].clone();
        assert!(asked.head.starts_with("POST /push/abc "), "{}", asked.head);
        assert_eq!(asked.header("content-encoding"), "aes128gcm");
        assert_eq!((asked.header("urgency"), asked.header("ttl")), ("high".to_owned(), "14400".to_owned()));
        assert_eq!(asked.header("topic").len(), 22);
        let claims = claims(&asked, &page.attribute("[data-push]", "data-push"));
        assert_eq!(claims["aud"], server.url);
        assert_eq!(claims["sub"], "http://localhost:8080");
        assert_eq!(claims["exp"], testkit::start().0 / 1000 + 12 * 3600);
        let message = browser.open(&asked.body);
        assert_eq!(message["title"], "Việc gấp: lũ trên sông Cầu");
        assert_eq!(message["url"], "http://localhost:8080/viec");
        assert_eq!(message["lang"], "vi");
        assert!(!p.written().await.contains("push/abc"));
    }

    async fn a_browser_that_is_gone_is_forgotten(database) {
        let server = Web::start(&[(410, ""), (404, ""), (503, "")]).await;
        let p = with_loopback(database).await;
        let hanh = p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        for status in [410, 404] {
            Browser::new().subscribe(&client, &format!("{}/push/{status}", server.url)).await;
            p.told(&notice(ALERT, Recipient::Account(hanh.uuid()), &[("what", "x")])).await;
            assert_eq!(p.count("SELECT count(*) FROM notify_subscription").await, 0, "{status}");
        }
        assert_eq!(p.deliveries().await, ["push given_up 1", "push given_up 1"]);
        Browser::new().subscribe(&client, &format!("{}/push/busy", server.url)).await;
        p.told(&notice(ALERT, Recipient::Account(hanh.uuid()), &[("what", "x")])).await;
        p.later(31).await;
        assert_eq!(p.deliveries().await, ["push given_up 1", "push given_up 1", "push sent 2"]);
    }

    async fn only_public_push_services_are_called(database) {
        let p = province(database).await;
        p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        for endpoint in [
            "http://push.example.org/x", "https://127.0.0.1/x", "https://[::1]/x", "https://10.0.0.1/x",
            "https://192.168.1.1:8443/x", "https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/x",
            "https://[fd00::1]/x", "https://[64:ff9b::7f00:1]/x", "https://100.64.0.1/x", "https://0.0.0.0/x",
            "https://user@push.example.org/x", "ftp://push.example.org", "javascript:alert(1)", "", "x",
        ] {
            assert_eq!(Browser::new().subscribe(&client, endpoint).await.status, 400, "{endpoint}");
        }
        let long = format!("https://push.example.org/{}", "a".repeat(2000));
        assert_eq!(Browser::new().subscribe(&client, &long).await.status, 400);
        let keys = [("endpoint", "https://push.example.org/x"), ("p256dh", "AAAA"), ("auth", "AAAA")];
        assert_eq!(client.post(SUBSCRIBE, &keys).await.status, 400, "no keys");
        assert_eq!(Browser::new().subscribe(&client, "https://push.example.org/x").await.status, 204);
    }

    async fn a_name_that_leads_inside_is_not_called(database) {
        let server = Web::start(&[]).await;
        let p = province(database).await;
        let hanh = p.account("hanh", &[]).await;
        let client = p.signed_in("hanh").await;
        // The name says nothing; where it leads is seen when it is looked up.
        let port = server.url.rsplit(':').next().unwrap();
        assert_eq!(Browser::new().subscribe(&client, &format!("https://localhost:{port}/x")).await.status, 204);
        p.told(&notice(ALERT, Recipient::Account(hanh.uuid()), &[("what", "x")])).await;
        assert_eq!(p.deliveries().await, ["push waiting 1"]);
        assert_eq!(p.errors().await, ["not a public address"]);
        assert!(server.asked.lock().is_empty());
    }

    async fn browsers_belong_to_whoever_is_signed_in_there(database) {
        let p = with_loopback(database).await;
        p.account("hanh", &[]).await;
        p.account("binh", &[]).await;
        let (hanh, binh) = (p.signed_in("hanh").await, p.signed_in("binh").await);
        Browser::new().subscribe(&hanh, "https://push.example.org/one").await;
        let end = hanh.get(PATH).await.attribute("form[action$='/bo']", "action");
        assert_eq!(binh.post(&end, &[]).await.status, 404);
        Browser::new().subscribe(&binh, "https://push.example.org/one").await;
        assert_eq!(hanh.get(PATH).await.count("form[action$='/bo']"), 0, "the next person at the same browser");
        for n in 0..12 {
            Browser::new().subscribe(&hanh, &format!("https://push.example.org/{n}")).await;
        }
        let page = hanh.get(PATH).await;
        assert_eq!(page.count("form[action$='/bo']"), 10);
        let end = page.attribute("form[action$='/bo']", "action");
        assert_eq!(hanh.fill_in(PATH, &end, &[]).await.location(), PATH);
        assert_eq!(hanh.get(PATH).await.count("form[action$='/bo']"), 9);
    }

    async fn the_worker_script_is_there_and_everything_can_be_chosen(database) {
        let server = Web::start(&[]).await;
        let p = with_loopback(database).await;
        let hanh = p.account("hanh", &[]).await;
        let script = p.app.visitor().get("/thong-bao/nhan.js").await;
        assert_eq!((script.status, script.header("cache-control")), (200, "no-cache"));
        assert!(script.header("content-type").starts_with("text/javascript") && script.body().contains("showNotification"));
        let client = p.signed_in("hanh").await;
        Browser::new().subscribe(&client, &format!("{}/x", server.url)).await;
        p.told(&notice(DIGEST, Recipient::Account(hanh.uuid()), &[("n", "1")])).await;
        assert!(server.asked.lock().is_empty(), "not by itself");
        client.post(PATH, &[("push", DIGEST)]).await;
        p.told(&notice(DIGEST, Recipient::Account(hanh.uuid()), &[("n", "1")])).await;
        assert_eq!(server.asked.lock().len(), 1);
    }
}
