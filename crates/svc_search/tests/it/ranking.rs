use super::*;

#[track_caller]
fn first(index: &Index, text: &str, id: &str) {
    let results = ask(index, text);
    let top: Vec<_> = results.hits.iter().take(3).map(|hit| (&hit.id, &hit.title, hit.score)).collect();
    assert_eq!(results.hits.first().map(|hit| hit.id.as_str()), Some(id), "{text}: {top:?}");
}

#[test]
fn people_find_the_procedure_they_mean_first() {
    let index = catalogue();
    for (text, id) in [
        ("khai sinh lai", "1.004884"),
        ("khai sinh lại", "1.004884"),
        ("đăng ký lại khai sinh", "1.004884"),
        ("lam lai khai sinh", "1.004884"),
        ("khai sinh", "1.001193"),
        ("đăng ký khai sinh", "1.001193"),
        ("thủ tục đăng ký khai sinh", "1.001193"),
        ("thu tuc khai sinh", "1.001193"),
        ("khai sinh lưu động", "1.003583"),
        ("kết hôn", "1.000894"),
        ("dang ky ket hon", "1.000894"),
        ("khai tử", "1.000656"),
        ("thường trú", "1.004222"),
        ("tam tru", "1.004194"),
        ("xac nhan tinh trang hon nhan", "1.004873"),
        ("nhận cha mẹ con", "1.001022"),
        ("bản sao trích lục", "2.000635"),
        ("hoa giai tranh chap dat dai", "1.012812"),
        ("lam giay khai sinh", "1.001193"),
        ("làm giấy khai sinh", "1.001193"),
        ("muốn xin cấp giấy khai sinh", "1.001193"),
        ("birth certificate", "1.001193"),
        ("marriage", "1.000894"),
        ("giay chung tu", "1.000656"),
        ("giấy chứng tử", "1.000656"),
        ("nhap ho khau", "1.004222"),
        ("hộ khẩu", "1.004222"),
        ("độc thân", "1.004873"),
        ("giay doc than", "1.004873"),
    ] {
        first(&index, text, id);
    }
}

#[test]
fn accents_typed_are_meant() {
    let index = index_of(&[
        doc("ban", "Bán nhà", ""),
        doc("ban_sao", "Bản nhà", ""),
        doc("body", "Việc khác", "Hướng dẫn bán nhà"),
        doc("plain", "Ban nha", ""),
    ]);
    assert_eq!(found(&index, "bán nhà")[..2], ["ban", "body"]);
    assert_eq!(found(&index, "bản nhà")[0], "ban_sao");
    assert_eq!(found(&index, "ban nha").len(), 4);
    // Half typed: the accents there still count.
    assert_eq!(found(&index, "bản nha")[0], "ban_sao");
}

#[test]
fn titles_rank_whole_then_phrase_then_words_then_text() {
    let index = index_of(&[
        doc("text", "Tin vắn", "Cấp giấy phép xây dựng nhà ở"),
        doc("words", "Xây nhà dựng cửa, phép tắc và giấy tờ", ""),
        doc("phrase", "Hướng dẫn xin giấy phép xây dựng nhà ở riêng lẻ tại khu vực nông thôn", ""),
        doc("whole", "Giấy phép xây dựng", ""),
    ]);
    for text in ["giấy phép xây dựng", "giay phep xay dung"] {
        assert_eq!(found(&index, text)[..2], ["whole", "phrase"], "{text}");
    }
    assert_eq!(found(&index, "giay phep xay dung"), ["whole", "phrase", "words", "text"]);
}

#[test]
fn between_equals_the_newer_and_the_weightier_win() {
    let at = |id: &str, at, boost| {
        let mut doc = doc(id, "Thông báo tuyển dụng", "Nội dung");
        (doc.at, doc.boost) = (Timestamp(at), boost);
        doc
    };
    let index =
        index_of(&[at("old", 1, 0.0), at("new", 2, 0.0), at("heavy", 0, 0.5), at("odd", 0, f32::NAN)]);
    assert_eq!(found(&index, "tuyển dụng"), ["heavy", "new", "old", "odd"]);
}

#[test]
fn everyday_words_find_what_official_texts_call_otherwise() {
    let index = index_of(&[
        doc("land", "Cấp đổi Giấy chứng nhận quyền sử dụng đất", ""),
        doc("number", "Sơ đồ và số đo", "Số liệu, sơ đồ, độ đo"),
        doc("red", "Mất sổ đỏ thì làm gì", ""),
    ]);
    for typed in ["sổ đỏ", "làm sổ đỏ"] {
        let mut both = found(&index, typed);
        both.sort();
        assert_eq!(both, ["land", "red"], "{typed}");
    }
    assert_eq!(found(&index, "so do")[0], "land");
    assert_eq!(found(&index, "số đo")[0], "number");
    let results = ask(&index, "sổ đỏ");
    let marked = results
        .hits
        .iter()
        .filter(|hit| hit.title_html.contains("<mark>Giấy chứng nhận quyền sử dụng đất</mark>"));
    assert_eq!(marked.count(), 1);
}

#[test]
fn words_near_each_other_come_before_scattered_ones() {
    let index = index_of(&[
        doc("scattered", "Giấy", "Khai báo trước; học sinh phải nộp đơn cho nhà trường rồi nhận giấy"),
        doc("near", "Việc", "Giấy khai sinh của con"),
    ]);
    assert_eq!(found(&index, "giay khai sinh"), ["near", "scattered"]);
}

#[test]
fn what_is_set_back_comes_after_what_matches_less_well() {
    let mut other = doc("other", "Tách thửa đất", "");
    other.boost = -1.0;
    let index = index_of(&[other, doc("ours", "Việc khác", "Có tách thửa đất")]);
    assert_eq!(found(&index, "tách thửa đất"), ["ours", "other"]);
    assert_eq!(found(&index, ""), ["ours", "other"]);
}
