//! First pages of documents, drawn by the program as a process of its own.

use std::{
    io::Write as _,
    process::{Output, Stdio},
};

use kernel::Ctx;
use svc_files::{Audience, Begin, Place};
use testkit::{TestApp, both_databases};

use crate::{hostile, program::songcau};

#[path = "../../../svc_files/tests/it/samples.rs"]
#[allow(dead_code, reason = "shared with the tests of the crate itself")]
pub mod samples;

fn draw(document: &[u8]) -> Output {
    let mut child = songcau()
        .arg("first-page")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It may have given up before all was written.
    let _ = child.stdin.take().unwrap().write_all(document);
    child.wait_with_output().unwrap()
}

/// Attaches a document for everybody to read.
async fn attach(app: &TestApp, subject: uuid::Uuid, name: &str, content: Vec<u8>) {
    let ctx = Ctx::system(app, "test");
    let begin = Begin { purpose: "document".to_owned(), name: format!("{name}.pdf"), ..Begin::default() };
    let received = svc_files::receive(&ctx, begin, content.into()).await.unwrap();
    let mut act = ctx.own_act().await.unwrap();
    let place =
        Place { subject_kind: "letter", subject_id: subject, agency: None, audience: Audience::Public };
    svc_files::attach(&mut act, received.upload, &place).await.unwrap();
    act.commit().await.unwrap();
}

#[test]
fn a_page_is_drawn_and_what_is_none_is_not() {
    let drawn = draw(&samples::pdf());
    assert!(drawn.status.success());
    assert!(drawn.stdout.starts_with(b"RIFF") && &drawn.stdout[8..12] == b"WEBP");
    for bad in [&b""[..], b"%PDF-1.7\nnothing more", &samples::noise(10_000)] {
        let failed = draw(bad);
        assert_eq!(failed.status.code(), Some(1));
        assert!(failed.stdout.is_empty());
    }
}

both_databases! {
    async fn hostile_documents_have_no_picture_and_are_downloaded_as_they_came(database) {
        let app = TestApp::with(database, &[&svc_org::MODULE, &svc_files::MODULE]).await;
        svc_files::draw_with(&app, env!("CARGO_BIN_EXE_songcau").into()).unwrap();
        let documents = hostile::pdfs();
        let subject = kernel::new_id::<()>().uuid();
        for (what, document) in &documents {
            attach(&app, subject, what, document.clone()).await;
        }
        app.run_jobs().await;
        let ctx = Ctx::system(&app, "test");
        let files = svc_files::of_subject(ctx.read(), "letter", subject).await.unwrap();
        assert_eq!(files.len(), documents.len());
        for (file, (what, document)) in files.iter().zip(&documents) {
            assert!(svc_files::preview(ctx.read(), file, "").await.unwrap().is_none(), "{what}");
            let got = app.visitor().get(&file.url()).await;
            assert_eq!((got.status, got.bytes.len()), (200, document.len()), "{what}");
            assert!(got.bytes == *document, "{what}");
        }
        assert_eq!(kernel::jobs::dead_letters(app.db()).await.unwrap(), 0);
        assert_eq!(app.visitor().get("/dev/components").await.status, 200);
    }

    async fn an_attached_document_gets_a_picture_of_its_first_page(database) {
        let app = TestApp::with(database, &[&svc_org::MODULE, &svc_files::MODULE]).await;
        svc_files::draw_with(&app, env!("CARGO_BIN_EXE_songcau").into()).unwrap();
        let ctx = Ctx::system(&app, "test");
        let subject = kernel::new_id::<()>().uuid();
        let broken = b"%PDF-1.7\nnothing more".to_vec();
        for (name, content) in [("a", samples::pdf()), ("b", broken)] {
            attach(&app, subject, name, content).await;
        }
        app.run_jobs().await;
        let files = svc_files::of_subject(ctx.read(), "letter", subject).await.unwrap();
        let picture = svc_files::preview(ctx.read(), &files[0], "").await.unwrap().unwrap();
        assert_eq!((picture.width, picture.height), (640, 960));
        let got = app.visitor().get(&picture.src).await;
        assert_eq!((got.status, got.header("content-type")), (200, "image/webp"));
        // What cannot be drawn is a document all the same.
        assert!(svc_files::preview(ctx.read(), &files[1], "").await.unwrap().is_none());
        assert_eq!(app.visitor().get(&files[1].url()).await.status, 200);
        assert_eq!(kernel::jobs::dead_letters(app.db()).await.unwrap(), 0);
    }
}
