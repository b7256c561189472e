//! The tus protocol, as its clients speak it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::Method;
use sha1::Digest as _;
use testkit::{Answer, Client, both_databases};

use crate::{
    kit::{configured, objects, program, rows, somebody},
    samples,
};

const V: (&str, &str) = ("tus-resumable", "1.0.0");
const BYTES: (&str, &str) = ("content-type", "application/offset+octet-stream");

/// Begins an upload.
pub async fn begin(client: &Client, purpose: &str, name: &str, length: u64) -> Answer {
    let told = format!("filename {},purpose {}", STANDARD.encode(name), STANDARD.encode(purpose));
    let length = length.to_string();
    let headers = [V, ("upload-length", length.as_str()), ("upload-metadata", told.as_str())];
    client.ask(Method::POST, "/tep/tai-len", &headers, vec![]).await
}

pub async fn patch(client: &Client, at: &str, offset: usize, bytes: &[u8]) -> Answer {
    let offset = offset.to_string();
    client.ask(Method::PATCH, at, &[V, BYTES, ("upload-offset", &offset)], bytes.to_vec()).await
}

/// Sends a file whole and says its upload.
pub async fn sent(client: &Client, purpose: &str, name: &str, content: &[u8]) -> String {
    let begun = begin(client, purpose, name, content.len() as u64).await;
    assert_eq!(begun.status, 201, "{}", begun.body());
    let at = begun.location().to_owned();
    let answer = patch(client, &at, 0, content).await;
    assert_eq!(answer.status, 204, "{}", answer.body());
    at.rsplit('/').next().unwrap().to_owned()
}

async fn offset(client: &Client, at: &str) -> String {
    let answer = client.ask(Method::HEAD, at, &[V], vec![]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.header("upload-offset").to_owned()
}

both_databases! {
    async fn pieces_follow_one_another(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let film = samples::film(300_000);
        let begun = begin(&me, "media", "Lễ hội.mp4", film.len() as u64).await;
        assert_eq!(begun.status, 201, "{}", begun.body());
        assert_eq!(begun.header("tus-resumable"), "1.0.0");
        assert!(begun.header("upload-expires").ends_with("GMT"), "{}", begun.header("upload-expires"));
        let at = begun.location().to_owned();
        assert_eq!(offset(&me, &at).await, "0");
        let first = patch(&me, &at, 0, &film[..100_000]).await;
        assert_eq!((first.status, first.header("upload-offset")), (204, "100000"));
        // A piece that does not follow is refused, and nothing changes.
        for wrong in [0, 99_999, 100_001, 300_000] {
            let refused = patch(&me, &at, wrong, b"x").await;
            assert_eq!(refused.status, 409, "{wrong}");
        }
        assert_eq!(offset(&me, &at).await, "100000");
        assert_eq!(patch(&me, &at, 100_000, &film[100_000..]).await.status, 204);
        assert_eq!(offset(&me, &at).await, "300000");
        let url = me.post(&format!("/letters/public/{}", at.rsplit('/').next().unwrap()), &[]).await.body();
        assert_eq!(app.visitor().get(&url).await.bytes, film);
        assert_eq!(objects(&app), 1);
    }

    async fn the_server_says_what_it_speaks(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let said = me.ask(Method::OPTIONS, "/tep/tai-len", &[], vec![]).await;
        assert_eq!(said.status, 204);
        assert_eq!(said.header("tus-version"), "1.0.0");
        assert_eq!(said.header("tus-extension"), "creation,termination,checksum,expiration");
        assert_eq!(said.header("tus-max-size"), (100 * 1024 * 1024).to_string());
        let old = me.ask(Method::POST, "/tep/tai-len", &[("tus-resumable", "0.2.2"), ("upload-length", "5")], vec![]).await;
        assert_eq!(old.status, 412);
    }

    async fn a_checksum_that_does_not_hold_drops_the_piece(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let text = b"gia tri hoa don 1.250.000";
        let at = begin(&me, "attachment", "a.txt", text.len() as u64).await.location().to_owned();
        let sum = |hash: &[u8], name: &str| format!("{name} {}", STANDARD.encode(hash));
        let send = async |sum: String| {
            me.ask(Method::PATCH, &at, &[V, BYTES, ("upload-offset", "0"), ("upload-checksum", &sum)], text.to_vec()).await
        };
        let wrong = send(sum(&[7; 20], "sha1")).await;
        assert_eq!(wrong.status, 460);
        assert_eq!(offset(&me, &at).await, "0");
        assert_eq!(objects(&app), 0);
        assert_eq!(send(sum(&[7; 20], "crc32")).await.status, 400);
        let right = send(sum(&sha1::Sha1::digest(text), "sha1")).await;
        assert_eq!((right.status, right.header("upload-offset")), (204, text.len().to_string().as_str()));
    }

    async fn an_upload_is_its_senders_alone(database) {
        let app = program(database).await;
        let (me, other) = (somebody(&app), somebody(&app));
        let at = begin(&me, "attachment", "a.txt", 10).await.location().to_owned();
        assert_eq!(other.ask(Method::HEAD, &at, &[V], vec![]).await.status, 404);
        assert_eq!(patch(&other, &at, 0, b"0123456789").await.status, 404);
        assert_eq!(other.ask(Method::DELETE, &at, &[V], vec![]).await.status, 404);
        assert_eq!(patch(&app.visitor(), &at, 0, b"0123456789").await.status, 303);
        assert_eq!(offset(&me, &at).await, "0");
    }

    async fn an_upload_is_ended_and_expires(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let at = begin(&me, "attachment", "a.txt", 10).await.location().to_owned();
        patch(&me, &at, 0, b"01234").await;
        assert_eq!(me.ask(Method::DELETE, &at, &[V], vec![]).await.status, 204);
        assert_eq!(me.ask(Method::HEAD, &at, &[V], vec![]).await.status, 404);
        assert_eq!((objects(&app), rows(&app, "files_part").await), (0, 0));
        let at = begin(&me, "attachment", "a.txt", 10).await.location().to_owned();
        patch(&me, &at, 0, b"01234").await;
        app.set_time("2026-03-03T08:01");
        assert_eq!(me.ask(Method::HEAD, &at, &[V], vec![]).await.status, 410);
        assert_eq!(patch(&me, &at, 5, b"56789").await.status, 410);
    }

    async fn clients_that_know_only_post_get_through(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let at = begin(&me, "attachment", "a.txt", 5).await.location().to_owned();
        let over = ("x-http-method-override", "PATCH");
        let sent = me.ask(Method::POST, &at, &[V, BYTES, over, ("upload-offset", "0")], b"01234".to_vec()).await;
        assert_eq!(sent.status, 204, "{}", sent.body());
    }

    async fn an_account_has_a_cap_and_a_measure(database) {
        let app = configured(database, |config| config.files_daily_mib = 1).await;
        let me = somebody(&app);
        for _ in 0..30 {
            assert_eq!(begin(&me, "attachment", "a.txt", 10).await.status, 201);
        }
        assert_eq!(begin(&me, "attachment", "a.txt", 10).await.status, 429);
        let other = somebody(&app);
        assert_eq!(begin(&other, "attachment", "a.txt", 2 << 20).await.status, 429);
        let big = vec![b'x'; 900_000];
        sent(&other, "attachment", "a.txt", &big).await;
        let more = begin(&other, "attachment", "b.txt", 900_000).await;
        assert_eq!(more.status, 429);
        assert!(more.text().contains("1 MB"), "{}", more.text());
        // A new day, a new measure.
        app.set_time("2026-03-03T08:01");
        assert_eq!(begin(&other, "attachment", "b.txt", 900_000).await.status, 201);
    }
}
