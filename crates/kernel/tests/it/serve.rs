use std::{net::SocketAddr, time::Duration};

use kernel::Config;
use testkit::{Database, TestApp, both_databases};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::notes::NOTES;

async fn serving(database: Database, change: impl FnOnce(&mut Config)) -> (TestApp, SocketAddr) {
    let app = TestApp::configured(database, &[&NOTES], change).await;
    let listener = kernel::http::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(kernel::http::serve((*app).clone(), listener));
    (app, address)
}

/// Whether the connection answers a request.
async fn answers(stream: &mut TcpStream) -> bool {
    if stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await.is_err() {
        return false;
    }
    let mut first = [0; 12];
    let read = timeout(Duration::from_secs(5), stream.read_exact(&mut first)).await;
    read.is_ok_and(|read| read.is_ok()) && first == *b"HTTP/1.1 200"
}

both_databases! {
    async fn one_address_holds_no_more_connections_than_its_share(database) {
        let (_app, address) = serving(database, |config| config.connections_per_address = 3).await;
        let mut held = Vec::new();
        for _ in 0..3 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            assert!(answers(&mut stream).await);
            held.push(stream);
        }
        assert!(!answers(&mut TcpStream::connect(address).await.unwrap()).await);
        held.pop();
        let mut tries = 0;
        while !answers(&mut TcpStream::connect(address).await.unwrap()).await {
            tries += 1;
            assert!(tries < 100, "a place given back was not given out again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn who_stops_reading_loses_the_connection(database) {
        let (app, address) = serving(database, |config| config.client_timeout = 1).await;
        let long = "x".repeat(10_000);
        let writer = app.signed_in("writer", uuid::Uuid::nil(), "/a/");
        for _ in 0..20 {
            writer.post("/notes", &[("text", long.as_str()), ("path", "/a/")]).await;
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        let asked = 200;
        let requests = "GET /public-notes HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(asked);
        stream.write_all(requests.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_secs(4)).await;
        let mut got = Vec::new();
        // What was under way arrives, then the end; by a reset, on some systems.
        let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut got)).await.unwrap();
        assert!(got.len() < asked * 20 * long.len(), "everything was kept for somebody who did not read");
    }
}
