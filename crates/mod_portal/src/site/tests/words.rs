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
            "vanlang-00008",
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
