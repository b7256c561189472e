use super::{fit, parts_of};

const LINK: &str = "https://thainguyen.gov.vn/viec";

#[test]
fn what_fits_stays_as_it_is() {
    let text = "Hồ sơ của ông đã có kết quả";
    assert_eq!(fit(text, "", false, 1), text);
    assert_eq!(fit(text, "", true, 1), "Ho so cua ong da co ket qua");
    assert_eq!(fit("Đường “Bến Tượng” – 50 %…", "", true, 1), "Duong \"Ben Tuong\" - 50 %...");
}

#[test]
fn room_is_counted_as_telephones_do() {
    assert_eq!(parts_of(&"a".repeat(160)), 1);
    assert_eq!(parts_of(&"a".repeat(161)), 2);
    assert_eq!(parts_of(&"a".repeat(306)), 2);
    assert_eq!(parts_of(&"[".repeat(81)), 2);
    assert_eq!(parts_of(&"ạ".repeat(70)), 1);
    assert_eq!(parts_of(&"ạ".repeat(71)), 2);
}

#[test]
fn a_long_text_ends_at_a_word_and_keeps_its_link() {
    let text = format!("{} {LINK}", "Kính gửi ông bà ".repeat(40));
    for (unaccented, parts) in [(false, 1), (false, 3), (true, 1), (true, 3)] {
        let fitted = fit(&text, LINK, unaccented, parts);
        assert!(parts_of(&fitted) <= parts, "{fitted}");
        assert!(fitted.ends_with(&format!("... {LINK}")), "{fitted}");
    }
    assert!(parts_of(&fit(&"ẳ".repeat(1000), "", false, 2)) <= 2, "one endless word");
}

#[test]
fn heaps_of_accents_do_not_get_through() {
    let zalgo = format!("h{}ồ sơ", "\u{0301}\u{0323}\u{0336}".repeat(200));
    assert_eq!(fit(&zalgo, "", true, 1), "ho so");
    assert!(parts_of(&fit(&zalgo, "", false, 3)) <= 3);
}
