use base::LocalDate;
use serde_json::json;
use ui::{FormState, Lang};

use super::*;
use crate::definition::{Definition, tests::family};

fn today() -> LocalDate {
    LocalDate::parse("2026-11-27").unwrap()
}

/// What a page says of what was typed: the answers, or the fields that are wrong.
fn read(
    form: &Definition,
    answers: &Answers,
    page: &str,
    typed: &[(&str, &str)],
) -> Result<Item, Vec<String>> {
    let pairs = typed.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let mut state = FormState::new(pairs);
    let sight = Sight::new(form, answers, today());
    let item = read_page(&sight, form.page(page).unwrap(), &mut state, Lang::Vi);
    item.ok_or_else(|| state.errors().iter().map(|error| error.field.clone()).collect())
}

const WHOLE: [(&str, &str); 6] = [
    ("ho_ten", "  Nguyễn   Thị Hoa "),
    ("sinh", "28/11/2000"),
    ("so", "019 300 000 123"),
    ("dien_thoai", "0912 345 678"),
    ("co_con", "yes"),
    ("thu_nhap", "1.200.000 đồng"),
];

#[test]
fn what_was_typed_is_kept_in_one_form() {
    let (form, none) = (family(), Answers::default());
    let item = read(&form, &none, "nguoi_nop", &WHOLE).unwrap();
    let kept: serde_json::Value = serde_json::to_value(&item).unwrap();
    assert_eq!(
        kept,
        json!({
            "ho_ten": "Nguyễn Thị Hoa", "sinh": "2000-11-28", "so": "019300000123", "dien_thoai": "+84912345678",
            "co_con": true, "thu_nhap": "1200000"
        })
    );
    // And shown again as people write it.
    let shown = shown(form.page("nguoi_nop").unwrap(), &item);
    assert_eq!((shown.value("thu_nhap"), shown.value("co_con")), ("1.200.000", "yes"));
}

#[test]
fn everything_wrong_is_said_at_once_at_its_field() {
    let (form, none) = (family(), Answers::default());
    let wrong = [
        ("ho_ten", " "),
        ("sinh", "30/02/2000"),
        ("so", "12"),
        ("dien_thoai", "1"),
        ("co_con", "maybe"),
        ("thu_nhap", "nhiều"),
    ];
    let fields = ["ho_ten", "sinh", "so", "dien_thoai", "co_con", "thu_nhap"];
    assert_eq!(read(&form, &none, "nguoi_nop", &wrong).unwrap_err(), fields);
    assert_eq!(
        read(&form, &none, "nguoi_nop", &[]).unwrap_err(),
        ["ho_ten", "sinh", "so", "dien_thoai", "co_con"]
    );
}

#[test]
fn what_has_to_hold_is_asked_of_what_was_answered() {
    let (form, none) = (family(), Answers::default());
    let young = WHOLE.map(|(key, value)| (key, if key == "sinh" { "28/11/2010" } else { value }));
    assert_eq!(read(&form, &none, "nguoi_nop", &young).unwrap_err(), ["sinh"]);
}

#[test]
fn what_is_not_asked_is_not_read_whatever_was_sent() {
    let form = family();
    let mut answers = Answers::default();
    let item = read(&form, &answers, "nguoi_nop", &WHOLE).unwrap();
    answers.put(form.page("nguoi_nop").unwrap(), 0, item);
    // The school is asked of children of six and more; the page of children where there are any.
    let little =
        [("ten_con", "Na"), ("tuoi_con", "3"), ("truong", "Tiểu học"), ("so_con", "99"), ("xin_them", "1")];
    let child = read(&form, &answers, "con", &little).unwrap();
    assert_eq!(serde_json::to_value(&child).unwrap(), json!({ "ten_con": "Na", "tuoi_con": "3" }));
    assert_eq!(
        read(&form, &answers, "con", &[("ten_con", "Na"), ("tuoi_con", "7")]).unwrap_err(),
        ["truong"]
    );
    let sight = Sight::new(&form, &answers, today());
    assert_eq!(sight.pages().map(|page| page.key.as_str()).collect::<Vec<_>>(), ["nguoi_nop", "con", "tong"]);
    let mut childless = answers.clone();
    childless.fields.insert("co_con".to_owned(), json!(false));
    childless.groups.insert("con".to_owned(), vec![child]);
    let sight = Sight::new(&form, &childless, today());
    assert_eq!(sight.pages().map(|page| page.key.as_str()).collect::<Vec<_>>(), ["nguoi_nop", "tong"]);
    let sum = form.page("tong").unwrap().fields[0].sum.as_ref().unwrap();
    // Children of a page that is not asked are not counted.
    assert_eq!(sum.value(&sight), crate::value::Value::Nothing);
}

#[test]
fn groups_are_added_changed_and_taken_away() {
    let form = family();
    let page = form.page("con").unwrap();
    let mut answers = Answers::default();
    answers.fields.insert("co_con".to_owned(), json!(true));
    for (name, age) in [("Na", "3"), ("Bi", "7"), ("Tí", "1")] {
        let typed = [("ten_con", name), ("tuoi_con", age), ("truong", "Tiểu học")];
        let item = read(&form, &answers, "con", &typed).unwrap();
        let at = answers.times(page);
        answers.put(page, at, item);
    }
    let total = |answers: &Answers| {
        let sight = Sight::new(&form, answers, today());
        form.page("tong").unwrap().fields[0].sum.as_ref().unwrap().value(&sight)
    };
    assert_eq!(total(&answers), crate::value::Value::from(11));
    answers.remove(page, 1);
    answers.remove(page, 9);
    assert_eq!((answers.times(page), total(&answers)), (2, crate::value::Value::from(4)));
    assert_eq!(answers.of(page, 1)["ten_con"], json!("Tí"));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let with = |decimals| {
        let mut form = family();
        form.pages[1].fields[1].kind =
            crate::definition::Kind::Number { least: Some(-5_000), most: Some(5_000_000), decimals };
        form
    };
    let none = Answers::default();
    for (typed, decimals, expected) in [
        ("1.234", 0, Some("1234")),
        ("1.234.567", 0, Some("1234567")),
        ("1234", 0, Some("1234")),
        ("2,5", 1, Some("2.5")),
        ("2.5", 1, Some("2.5")),
        ("1.234,50", 2, Some("1234.5")),
        ("-3", 0, Some("-3")),
        ("0", 0, Some("0")),
        ("2,5", 0, None),
        ("1.23.4", 0, None),
        ("1,2,3", 2, None),
        ("12.34.567", 0, None),
        (".5", 1, None),
        ("1e3", 0, None),
        ("٣", 0, None),
        ("5000001", 0, None),
        ("-5001", 0, None),
        ("99999999999999999999999999999999999", 0, None),
    ] {
        let form = with(decimals);
        let typed_child = [("ten_con", "Na"), ("tuoi_con", typed), ("truong", "x")];
        let read = read(&form, &none, "con", &typed_child);
        let got = read.ok().map(|item| item["tuoi_con"].as_str().unwrap().to_owned());
        assert_eq!(got.as_deref(), expected, "{typed} {decimals}");
    }
}

#[test]
fn what_a_form_does_not_ask_is_named() {
    let form = family();
    let answers: Answers = serde_json::from_value(json!({
        "fields": { "ho_ten": "Hoa", "sinh": "hôm qua", "admin": "yes", "ten_con": "Na" },
        "groups": { "con": [{ "ten_con": "Na", "x": "y" }], "ma": [{}] }
    }))
    .unwrap();
    assert_eq!(answers.strange(&form), ["admin", "sinh", "ten_con", "con.x", "ma"]);
}

#[test]
fn answers_are_told_in_words() {
    ui::install(crate::MODULE.locale.unwrap()).unwrap();
    let form = family();
    let answers: Answers = serde_json::from_value(json!({
        "fields": {
            "ho_ten": "Hoa", "sinh": "2000-11-28", "dien_thoai": "+84912345678", "co_con": true, "thu_nhap": "1200000",
            "xin_them": ["gao", "chan"]
        },
        "groups": { "con": [{ "ten_con": "Na", "tuoi_con": "3" }] }
    }))
    .unwrap();
    let sight = Sight::new(&form, &answers, today());
    let said = |key: &str, at: usize| {
        let page = form.page(key).unwrap();
        told(Lang::Vi, &sight, page, &answers.of(page, at))
            .into_iter()
            .map(|(_, words)| words)
            .collect::<Vec<_>>()
    };
    assert_eq!(said("nguoi_nop", 0), ["Hoa", "28/11/2000", "", "0912345678", "Có", "1.200.000 đồng"]);
    assert_eq!(said("con", 0), ["Na", "3"]);
    assert_eq!(said("tong", 0), ["3", "Gạo, Chăn"]);
}
