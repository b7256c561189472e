//! Cut lines: over real sockets, as a served program meets them.

use std::{net::SocketAddr, time::Duration};

use http::Method;
use sha2::{Digest as _, Sha256};
use testkit::{Client, TestApp, both_databases};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{kit::*, samples, tus};

async fn serving(app: &TestApp) -> SocketAddr {
    let listener = kernel::http::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(kernel::http::serve((**app).clone(), listener));
    address
}

/// The head of a request by this client.
async fn head(client: &Client, method: &str, path: &str, more: &str) -> String {
    let (cookie, token) = (client.cookie(kernel::http::SESSION_COOKIE), client.token().await);
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {}={cookie}\r\nx-csrf-token: {token}\r\n\
         tus-resumable: 1.0.0\r\n{more}\r\n",
        kernel::http::SESSION_COOKIE
    )
}

async fn offset(client: &Client, at: &str) -> usize {
    client
        .ask(Method::HEAD, at, &[("tus-resumable", "1.0.0")], vec![])
        .await
        .header("upload-offset")
        .parse()
        .unwrap()
}

both_databases! {
    async fn a_file_sent_with_three_cuts_arrives_whole(database) {
        let app = program(database).await;
        let address = serving(&app).await;
        let me = somebody(&app);
        let film = samples::film(11_000_000);
        let at = tus::begin(&me, "media", "phim.mp4", film.len() as u64).await.location().to_owned();
        let mut reached = 0;
        for cut in [1_000_000, 5_500_000, 9_000_001] {
            let more = format!(
                "upload-offset: {reached}\r\ncontent-type: application/offset+octet-stream\r\ncontent-length: {}\r\n",
                film.len() - reached
            );
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(head(&me, "PATCH", &at, &more).await.as_bytes()).await.unwrap();
            stream.write_all(&film[reached..cut]).await.unwrap();
            // What is under way arrives before the line goes dead.
            stream.flush().await.unwrap();
            drop(stream);
            let mut tries = 0;
            while offset(&me, &at).await < cut {
                tries += 1;
                assert!(tries < 200, "only {} of {cut} were kept", offset(&me, &at).await);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            reached = offset(&me, &at).await;
            assert_eq!(reached, cut);
        }
        let more = format!(
            "upload-offset: {reached}\r\ncontent-type: application/offset+octet-stream\r\ncontent-length: {}\r\n",
            film.len() - reached
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head(&me, "PATCH", &at, &more).await.as_bytes()).await.unwrap();
        stream.write_all(&film[reached..]).await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 204");
        let url = me.post(&format!("/letters/public/{}", at.rsplit('/').next().unwrap()), &[]).await.body();
        let got = app.visitor().get(&url).await;
        assert_eq!(hex::encode(Sha256::digest(&got.bytes)), hex::encode(Sha256::digest(&film)));
        assert_eq!(objects(&app), 1);
    }

    async fn two_gigabytes_are_refused_before_they_are_read(database) {
        let app = program(database).await;
        let address = serving(&app).await;
        let me = somebody(&app);
        let announced = tus::begin(&me, "attachment", "a.zip", 2 << 30).await;
        assert_eq!(announced.status, 413);
        assert!(announced.text().contains("100 MB"), "{}", announced.text());
        // In a form the head says it: the answer comes though no byte of it was sent.
        let more = "content-type: multipart/form-data; boundary=x\r\ncontent-length: 2147483648\r\n";
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head(&me, "POST", "/tep/gui", more).await.as_bytes()).await.unwrap();
        let mut answer = vec![0; 4000];
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer)).await.unwrap().unwrap();
        let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        assert_eq!(rows(&app, "files_upload").await, 0);
    }

    async fn a_length_that_lies_is_found_out(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let at = tus::begin(&me, "attachment", "a.txt", 10).await.location().to_owned();
        let longer = tus::patch(&me, &at, 0, &[b'x'; 5000]).await;
        assert_eq!(longer.status, 413);
        assert_eq!(offset(&me, &at).await, 0);
        assert_eq!(objects(&app), 0);
    }

    async fn two_senders_of_one_upload_do_not_mix(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let text = vec![b'a'; 50_000];
        let at = tus::begin(&me, "attachment", "a.txt", 50_000).await.location().to_owned();
        let answers = futures_util::future::join_all((0..4).map(|_| tus::patch(&me, &at, 0, &text))).await;
        let taken = answers.iter().filter(|a| a.status == 204).count();
        assert_eq!(taken, 1, "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        assert_eq!(offset(&me, &at).await, 50_000);
        assert_eq!(objects(&app), 1);
    }
}
