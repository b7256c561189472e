//! Bad files: each is refused in words, and nothing of it stays.

use std::time::{Duration, Instant};

use testkit::{Database, both_databases};

use crate::{
    kit::{objects, post, program, rows, somebody},
    samples,
};

/// Sends what must be refused with these words in its page.
async fn refused(database: Database, cases: &[(&str, &str, &str, Vec<u8>, &[&str])]) {
    let app = program(database).await;
    let me = somebody(&app);
    for (field, name, kind, content, words) in cases {
        let began = Instant::now();
        let answer = post(&me, "/letters/public", field, name, kind, content).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.body());
        for word in *words {
            assert!(answer.text().contains(word), "{name}: {word} in {}", answer.text());
        }
        assert!(began.elapsed() < Duration::from_secs(5), "{name}: {:?}", began.elapsed());
    }
    assert_eq!(rows(&app, "files_upload").await + rows(&app, "files_blob").await, 0);
    assert_eq!(objects(&app), 0);
}

both_databases! {
    async fn files_that_lie_about_their_type(database) {
        refused(database, &[
            ("picture", "anh.png", "image/png", samples::photo(40, 60), &[".png", "JPEG"]),
            ("paper", "don.pdf", "application/pdf", samples::png(5, 5), &[".pdf", "PNG"]),
            ("paper", "don.docx", "", samples::xlsx(), &[".docx", "XLSX"]),
            ("paper", "don.docx", "", samples::zip(&[("a.txt", "x")]), &[".docx", "ZIP"]),
            ("any", "anh.jpg", "image/png", samples::photo(40, 60), &["image/png", "JPEG"]),
            ("any", "khong duoi", "", samples::pdf(), &["thiếu phần đuôi", "PDF"]),
            ("any", "a.txt", "text/plain", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec(), &["EXE"]),
        ]).await;
    }

    async fn files_that_could_act_in_a_browser(database) {
        let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        refused(database, &[
            ("any", "a.svg", "image/svg+xml", svg.to_vec(), &["SVG"]),
            ("any", "a.xml", "application/xml", svg.to_vec(), &["SVG"]),
            ("any", "a.txt", "text/plain", b"hello <script>alert(1)</script>".to_vec(), &["HTML"]),
            ("any", "a.html", "text/html", b"<!doctype html><p>x".to_vec(), &["HTML"]),
            ("any", "a.csv", "text/csv", "\u{feff}  <HTML><body onload=x>".as_bytes().to_vec(), &["HTML"]),
            ("any", "a.sh", "", b"#!/bin/sh\nrm -rf /\n".to_vec(), &["EXE"]),
            ("any", "a.docm", "", samples::zip(&[("[Content_Types].xml", ""), ("word/vbaProject.bin", "")]), &["DOCM"]),
        ]).await;
    }

    async fn bombs_and_broken_files(database) {
        refused(database, &[
            ("picture", "anh.png", "image/png", samples::png_bomb(), &["60000", "50"]),
            ("paper", "don.docx", "", samples::zip_bomb(), &["lớn bất thường"]),
            ("picture", "anh.jpg", "image/jpeg", samples::photo(400, 600)[..3000].to_vec(), &["bị hỏng"]),
            ("paper", "don.docx", "", samples::docx()[..60].to_vec(), &["bị hỏng"]),
            ("any", "a.bin", "", samples::noise(5000), &["Không nhận ra"]),
            ("any", "a.txt", "text/plain", b"".to_vec(), &["rỗng"]),
            ("picture", "a.pdf", "", samples::pdf(), &["PDF", "JPEG, PNG, WebP, GIF"]),
        ]).await;
    }

    async fn a_file_past_its_purpose_is_refused_by_its_size(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let begun = crate::tus::begin(&me, "image", "a.png", 21 << 20).await;
        assert_eq!(begun.status, 413);
        assert!(begun.text().contains("20 MB"), "{}", begun.text());
        assert_eq!(crate::tus::begin(&me, "nothing", "a.png", 5).await.status, 422);
        // A form of letters takes 8 MiB in all.
        let large = post(&me, "/letters/public", "any", "a.mp4", "video/mp4", &samples::film(9 << 20)).await;
        assert_eq!(large.status, 413);
        assert_eq!(objects(&app), 0);
    }

    async fn a_refused_upload_is_gone(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let html = b"<html><script>x</script>";
        let at = crate::tus::begin(&me, "attachment", "a.txt", html.len() as u64).await.location().to_owned();
        let answer = crate::tus::patch(&me, &at, 0, html).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("HTML"), "{}", answer.text());
        assert_eq!(rows(&app, "files_upload").await + rows(&app, "files_part").await, 0);
        assert_eq!(objects(&app), 0);
    }

    async fn names_lead_nowhere_and_inject_nothing(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let long = "a".repeat(1000) + ".txt";
        for (given, kept) in [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\An\\ho so.txt", "ho so.txt"),
            ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"),
            ("\u{202e}fdp.txt", "fdp.txt"),
            ("..txt", "tep.txt"),
            (long.as_str(), &long[804..]),
        ] {
            let upload = crate::tus::sent(&me, "attachment", given, b"xin chao").await;
            let url = me.post(&format!("/letters/mine/{upload}"), &[]).await.body();
            let got = me.get(&url).await;
            assert_eq!(got.status, 200, "{given}");
            assert_eq!(got.headers.get_all("set-cookie").iter().count(), 0, "{given}");
            let star = got.header("content-disposition").rsplit("''").next().unwrap();
            assert_eq!(percent_encoding::percent_decode_str(star).decode_utf8().unwrap(), kept, "{given}");
            assert!(got.header("content-disposition").starts_with("attachment; "));
            assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
            assert!(got.header("content-security-policy").ends_with("; sandbox"));
        }
        assert_eq!(me.get("/tep/../../secret.key").await.status, 404);
    }

    async fn ordinary_files_of_every_kind_are_taken(database) {
        let app = program(database).await;
        let me = somebody(&app);
        for (name, kind, content) in [
            ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", samples::docx()),
            ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", samples::xlsx()),
            ("a.odt", "application/vnd.oasis.opendocument.text", samples::odt()),
            ("a.ZIP", "application/x-zip-compressed", samples::zip(&[("a.txt", "x")])),
            ("a.csv", "application/vnd.ms-excel", "Tên;Số\nAn;1".as_bytes().to_vec()),
            ("a.xml", "text/xml", b"<?xml version=\"1.0\"?><HDon/>".to_vec()),
            ("a.txt", "text/plain", b"\xff\xfea\0b\0".to_vec()),
            ("a.doc", "application/msword", [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600]].concat()),
            ("a.JPG", "image/jpeg", samples::photo(30, 40)),
            ("a.mp4", "video/mp4", samples::film(5000)),
        ] {
            let answer = post(&me, "/letters/public", "any", name, kind, &content).await;
            assert_eq!(answer.status, 200, "{name}: {}", answer.body());
            // Kept byte by byte, as evidence must be.
            assert_eq!(me.get(&answer.body()).await.bytes, content, "{name}");
        }
    }
}
