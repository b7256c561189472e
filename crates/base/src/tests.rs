use crate::{LocalDate, LocalDateTime, Timestamp, Validity, Vnd, text};

fn day(iso: &str) -> LocalDate {
    LocalDate::parse(iso).expect("a date")
}

#[test]
fn folding_finds_what_people_type() {
    let check = |written: &str, key: &str| assert_eq!(text::fold(written), key, "{written}");
    check("Thủ tục  ĐẤT đai", "thu tuc dat dai");
    check("Hoà", "hoa");
    check("Hòa", "hoa");
    check("  Phổ\u{a0}Yên ", "pho yen");
    // The same words as a phone sends them, in NFD.
    check("Thu\u{309} tu\u{323}c đa\u{302}\u{301}t đai", "thu tuc dat dai");
}

#[test]
fn stored_text_is_composed() {
    assert_eq!(text::nfc(" đa\u{302}\u{301}t "), "đất");
    assert_eq!(text::nfc("một\u{0}\u{FFFE} \u{202E}hai\nba"), "một hai\nba");
}

#[test]
fn slugs() {
    assert_eq!(text::slug("Phan Đình Phùng"), "phandinhphung");
    assert_eq!(text::title_slug("Thông báo: lịch nghỉ 24/11", 80), "thong-bao-lich-nghi-24-11");
    assert_eq!(text::title_slug("Thông báo lịch nghỉ", 13), "thong-bao");
}

#[test]
fn dictionary_order() {
    let mut words =
        ["bạn", "ban", "bán", "bàn", "bản", "bãn", "đa", "da", "ăn", "an", "ân", "áo", "ơn", "ôn", "on"];
    words.sort_by_key(|w| text::sort_key(w));
    assert_eq!(
        words,
        ["an", "áo", "ăn", "ân", "ban", "bàn", "bản", "bãn", "bán", "bạn", "da", "đa", "on", "ôn", "ơn"]
    );
}

#[test]
fn money_is_grouped() {
    assert_eq!(Vnd(1_234_567).to_string(), "1.234.567");
    assert_eq!(Vnd(-20_000).to_string(), "-20.000");
    assert_eq!(Vnd(0).to_string(), "0");
}

#[test]
fn dates_are_read_as_machines_and_people_write_them() {
    assert_eq!(day("2026-11-22"), day("22/11/2026"));
    assert!(LocalDate::parse("2026-02-30").is_err());
    assert_eq!(day("2026-12-31").next().vn(), "01/01/2027");
}

#[test]
fn instants_show_vietnamese_clocks() {
    let at = LocalDateTime::parse("2026-11-22T00:30").expect("a time");
    let instant = Timestamp::from_local(at);
    assert_eq!(instant.local(), at);
    assert_eq!(instant.rfc3339(), "2026-11-22T00:30:00+07:00");
    // Half past midnight in Thái Nguyên is still the day before in Greenwich.
    assert_eq!(instant.to_offset_date_time().date().to_string(), "2026-11-21");
}

#[test]
fn validity_includes_both_ends() {
    let era = Validity::new(Some(day("2004-01-01")), Some(day("2025-06-30"))).expect("ordered");
    assert!(era.contains(day("2025-06-30")));
    assert!(!era.contains(day("2025-07-01")));
    let next = Validity::new(Some(day("2025-07-01")), None).expect("ordered");
    assert!(!era.overlaps(&next));
    assert!(era.overlaps(&Validity::ALWAYS));
    assert!(Validity::new(Some(day("2025-07-01")), Some(day("2025-06-30"))).is_err());
}
