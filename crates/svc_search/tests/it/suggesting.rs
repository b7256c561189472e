use super::*;

fn lines(index: &Index, text: &str) -> Vec<String> {
    let lines = index.suggest(text, Some("vi"), &Viewer::Anonymous, &[], 8).unwrap();
    lines.into_iter().map(|line| line.title).collect()
}

#[test]
fn an_unfinished_word_is_completed_with_or_without_accents() {
    let index = catalogue();
    for text in ["khai s", "khai sin", "khai sinh", "KHAI SINH ", "đăng ký khai s", "thu tuc dang ky khai si"]
    {
        assert_eq!(lines(&index, text)[0], "Thủ tục đăng ký khai sinh", "{text}");
    }
    assert_eq!(lines(&index, "dang ky thuong t")[0], "Đăng ký thường trú");
    assert!(lines(&index, "khai sinh l").iter().all(|title| title.contains("khai sinh")));
    // A space says that the word is finished: no title has "thuo".
    assert_eq!(lines(&index, "thuo "), [""; 0]);
    assert!(!lines(&index, "thuo").is_empty());
    assert_eq!(lines(&index, ""), [""; 0]);
    assert_eq!(lines(&index, "?"), [""; 0]);
}

#[test]
fn an_unfinished_code_is_completed() {
    let index = catalogue();
    assert_eq!(lines(&index, "1.004884"), ["Thủ tục đăng ký lại khai sinh"]);
    assert!(lines(&index, "1.00488").contains(&"Thủ tục đăng ký lại khai sinh".to_owned()));
}

#[test]
fn what_was_typed_is_marked_and_titles_alike_are_offered_once() {
    let index = index_of(&[
        doc("1", "Đăng ký đất đai lần đầu", ""),
        doc("2", "ĐĂNG KÝ ĐẤT ĐAI LẦN ĐẦU", ""),
        doc("3", "Việc khác", "đất đai"),
    ]);
    let lines = index.suggest("dat d", None, &Viewer::Anonymous, &[], 5).unwrap();
    assert_eq!(lines.len(), 1);
    let html = lines[0].title_html.to_lowercase();
    assert_eq!(html, "đăng ký <mark>đất đ</mark>ai lần đầu");
    assert_eq!((lines[0].url.as_str(), lines[0].kind.as_str()), ("/tin-tuc/1", "article"));
}

#[test]
fn kinds_language_and_number_are_respected() {
    let index = catalogue();
    let suggest = |lang, kinds: &[&str], limit| {
        let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).into()).collect();
        index.suggest("đăng ký", lang, &Viewer::Anonymous, &kinds, limit).unwrap().len()
    };
    assert_eq!(suggest(None, &["procedure"], 5), 5);
    assert_eq!(suggest(Some("vi"), &[], 3), 3);
    assert_eq!(suggest(Some("en"), &[], 5), 0);
    assert_eq!(suggest(None, &["article"], 5), 0);
    assert_eq!(suggest(None, &[], 0), 0);
    assert!(suggest(None, &[], usize::MAX) <= 20);
}
