use super::*;

#[track_caller]
fn title_html(title: &str, text: &str) -> String {
    let index = index_of(&[doc("1", title, "")]);
    ask(&index, text).hits.remove(0).title_html
}

#[track_caller]
fn snippet(body: &str, text: &str) -> String {
    let index = index_of(&[doc("1", "Tin", body)]);
    ask(&index, text).hits.remove(0).snippet_html
}

#[test]
fn what_matches_is_marked() {
    for (title, text, html) in [
        ("Thủ tục đăng ký lại khai sinh", "khai sinh lai", "Thủ tục đăng ký <mark>lại khai sinh</mark>"),
        ("Đất đai", "dat", "<mark>Đất</mark> đai"),
        ("Cấp, đổi, cấp lại", "cấp lại", "<mark>Cấp</mark>, đổi, <mark>cấp lại</mark>"),
        ("Nghị định 15/2024", "15/2024", "Nghị định <mark>15/2024</mark>"),
        // With accents typed, the same letters with other accents are no match, unless there is nothing better.
        ("Đạt chuẩn đất sạch", "đất", "Đạt chuẩn <mark>đất</mark> sạch"),
        ("Đạt chuẩn", "đất", "<mark>Đạt</mark> chuẩn"),
        ("Tin", "", "Tin"),
    ] {
        assert_eq!(title_html(title, text), html, "{title}: {text}");
    }
}

#[test]
fn nothing_written_in_a_document_becomes_markup() {
    let title = "<script>alert(\"khai\")</script> & 'sinh' <mark>";
    let html =
        "&lt;script&gt;alert(&quot;<mark>khai</mark>&quot;)&lt;/script&gt; &amp; &#39;sinh&#39; &lt;mark&gt;";
    assert_eq!(title_html(title, "khai"), html);
    assert_eq!(snippet(title, "khai"), html);
    let script = title_html(title, "<script>");
    assert!(script.starts_with("&lt;<mark>script</mark>&gt;alert("), "{script}");
    let index = index_of(&[doc("1", title, "")]);
    let line = index.suggest("scr", None, &Viewer::Anonymous, &[], 1).unwrap().remove(0);
    assert!(line.title_html.starts_with("&lt;<mark>scr</mark>ipt&gt;"), "{}", line.title_html);
}

#[test]
fn excerpts_show_the_telling_part() {
    let filler = "một hai ba bốn năm sáu bảy tám chín mười ".repeat(20);
    let body = format!("{filler} Người dân nộp hồ sơ đăng ký khai sinh tại xã. {filler}");
    let shown = snippet(&body, "khai sinh");
    assert!(shown.contains("đăng ký <mark>khai sinh</mark> tại xã."), "{shown}");
    assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
    assert!(shown.chars().count() < 300, "{shown}");

    let beginning = snippet(&body, "tin");
    assert!(beginning.starts_with("một hai ba") && beginning.ends_with(" …"), "{beginning}");
    assert_eq!(snippet("Ngắn thôi.", "tin"), "Ngắn thôi.");
    assert_eq!(snippet("", "tin"), "");
    assert_eq!(snippet("… !", "tin"), "");
    // Longer than what is looked through, and without a place to cut.
    snippet(&"đ".repeat(50_000), "tin");
}

#[test]
fn a_hit_carries_what_was_handed_in() {
    let mut given = doc("7", "Tin một", "Nội dung");
    given.facets = vec![("site".into(), "sxd".into())];
    let index = index_of(&[given]);
    let hit = ask(&index, "tin").hits.remove(0);
    assert_eq!((hit.kind.as_str(), hit.id.as_str(), hit.lang.as_str()), ("article", "7", "vi"));
    assert_eq!((hit.title.as_str(), hit.url.as_str()), ("Tin một", "/tin-tuc/7"));
    assert_eq!(hit.facets, [("site".to_owned(), "sxd".to_owned())]);
    assert_eq!(hit.at, Timestamp(1_700_000_000_000));
}
