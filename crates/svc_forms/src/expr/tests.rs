use std::collections::HashMap;

use super::*;

/// Answers by `field` or `group.field`.
struct Given(HashMap<&'static str, Value>);

impl Answers for Given {
    fn answer(&self, group: Option<&str>, field: &str) -> Value {
        let name = group.map_or_else(|| field.to_owned(), |group| format!("{group}.{field}"));
        self.0.get(name.as_str()).cloned().unwrap_or(Value::Nothing)
    }
    fn today(&self) -> LocalDate {
        day("2026-11-27")
    }
}

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

fn given() -> Given {
    let many = |numbers: &[i64]| Value::Many(numbers.iter().map(|n| Value::from(*n)).collect());
    Given(HashMap::from([
        ("tuoi", Value::from(17)),
        ("noi_o", Value::from("xa")),
        ("dong_y", Value::Yes(true)),
        ("sinh", Value::Day(day("2008-11-28"))),
        ("hai_chin", Value::Day(day("2004-02-29"))),
        ("con.tien", many(&[100, 250, 50])),
        ("viec", Value::Many(vec![Value::from("cay"), Value::from("gat")])),
        ("trong", Value::Text(String::new())),
    ]))
}

fn value(text: &str) -> Value {
    text.parse::<Expr>().unwrap_or_else(|mistake| panic!("{text}: {mistake}")).value(&given())
}

fn holds(text: &str) -> bool {
    value(text).holds()
}

#[test]
fn conditions_hold_as_they_are_read() {
    for yes in [
        "tuoi < 18",
        "tuoi >= 17 and tuoi <= 17",
        "not tuoi > 17",
        "not tuoi > 17 and noi_o = 'xa'",
        "noi_o <> 'phuong'",
        "noi_o = 'phuong' or dong_y",
        "dong_y = yes",
        "has(viec, 'gat') and not has(viec, 'cho')",
        "has(noi_o, 'xa')",
        "filled(sinh) and not filled(trong) and not filled(khong_co)",
        "sinh < 2010-01-01",
        "1 + 2 * 3 = 7",
        "(1 + 2) * 3 = 9",
        "10 - 2 - 3 = 5",
        "-2 + 3 = 1",
    ] {
        assert!(holds(yes), "{yes}");
    }
    for no in ["tuoi > 17", "not dong_y", "noi_o = 'xa' and tuoi > 20", "1 / 0 = 0"] {
        assert!(!holds(no), "{no}");
    }
}

#[test]
fn what_was_not_answered_fulfils_no_condition() {
    for text in
        ["khong_co = 1", "khong_co <> 1", "khong_co < 1", "khong_co >= 1", "not khong_co", "tuoi = 'xa'"]
    {
        assert!(!holds(text), "{text}");
    }
    assert_eq!(value("khong_co + 1"), Value::Nothing);
    assert!(holds("khong_co = 1 or dong_y"));
}

#[test]
fn groups_are_counted_and_added_up() {
    for (text, expected) in [
        ("sum(con.tien)", 400),
        ("count(con.tien)", 3),
        ("least(con.tien)", 50),
        ("most(con.tien)", 250),
        ("sum(con.tien) * 2 + 1", 801),
        ("sum(tuoi)", 17),
        ("count(trong)", 0),
        ("round(5 / 2)", 3),
        ("round(-5 / 2)", -3),
        ("round(2.4)", 2),
    ] {
        assert_eq!(value(text), Value::from(expected), "{text}");
    }
}

#[test]
fn ages_are_complete_on_the_birthday() {
    for (text, expected) in [
        ("years(sinh, today())", 17),
        ("years(sinh, 2026-11-28)", 18),
        ("years(hai_chin, 2022-02-28)", 17),
        ("years(hai_chin, 2022-03-01)", 18),
        ("2026-03-05 - 2026-03-02", 3),
    ] {
        assert_eq!(value(text), Value::from(expected), "{text}");
    }
    assert_eq!(value("2026-02-27 + 2"), Value::Day(day("2026-03-01")));
    assert_eq!(value("2026-03-01 - 1"), Value::Day(day("2026-02-28")));
    for nowhere in ["2026-03-01 + 0.5", "2026-03-01 + 999999999", "9999-12-31 + 1"] {
        assert_eq!(value(nowhere), Value::Nothing, "{nowhere}");
    }
}

#[test]
fn mistakes_are_named_with_their_place() {
    use MistakeKind::{Function, Quote, TooDeep, TooLong, Unexpected, Unfinished};
    for (text, kind, at) in [
        ("", Unfinished, 1),
        ("tuoi >", Unfinished, 7),
        ("tuoi > > 3", Unexpected, 8),
        ("tuoi = 'xã", Quote, 8),
        ("(tuoi", Unfinished, 6),
        ("tuoi)", Unexpected, 5),
        ("lam(tuoi)", Function, 1),
        ("1 + years(sinh)", Function, 5),
        ("today(1)", Function, 1),
        ("tuoi & 3", Unexpected, 6),
        ("1.2.3", Unexpected, 1),
        ("con.", Unfinished, 5),
        ("and tuoi", Unexpected, 1),
        ("'ô' = ?", Unexpected, 7),
    ] {
        assert_eq!(text.parse::<Expr>(), Err(Mistake { kind, at }), "{text}");
    }
    let deep = format!("{}1{}", "(".repeat(500), ")".repeat(500));
    assert!(matches!(deep[..].parse::<Expr>(), Err(Mistake { kind: TooDeep | TooLong, .. })));
    let deep = format!("{}1{}", "(".repeat(60), ")".repeat(60));
    assert!(matches!(deep.parse::<Expr>(), Err(Mistake { kind: TooDeep, .. })));
    let long = "1+".repeat(2_000);
    assert!(matches!(long.parse::<Expr>(), Err(Mistake { kind: TooLong, .. })));
}

#[test]
fn numbers_too_large_are_nothing_and_nothing_breaks() {
    assert_eq!(value("79228162514264337593543950335 * 2"), Value::Nothing);
    assert_eq!(value("sum(con.tien) / 0"), Value::Nothing);
}

#[test]
fn an_expression_is_kept_as_it_was_written() {
    let text = "not  filled( sinh )";
    let expr: Expr = serde_json::from_str(&format!("\"{text}\"")).unwrap();
    assert_eq!(serde_json::to_string(&expr).unwrap(), format!("\"{text}\""));
    assert_eq!(expr.fields(), [(None, "sinh")]);
    assert!(serde_json::from_str::<Expr>("\"1 +\"").is_err());
}
