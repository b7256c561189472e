use super::{Kind, sniff::by_head};

#[track_caller]
fn check(head: &[u8], expected: Kind) {
    assert_eq!(by_head(head), expected, "{:?}", String::from_utf8_lossy(head));
}

#[test]
fn contents_are_told_apart() {
    check(b"xin chao", Kind::Text);
    check("Cộng hòa xã hội chủ nghĩa Việt Nam".as_bytes(), Kind::Text);
    check(b"BM is how a bitmap begins, and this text too", Kind::Text);
    check(b"1 < 2 and <b>bold</b>", Kind::Text);
    check(b"<?xml version=\"1.0\"?><HDon/>", Kind::Xml);
    check(b"<?xml version=\"1.0\"?>\n<!-- x -->\n<svg xmlns='x'/>", Kind::Svg);
    check(b" \n<SVG onload=alert(1)>", Kind::Svg);
    check(b"<svg:svg xmlns:svg='x'>", Kind::Svg);
    check(b"x <ScRiPt>alert(1)", Kind::Html);
    check(b"<!DOCTYPE html>", Kind::Html);
    check(b"<iframe src=x>", Kind::Html);
    check(b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0>\0", Kind::Html);
    check(b"#!/usr/bin/env python\n", Kind::Program);
    check(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", Kind::Program);
    check(b"%PDF-1.7\nx", Kind::Pdf);
    check(b"\xff\xd8\xff\xe0\0\x10JFIF", Kind::Jpeg);
    check(b"", Kind::Unknown);
    check(b"\0\x01\x02\x03", Kind::Unknown);
}

#[test]
fn every_kind_has_its_facts() {
    for kind in super::ATTACHMENT.kinds {
        assert!(!kind.extensions().is_empty(), "{kind:?}");
        assert_eq!(Kind::of_media_type(kind.media_type()), *kind);
    }
}
