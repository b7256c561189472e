use base::{LocalDate, Vnd};

use crate::royalty::{
    in_words::in_words,
    model::{Coefficient, amount},
    month::Month,
    payee::Payee,
};

#[test]
fn coefficients_are_read_as_people_type_them() {
    let check = |typed: &str, hundredths: Option<i64>| {
        assert_eq!(Coefficient::parse(typed).map(|c| c.0), hundredths, "{typed}");
    };
    check("1", Some(100));
    check("1,5", Some(150));
    check("0.25", Some(25));
    check("10,05", Some(1005));
    check("1000", Some(100_000));
    for wrong in
        ["", ",", "1,", ".5", "-1", "+1", "1,234", "1e3", "1 000", "1000,01", "99999", "NaN", "１", "0x1"]
    {
        check(wrong, None);
    }
    for (hundredths, shown) in [(100, "1"), (150, "1,5"), (5, "0,05"), (1005, "10,05"), (0, "0")] {
        assert_eq!(Coefficient(hundredths).to_string(), shown);
    }
}

#[test]
fn amounts_are_rounded_once_half_a_dong_up() {
    let check = |unit: i64, coefficient: i64, share: i64, due: i64| {
        assert_eq!(
            amount(Vnd(unit), Coefficient(coefficient), share),
            Vnd(due),
            "{unit} {coefficient} {share}"
        );
    };
    check(234_000, 100, 100, 234_000);
    check(234_000, 150, 100, 351_000);
    check(234_000, 125, 33, 96_525);
    // 0.5 đồng and 0.49 đồng.
    check(1, 50, 100, 1);
    check(1, 49, 100, 0);
    check(3, 50, 50, 1);
    // Thirds of a whole: each is rounded for itself.
    check(100, 100, 33, 33);
    check(100, 100, 34, 34);
    check(234_000, 0, 100, 0);
    // The largest there may be.
    check(100_000_000, 100_000, 100, 100_000_000_000);
}

#[test]
fn months_follow_each_other() {
    let day = |text| LocalDate::parse(text).unwrap();
    let month = Month::of(day("2026-12-31"));
    assert_eq!((month.to_string().as_str(), month.vn().as_str()), ("2026-12", "12/2026"));
    assert_eq!((month.first(), month.last()), (day("2026-12-01"), day("2026-12-31")));
    assert_eq!(
        (month.next().to_string().as_str(), month.previous().to_string().as_str()),
        ("2027-01", "2026-11")
    );
    assert_eq!(Month::parse("2028-02").unwrap().last(), day("2028-02-29"));
    for wrong in ["", "2026", "2026-13", "2026-1", "02/2026", "2026-02-01", "2026-00", "9999999"] {
        assert_eq!(Month::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn amounts_are_said_in_words() {
    let check = |amount: i64, words: &str| assert_eq!(in_words(Vnd(amount)), words, "{amount}");
    check(0, "Không đồng");
    check(5, "Năm đồng");
    check(10, "Mười đồng");
    check(15, "Mười lăm đồng");
    check(21, "Hai mươi mốt đồng");
    check(24, "Hai mươi tư đồng");
    check(55, "Năm mươi lăm đồng");
    check(105, "Một trăm linh năm đồng");
    check(234_000, "Hai trăm ba mươi tư nghìn đồng");
    check(1_005_000, "Một triệu không trăm linh năm nghìn đồng");
    check(1_000_021, "Một triệu không trăm hai mươi mốt đồng");
    check(12_345_678, "Mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám đồng");
    check(2_000_000_000, "Hai tỷ đồng");
    check(-351_000, "Âm ba trăm năm mươi mốt nghìn đồng");
}

#[test]
fn names_of_outside_authors_are_one_line_with_letters() {
    let name = |typed: &str| match Payee::named(typed) {
        Some(Payee::Outside(name)) => name,
        _ => String::new(),
    };
    assert_eq!(name("  Lý\tThu \n Hằng "), "Lý Thu Hằng");
    assert_eq!(name("12345"), "");
    assert_eq!(name(&"a".repeat(121)), "");
    // Two names that differ in their accents only are two people; in the size of letters, one.
    let key = |typed: &str| Payee::named(typed).unwrap().key();
    assert_ne!(key("Lý Thu Hằng"), key("Lý Thu Hạng"));
    assert_eq!(key("LÝ THU HẰNG"), key("lý thu hằng"));
    assert_eq!(Payee::parse("a:khong-phai"), None);
    assert_eq!(Payee::parse("x:1"), None);
}
