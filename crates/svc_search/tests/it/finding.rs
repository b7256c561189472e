use svc_search::{Count, Sort};

use super::*;

#[test]
fn words_without_accents_find_words_with_them() {
    let index = catalogue();
    let results = ask(&index, "thu tuc dat dai");
    assert!(!results.relaxed);
    assert!(results.total > 200, "{}", results.total);
    for hit in results.hits.iter().take(10) {
        assert!(hit.title.to_lowercase().contains("đất đai"), "{}", hit.title);
    }
    assert_eq!(results.total, ask(&index, "THỦ TỤC ĐẤT ĐAI").total);
}

#[test]
fn accents_are_found_however_they_are_encoded_and_wherever_the_tone_stands() {
    let index = index_of(&[doc("1", "Hòa giải ở cơ sở", ""), doc("2", "Đường thủy nội địa", "")]);
    // The first is NFD, as phones and scanners send it; the second places the tone in the old way.
    for text in ["ho\u{300}a gia\u{309}i", "hoà giải", "HÒA GIẢI", "hoa giai"] {
        assert_eq!(found(&index, text), ["1"], "{text}");
    }
    for text in ["đường thuỷ", "duong thuy", "Ðường thủy", "d\u{31b}", "đu\u{31b}o\u{31b}\u{300}ng"]
    {
        let expected: &[&str] = if text == "d\u{31b}" { &[] } else { &["2"] };
        assert_eq!(found(&index, text), expected, "{text}");
    }
}

#[test]
fn i_and_y_are_one_where_people_write_either() {
    let index =
        index_of(&[doc("1", "Quản lý kỹ thuật", ""), doc("2", "Tỉ lệ", ""), doc("3", "Kiên trì", "")]);
    for (text, id) in
        [("quản lí", "1"), ("kĩ thuật", "1"), ("quan li ki thuat", "1"), ("tỷ lệ", "2"), ("ty le", "2")]
    {
        assert_eq!(found(&index, text), [id], "{text}");
    }
    assert_eq!(ask(&index, "kĩ").hits[0].title_html, "Quản lý <mark>kỹ</mark> thuật");
}

#[test]
fn documents_in_nfd_are_found_too() {
    let index = index_of(&[doc("1", "\u{110}a\u{301}t \u{111}ai", "Tha\u{309}o lua\u{323}\u{302}n")]);
    assert_eq!(found(&index, "thảo luận"), ["1"]);
    assert_eq!(ask(&index, "thao").hits[0].snippet_html, "<mark>Thảo</mark> luận");
}

#[test]
fn text_below_the_title_is_searched() {
    let index =
        index_of(&[doc("1", "Lịch tiếp công dân", "Chủ tịch tiếp dân ngày 15 hằng tháng tại trụ sở")]);
    assert_eq!(found(&index, "trụ sở"), ["1"]);
    assert_eq!(found(&index, "lich ngay 15"), ["1"]);
}

#[test]
fn codes_are_matched_whole_and_come_first() {
    let index = catalogue();
    let results = ask(&index, "1.004884");
    assert_eq!(ids(&results), ["1.004884"]);
    assert_eq!(found(&index, "  (1.004884). ")[0], "1.004884");
    assert_eq!(found(&index, "thủ tục 1.004884 khai sinh")[0], "1.004884");
    assert_eq!(ask(&index, "1.00488").total, 0);

    let mut dossier = doc("d", "Hồ sơ của ông A", "");
    dossier.codes = vec!["000.00.12.H55-240401-0001".into()];
    let mut agency = doc("a", "Sở Xây dựng", "");
    agency.codes = vec!["H55.242".into(), "000.00.12.H55".into()];
    let mention = doc("m", "Về mã định danh H55.242 và 000.00.12.H55", "");
    let index = index_of(&[dossier, agency, mention]);
    assert_eq!(found(&index, "000.00.12.h55-240401-0001"), ["d"]);
    assert_eq!(found(&index, "h55.242"), ["a", "m"]);
    assert_eq!(found(&index, "000.00.12.H55"), ["a", "m"]);
}

#[test]
fn all_words_are_wanted_and_some_are_taken_when_nothing_has_all() {
    let index = catalogue();
    let results = ask(&index, "khai sinh lưu động ở bản làng xa xôi");
    assert!(results.relaxed);
    assert_eq!(results.hits[0].id, "1.003583");
    let results = ask(&index, "khai sinh xyzzy");
    assert!(results.relaxed);
    assert!(results.hits[0].title.contains("khai sinh"));
    let results = ask(&index, "xyzzy plugh");
    assert_eq!((results.total, results.relaxed), (0, false));
}

#[test]
fn words_that_only_lead_in_need_not_be_there() {
    let index = catalogue();
    // Its title begins with "Đăng ký", not with "Thủ tục".
    for text in [
        "thủ tục đăng ký thường trú",
        "lam ho so dang ky thuong tru",
        "thu tuc hanh chinh dang ky thuong tru",
    ] {
        assert!(found(&index, text).iter().take(2).any(|id| id == "1.004222"), "{text}");
    }
    assert!(ask(&index, "thủ tục").total > 0);
}

#[test]
fn nothing_typed_lists_everything_in_the_order_wanted() {
    let mut older = doc("older", "Ăn toàn", "");
    older.at = Timestamp(1_000);
    let mut newer = doc("newer", "Đất", "");
    newer.at = Timestamp(3_000);
    let mut heavy = doc("heavy", "Dân số", "");
    heavy.at = Timestamp(2_000);
    heavy.boost = 1.0;
    let index = index_of(&[older, newer, heavy]);
    for text in ["", "   ", "?!…", "\u{0}\u{7}"] {
        let sorted = |sort| {
            let results = index.search(&Query { sort, ..query(text) }).unwrap();
            results.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        assert_eq!(sorted(Sort::Relevance), ["heavy", "newer", "older"]);
        assert_eq!(sorted(Sort::Newest), ["newer", "heavy", "older"]);
        assert_eq!(sorted(Sort::Title), ["older", "heavy", "newer"]);
    }
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let index = catalogue();
    for sort in [Sort::Relevance, Sort::Newest, Sort::Title] {
        let mut seen = Vec::new();
        for page in 1.. {
            let query = Query { page, per_page: 100, sort, ..query("") };
            let results = index.search(&query).unwrap();
            assert_eq!(results.total, index.len());
            if results.hits.is_empty() {
                break;
            }
            seen.extend(results.hits.into_iter().map(|hit| hit.id));
        }
        assert_eq!(seen.len() as u64, index.len());
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len() as u64, index.len());
    }
    let far = Query { page: usize::MAX, per_page: usize::MAX, ..query("") };
    assert!(index.search(&far).unwrap().hits.is_empty());
    let first = Query { page: 0, per_page: 1_000, ..query("") };
    assert_eq!(index.search(&first).unwrap().hits.len(), 100);
}

#[test]
fn facets_narrow_and_are_counted() {
    let index = catalogue();
    let with = |facets: &[(&str, &str)]| Query {
        facets: facets.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        count: ["level", "sector", "kind", "none"].map(Count::of).to_vec(),
        per_page: 0,
        ..Query::default()
    };
    let all = index.search(&with(&[])).unwrap();
    assert_eq!(all.total, index.len());
    assert!(all.hits.is_empty());
    assert_eq!(all.facets["level"].values.iter().map(|(_, count)| count).sum::<u64>(), index.len());
    assert_eq!(all.facets["kind"].values, [("procedure".to_owned(), index.len())]);
    assert_eq!(all.facets["none"].values, []);
    assert_eq!(all.facets["none"].total, index.len());
    let (most, count) = &all.facets["sector"].values[0];
    assert_eq!(most, "Đất đai");
    assert!(all.facets["sector"].values.is_sorted_by(|a, b| a.1 >= b.1));

    assert_eq!(index.search(&with(&[("sector", "Đất đai")])).unwrap().total, *count);
    let civil = index.search(&with(&[("sector", "Hộ tịch")])).unwrap().total;
    assert_eq!(civil, 41);
    // Values of one name widen, names narrow.
    let both = with(&[("sector", "Hộ tịch"), ("sector", "Đất đai")]);
    assert_eq!(index.search(&both).unwrap().total, count + civil);
    let commune = index.search(&with(&[("sector", "Đất đai"), ("level", "xa")])).unwrap();
    assert!(commune.total < *count);
    assert_eq!(commune.facets["level"].values, [("xa".to_owned(), commune.total)]);

    // What another choice would find is counted without the condition on the facet itself, or on others named.
    let free = Query {
        count: vec![
            Count::of("sector").without(&["sector"]),
            Count::of("level").without(&["sector", "kind"]),
        ],
        kinds: vec!["procedure".into()],
        ..with(&[("sector", "Hộ tịch")])
    };
    let free = index.search(&free).unwrap();
    assert_eq!(free.total, civil);
    assert_eq!(
        (free.facets["sector"].total, &free.facets["sector"].values),
        (index.len(), &all.facets["sector"].values)
    );
    assert_eq!(free.facets["level"].values, all.facets["level"].values);

    let civil = Query { text: "khai sinh".into(), ..with(&[("sector", "Đất đai")]) };
    let results = index.search(&civil).unwrap();
    assert!(results.total == 0 || results.relaxed);
}

#[test]
fn language_and_kind_narrow() {
    let mut english = doc("1", "Birth registration", "");
    english.lang = "en".into();
    let mut agency = doc("1", "Sở Tư pháp", "");
    agency.kind = "agency".into();
    let index = index_of(&[doc("1", "Đăng ký khai sinh", ""), english, agency]);
    let in_english = Query { lang: Some("en".into()), ..query("") };
    assert_eq!(index.search(&in_english).unwrap().hits[0].title, "Birth registration");
    let kinds = |kinds: &[&str]| {
        let query = Query { kinds: kinds.iter().map(|k| (*k).into()).collect(), ..query("") };
        index.search(&query).unwrap().total
    };
    assert_eq!((kinds(&["agency"]), kinds(&["article"]), kinds(&["agency", "article"])), (1, 2, 3));
    assert_eq!(kinds(&["none"]), 0);
}

#[test]
fn nothing_that_can_be_typed_fails() {
    let index = catalogue();
    let long = "khai sinh ".repeat(1_000);
    let word = "a".repeat(10_000);
    let dots = "1.".repeat(5_000);
    let marks = "\u{301}".repeat(300);
    for text in [
        "\"",
        "'",
        "AND OR NOT",
        "+khai -sinh",
        "title:khai",
        "khai*",
        "(((",
        "\\",
        "[a TO z]",
        "a^2~3",
        "{}",
        "%",
        "_",
        "\u{0}khai\u{0}sinh",
        "\u{202e}khai",
        "\u{1f600}",
        "ﬁ",
        "İstanbul",
        "ß",
        "漢字 テスト",
        "\u{fffd}",
        "khai/sinh",
        "1.",
        ".1",
        "--",
        "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1",
        &long,
        &word,
        &dots,
        &marks,
    ] {
        index.search(&query(text)).unwrap();
        index.suggest(text, None, &Viewer::Anonymous, &[], 10).unwrap();
    }
    assert!(ask(&index, "\"khai sinh\" +lưu* (động)").hits.iter().any(|hit| hit.id == "1.003583"));
}

#[test]
fn of_thousands_that_fit_every_page_is_found_and_the_best_comes_first() {
    let mut docs: Vec<SearchDoc> = (0..2500)
        .map(|n| doc(&format!("{n:04}"), "Tin về cấp giấy phép xây dựng nhà ở", "xây dựng"))
        .collect();
    for (n, doc) in docs.iter_mut().enumerate() {
        doc.at = Timestamp(1_700_000_000_000 + n as i64);
    }
    // The whole title, the words side by side in it, and the words in the text only: all older than the thousands.
    docs[0].title = "Giấy phép xây dựng".into();
    docs[1].title = "Xây dựng phép giấy".into();
    docs[2].title = "Việc khác".into();
    docs[2].body = "Giấy phép xây dựng".into();
    let index = index_of(&docs);
    let ask = |page| index.search(&Query { page, per_page: 100, ..query("giấy phép xây dựng") }).unwrap();
    let mut seen = Vec::new();
    for page in 1..=25 {
        let results = ask(page);
        assert_eq!(results.total, 2500);
        seen.extend(results.hits.into_iter().map(|hit| hit.id));
    }
    assert!(ask(26).hits.is_empty());
    assert_eq!(seen[0], "0000");
    assert_eq!(seen[1], "2499", "between equals the newest");
    assert_eq!(seen[2499], "0002", "what has the words in its text only comes last");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 2500);
    // Pages that begin in the midst of a round of weighing go on without a gap.
    let across = |page, per_page| {
        let query = Query { page, per_page, ..query("giấy phép xây dựng") };
        index.search(&query).unwrap().hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    let odd: Vec<String> = (8..=10).flat_map(|page| across(page, 70)).collect();
    let even: Vec<String> = (50..=70).flat_map(|page| across(page, 10)).collect();
    assert_eq!(odd, even[..]);
}
