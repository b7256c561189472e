use proptest::prelude::*;

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

/// The text that HTML shows, if nothing but `<mark>` stands in it and every mark is closed.
fn shown(html: &str) -> Option<String> {
    let mut text = String::new();
    for (nth, part) in html.split("<mark>").enumerate() {
        let (marked, rest) = if nth == 0 { ("", part) } else { part.split_once("</mark>")? };
        text.push_str(marked);
        text.push_str(rest);
    }
    if text.contains(['<', '>', '"', '\'']) {
        return None;
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    Some(entities.iter().fold(text, |text, (entity, ch)| text.replace(entity, ch)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_and_typed_the_title_is_shown_as_it_is(
        title in "([a-cđấầ<>&\"'(). ]|\\PC){1,40}",
        body in "([a-cđấầ<>&\"'(). \n]|\\PC){0,400}",
        text in "([a-cđấầ<>&\"'(). ]|\\PC){0,30}",
    ) {
        let index = index_of(&[doc("1", &title, &body)]);
        for text in [&text, &title, &body] {
            for hit in ask(&index, text).hits {
                prop_assert_eq!(shown(&hit.title_html), Some(base::text::nfc(&title)));
                prop_assert!(shown(&hit.snippet_html).is_some(), "{}", hit.snippet_html);
            }
            for line in index.suggest(text, None, &Viewer::Anonymous, &[], 5).unwrap() {
                prop_assert_eq!(shown(&line.title_html), Some(base::text::nfc(&title)));
            }
        }
        // A document is found by its own title, if that has words at all and not more than count.
        let words = title.chars().filter(|c| c.is_alphanumeric()).count();
        if (1..=12).contains(&words) {
            prop_assert_eq!(ask(&index, &title).total, 1, "{}", title);
        }
    }
}
