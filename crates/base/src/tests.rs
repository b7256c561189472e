use crate::{
    CitizenNo, LocalDate, LocalDateTime, Phone, Sex, SocialNo, TaxNo, Timestamp, Validity, Vnd, masked, text,
};

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
    assert_eq!(LocalDateTime::parse("2026-12-31T07:05").unwrap().vn_time(), "07:05");
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

#[test]
fn citizen_numbers() {
    let number = CitizenNo::parse("0190 8500 1234").expect("a number");
    assert_eq!((number.text(), number.year(), number.sex()), ("019085001234", 1985, Sex::Male));
    assert!(number.fits(Some(day("1985-06-01")), Some(Sex::Male)));
    assert!(!number.fits(Some(day("1986-06-01")), None));
    assert!(!number.fits(None, Some(Sex::Female)));
    let young = CitizenNo::parse("006305000001").expect("a number");
    assert_eq!((young.year(), young.sex()), (2005, Sex::Female));
    for wrong in ["", "01908500123", "0190850012345", "000085001234", "01908500123x"] {
        assert!(CitizenNo::parse(wrong).is_err(), "{wrong}");
    }
    assert_eq!(format!("{number:?}"), "CitizenNo(…)");
    assert_eq!(masked(number.text()), "•••••••••234");
}

#[test]
fn tax_and_social_numbers() {
    let tax = |typed| TaxNo::parse(typed).map(|n| n.text().to_owned());
    assert_eq!(tax("0100233488").as_deref(), Ok("0100233488"));
    assert_eq!(tax("0314409058-002").as_deref(), Ok("0314409058-002"));
    assert_eq!(tax("0314409058002").as_deref(), Ok("0314409058-002"));
    assert_eq!(tax("019085001234").as_deref(), Ok("019085001234"));
    for wrong in ["0100233489", "0314409058-000", "123", "01002334880"] {
        assert!(tax(wrong).is_err(), "{wrong}");
    }
    assert!(SocialNo::parse("1920 123456").is_ok());
    assert!(SocialNo::parse("192012345").is_err());
}

#[test]
fn phones() {
    let check = |typed: &str, kept: &str, shown: &str| {
        let phone = Phone::parse(typed).expect(typed);
        assert_eq!((phone.text(), phone.national().as_str()), (kept, shown));
    };
    check("0912 345 678", "+84912345678", "0912 345 678");
    check("+84 (0)912.345.678", "+84912345678", "0912 345 678");
    check("0208 3855 569", "+842083855569", "02083 855 569");
    assert!(Phone::parse("0912345678").is_ok_and(|p| p.is_mobile()));
    assert!(Phone::parse("02083855569").is_ok_and(|p| !p.is_mobile()));
    for wrong in ["", "0112345678", "091234567", "09123456789", "+1 202 555 0100", "abc"] {
        assert!(Phone::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn people_are_sorted_by_given_name() {
    let mut names =
        ["Trần Văn Bình", "Nguyễn An", "Lê Thị Bình", "Lê Hoàng An", "Đỗ Ân", "Giàng A Páo", "Lê Văn Bình"];
    names.sort_by_key(|name| text::name_key(name));
    assert_eq!(
        names,
        ["Lê Hoàng An", "Nguyễn An", "Đỗ Ân", "Lê Thị Bình", "Lê Văn Bình", "Trần Văn Bình", "Giàng A Páo"]
    );
}

/// The Unicode collation for Vietnamese is what the order means; ours has to agree with it on every pair of syllables.
#[test]
fn the_order_is_that_of_the_unicode_collation() {
    let locale: icu_collator::CollatorPreferences = icu_locale_core::locale!("vi").into();
    let collator = icu_collator::Collator::try_new(locale, Default::default()).expect("data for Vietnamese");
    let vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
    let tones = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];
    let mut words = Vec::new();
    for head in ["", "d", "đ", "ng", "t"] {
        for vowel in vowels {
            for tone in tones {
                for tail in ["", "n"] {
                    words.push(text::nfc(&format!("{head}{vowel}{tone}{tail}")));
                }
            }
        }
    }
    words.extend(
        ["Nguyễn Văn A", "Nguyên Văn A", "nguyễn văn a", "Lê Thị Bình", "Lê Thi Bình"].map(str::to_owned),
    );
    for one in &words {
        for other in &words {
            let ours = text::sort_key(one).cmp(&text::sort_key(other));
            let theirs = collator.compare(one, other);
            assert!(ours == theirs || ours.is_eq(), "{one} {other}: {ours:?} {theirs:?}");
        }
    }
}

#[test]
fn what_a_spreadsheet_would_reckon_is_made_text() {
    let check = |typed: &str, kept: &str| assert_eq!(text::spreadsheet_cell(typed), kept, "{typed:?}");
    check("=HYPERLINK(\"http://a\")", "'=HYPERLINK(\"http://a\")");
    check("+84912345678", "'+84912345678");
    check("-1", "'-1");
    check("  @SUM(A1)", "'  @SUM(A1)");
    check("\u{a0}=1", "'\u{a0}=1");
    check("\u{1}=1", "'\u{1}=1");
    check("\t=1", "'\t=1");
    check("\n1", "'\n1");
    for wide in ["\u{ff1d}1+1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}A1"] {
        check(wide, &format!("'{wide}"));
    }
    check("", "");
    check("Hỏi về đất = gì?", "Hỏi về đất = gì?");
    check("'=1", "'=1");
}
