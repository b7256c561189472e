//! Files sent with a plain form.

use testkit::both_databases;

use crate::{
    kit::{self, attach, objects, post, program, rows, somebody},
    samples,
};

both_databases! {
    async fn a_document_is_sent_attached_and_opened(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let url = attach(&me, "mine", "paper", "Quyết định.pdf", &samples::pdf()).await;
        assert!(url.ends_with("/Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.pdf"), "{url}");
        let got = me.get(&url).await;
        assert_eq!(got.status, 200);
        assert_eq!(got.bytes, samples::pdf());
        assert_eq!(got.header("content-type"), "application/pdf");
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(
            got.header("content-disposition"),
            "inline; filename=\"quyet dinh.pdf\"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.pdf"
        );
        // Nothing of the way in is left.
        assert_eq!(rows(&app, "files_upload").await + rows(&app, "files_part").await, 0);
        assert_eq!(objects(&app), 1);
    }

    async fn the_same_content_is_kept_once(database) {
        let app = program(database).await;
        let (one, other) = (somebody(&app), somebody(&app));
        let first = attach(&one, "mine", "paper", "a.docx", &samples::docx()).await;
        let second = attach(&other, "mine", "paper", "b.docx", &samples::docx()).await;
        assert_ne!(first, second);
        assert_eq!((rows(&app, "files_blob").await, rows(&app, "files_file").await), (1, 2));
        assert_eq!(objects(&app), 1);
        assert_eq!(other.get(&second).await.bytes, samples::docx());
    }

    async fn the_demo_form_says_what_arrived(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let page = post(&me, "/tep/gui", "f", "bang.xlsx", "", &samples::xlsx()).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("bang.xlsx") && page.text().contains("XLSX"), "{}", page.text());
        // A form without a file is told so.
        let empty = post(&me, "/tep/gui", "f", "", "application/octet-stream", b"").await;
        assert_eq!(empty.status, 422);
        assert!(empty.text().contains("chưa chọn tệp"), "{}", empty.text());
    }

    async fn a_form_without_a_genuine_token_leaves_nothing(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let kind = format!("multipart/form-data; boundary={}", kit::BOUNDARY);
        for token in ["", "forged.token"] {
            let body = kit::multipart(token, "paper", "a.pdf", "application/pdf", &samples::pdf());
            let answer = me.post_bytes("/letters/mine", &kind, body).await;
            assert_eq!(answer.status, 400, "{token}");
        }
        // Another's token is not one's own.
        let body = kit::multipart(&somebody(&app).token().await, "paper", "a.pdf", "application/pdf", &samples::pdf());
        assert_eq!(me.post_bytes("/letters/mine", &kind, body).await.status, 400);
        // Nor is one sent from a sister site.
        let body = kit::multipart(&me.token().await, "paper", "a.pdf", "application/pdf", &samples::pdf());
        let sister = me.with_header("sec-fetch-site", "same-site");
        assert_eq!(sister.post_bytes("/letters/mine", &kind, body).await.status, 400);
        assert_eq!(rows(&app, "files_upload").await + rows(&app, "files_blob").await, 0);
        assert_eq!(objects(&app), 0);
    }

    async fn a_stranger_sends_nothing(database) {
        let app = program(database).await;
        let visitor = app.visitor();
        let kind = format!("multipart/form-data; boundary={}", kit::BOUNDARY);
        let body = kit::multipart(&visitor.token().await, "paper", "a.pdf", "application/pdf", &samples::pdf());
        let answer = visitor.post_bytes("/letters/public", &kind, body).await;
        assert_eq!(answer.status, 303);
        assert!(answer.location().starts_with("/dang-nhap"));
        assert_eq!(rows(&app, "files_upload").await, 0);
    }

    async fn a_form_that_breaks_off_leaves_nothing(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let kind = format!("multipart/form-data; boundary={}", kit::BOUNDARY);
        let mut body = kit::multipart(&me.token().await, "paper", "a.pdf", "application/pdf", &samples::noise(100_000));
        body.truncate(60_000);
        assert_eq!(me.post_bytes("/letters/mine", &kind, body).await.status, 400);
        assert_eq!(rows(&app, "files_upload").await, 0);
        assert_eq!(objects(&app), 0);
    }

    async fn an_upload_is_attached_once_and_by_its_sender(database) {
        let app = program(database).await;
        let (me, other) = (somebody(&app), somebody(&app));
        let upload = crate::tus::sent(&me, "attachment", "ghi.txt", "xin chào".as_bytes()).await;
        assert_eq!(other.post(&format!("/letters/public/{upload}"), &[]).await.status, 409);
        assert_eq!(me.post(&format!("/letters/public/{upload}"), &[]).await.status, 200);
        let again = me.post(&format!("/letters/public/{upload}"), &[]).await;
        assert_eq!(again.status, 409);
        assert!(again.text().contains("đã hết hạn hoặc đã được dùng"), "{}", again.text());
        assert_eq!(rows(&app, "files_file").await, 1);
    }

    async fn a_removed_file_is_gone_at_once(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let url = attach(&me, "public", "paper", "a.odt", &samples::odt()).await;
        assert_eq!(app.visitor().get(&url).await.status, 200);
        let id = url.split('/').nth(2).unwrap();
        assert_eq!(me.post(&format!("/removal/{id}"), &[]).await.status, 303);
        assert_eq!(app.visitor().get(&url).await.status, 404);
        assert_eq!(me.post(&format!("/removal/{id}"), &[]).await.status, 404);
    }
}
