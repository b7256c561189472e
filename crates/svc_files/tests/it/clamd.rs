//! The virus scanner, played by a server of ours that speaks clamd's INSTREAM.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use testkit::{TestApp, both_databases};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, UnixListener},
};

use crate::kit::{attach, configured, objects, post, rows, somebody};

/// Reads a stream as clamd does and answers by its content.
async fn answer(mut client: impl AsyncRead + AsyncWrite + Unpin, seen: Arc<AtomicUsize>) {
    let mut command = [0; 10];
    client.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = client.read_u32().await.unwrap() as usize;
        if length == 0 {
            break;
        }
        let mut piece = vec![0; length];
        client.read_exact(&mut piece).await.unwrap();
        content.extend(piece);
    }
    seen.fetch_add(1, Ordering::SeqCst);
    let found = content.windows(5).any(|w| w == b"EICAR");
    let said: &[u8] = if found { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" };
    client.write_all(said).await.unwrap();
}

fn listen(listener: TcpListener) -> Arc<AtomicUsize> {
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&seen);
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            tokio::spawn(answer(client, Arc::clone(&counted)));
        }
    });
    seen
}

async fn check_again(app: &TestApp) {
    let job = svc_files::MODULE.jobs.iter().find(|job| job.name == "files.scan").unwrap();
    (job.run)((**app).clone(), serde_json::Value::Null).await.unwrap();
}

both_databases! {
    async fn what_is_clean_passes_and_what_is_not_is_named(database) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = configured(database, |config| config.clamav = format!("tcp:{address}")).await;
        let seen = listen(listener);
        let me = somebody(&app);
        let url = attach(&me, "public", "any", "a.txt", b"xin chao").await;
        assert_eq!(app.visitor().get(&url).await.status, 200);
        // The same content is looked at once.
        attach(&me, "public", "any", "b.txt", b"xin chao").await;
        assert_eq!(seen.load(Ordering::SeqCst), 1);
        for _ in 0..2 {
            let refused = post(&me, "/letters/public", "any", "c.txt", "text/plain", b"EICAR test").await;
            assert_eq!(refused.status, 422);
            assert!(refused.text().contains("Eicar-Test-Signature"), "{}", refused.text());
        }
        assert_eq!(seen.load(Ordering::SeqCst), 2);
        assert_eq!((rows(&app, "files_upload").await, rows(&app, "files_file").await), (0, 2));
    }

    async fn a_file_waits_for_a_scanner_that_is_away(database) {
        let socket = tempfile::tempdir().unwrap();
        let path = socket.path().join("clamd.ctl");
        let setting = format!("unix:{}", path.display());
        let app = configured(database, |config| config.clamav = setting).await;
        let me = somebody(&app);
        let sent = post(&me, "/tep/gui", "any", "z.txt", "text/plain", b"cho kiem tra").await;
        assert!(sent.text().contains("chờ kiểm tra"), "{}", sent.text());
        let good = attach(&me, "public", "any", "a.txt", b"xin chao").await;
        let bad = attach(&me, "public", "any", "b.txt", b"EICAR test").await;
        let mine = attach(&me, "mine", "any", "c.txt", b"cua toi").await;
        for url in [&good, &bad] {
            let waits = app.visitor().get(url).await;
            assert_eq!(waits.status, 409);
            assert!(waits.text().contains("chờ kiểm tra"), "{}", waits.text());
        }
        assert_eq!(me.get(&mine).await.status, 200);
        // Still away: nothing changes, nothing fails.
        check_again(&app).await;
        assert_eq!(app.visitor().get(&good).await.status, 409);
        let listener = UnixListener::bind(&path).unwrap();
        let seen = Arc::new(AtomicUsize::new(0));
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                tokio::spawn(answer(client, Arc::clone(&seen)));
            }
        });
        check_again(&app).await;
        assert_eq!(app.visitor().get(&good).await.status, 200);
        let infected = app.visitor().get(&bad).await;
        assert_eq!(infected.status, 409);
        assert!(infected.text().contains("Eicar-Test-Signature"), "{}", infected.text());
        assert_eq!(me.get(&bad).await.status, 409);
        assert_eq!(objects(&app), 4);
    }
}
