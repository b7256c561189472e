use std::collections::HashMap;

use base::text;
use sea_orm::prelude::Uuid;

use crate::site::{lower_first, plan, proper_name};

fn unit(n: u128, full_name: &str, name: &str, district: &str, lives: bool) -> plan::Unit {
    plan::Unit {
        id: Uuid::from_u128(n),
        plain: text::slug(name),
        full_name: full_name.to_owned(),
        district: district.to_owned(),
        code: format!("{n:05}"),
        lives,
        ended: (!lives).then_some(2025),
    }
}

#[test]
fn the_living_own_the_plain_word_and_each_other_gets_a_longer_one() {
    let units = [
        unit(1, "Huyện Định Hóa", "Định Hóa", "", false),
        unit(2, "Xã Định Hóa", "Định Hóa", "Định Hóa", true),
        unit(3, "Xã Tân Lập", "Tân Lập", "Chợ Đồn", false),
        unit(4, "Phường Tân Lập", "Tân Lập", "Thái Nguyên", false),
        unit(5, "Xã Pác Nặm", "Pác Nặm", "Pác Nặm", false),
        unit(6, "Xã Văn Lang", "Văn Lang", "Na Rì", true),
        unit(7, "Xã Văn Lăng", "Văn Lăng", "Đồng Hỷ", true),
        unit(8, "Xã Văn Lang", "Văn Lang", "Na Rì", false),
    ];
    let words = plan::slugs(&units, &HashMap::new());
    let word = |n: u128| words[&Uuid::from_u128(n)].as_str();
    assert_eq!(
        (1..=8).map(word).collect::<Vec<_>>(),
        [
            "dinhhoa-huyen",
            "dinhhoa",
            "tanlap-chodon",
            "tanlap-thainguyen",
            "pacnam",
            "vanlang-nari",
            "vanlang-donghy",
            "vanlang-nari-2025",
        ]
    );
    // A word once given stays, whoever comes later.
    let mut later = units.to_vec();
    later.push(unit(9, "Xã Định Hoá", "Định Hoá", "Khác", true));
    let again = plan::slugs(&later, &words);
    assert!(words.iter().all(|(id, word)| again[id] == *word));
    assert_eq!(again[&Uuid::from_u128(9)], "dinhhoa-khac");
}

#[test]
fn a_word_is_free_again_when_its_owner_has_ended() {
    let mut units = vec![
        unit(1, "Sở Tư pháp", "Sở Tư pháp", "", true),
        unit(2, "Ban www", "www", "", true),
        unit(3, "Sở Cũ", "Sở Cũ", "", false),
        unit(4, "Sở Mới", "Sở Mới", "", true),
    ];
    let mut first = plan::slugs(&units, &HashMap::new());
    assert_eq!(first[&Uuid::from_u128(1)], "sotuphap");
    assert_eq!(first[&Uuid::from_u128(2)], "www-ban", "the network needs some words for itself");
    // One that got an identifier by an earlier rule gets a word people can read.
    let id = Uuid::from_u128(4);
    first.insert(id, format!("somoi-{}", id.simple()));
    units[0].lives = false;
    units[0].ended = Some(2026);
    units.push(unit(9, "Sở Tư pháp", "Sở Tư pháp", "", true));
    units[4].code.clear();
    let words = plan::slugs(&units, &first);
    let word = |n: u128| words[&Uuid::from_u128(n)].as_str();
    assert_eq!((word(9), word(1), word(4)), ("sotuphap", "sotuphap-2026", "somoi"));
    // A third one, and the year is taken too.
    units[4].lives = false;
    units[4].ended = Some(2026);
    units.push(unit(10, "Sở Tư pháp", "Sở Tư pháp", "", true));
    let words = plan::slugs(&units, &words);
    let word = |n: u128| words[&Uuid::from_u128(n)].as_str();
    assert_eq!((word(10), word(1), word(9)), ("sotuphap", "sotuphap-2026", "sotuphap-2"));
}

#[test]
fn a_name_is_told_from_the_word_for_its_kind() {
    for (full, proper) in [
        ("Xã Văn Lăng", "Văn Lăng"),
        ("Phường Phan Đình Phùng", "Phan Đình Phùng"),
        ("Thành phố Thái Nguyên", "Thái Nguyên"),
        ("Sở Xây dựng", "Sở Xây dựng"),
    ] {
        assert_eq!(proper_name(full, &text::slug(proper)), proper);
    }
    assert_eq!(lower_first("Ủy ban"), "ủy ban");
}
