use super::*;

fn check(expression: &str, expected: Option<bool>) {
    let allowed = |licence: &str| {
        matches!(licence, "MIT" | "Unicode-3.0" | "BSD-3-Clause" | "Apache-2.0 WITH LLVM-exception")
    };
    assert_eq!(satisfied(expression, &allowed).ok(), expected, "{expression}");
}

#[test]
fn a_choice_needs_one_and_a_sum_needs_all() {
    check("MIT", Some(true));
    check("GPL-3.0", Some(false));
    check("MIT OR Apache-2.0", Some(true));
    check("Unlicense/MIT", Some(true));
    check("Apache-2.0 / GPL-2.0", Some(false));
    check("MIT AND GPL-3.0", Some(false));
    check("(MIT OR Apache-2.0) AND Unicode-3.0", Some(true));
    check("GPL-3.0 OR MIT AND BSD-3-Clause", Some(true));
    check("Apache-2.0 WITH LLVM-exception", Some(true));
    check("GPL-2.0 WITH Classpath-exception-2.0", Some(false));
}

#[test]
fn what_is_no_expression_is_an_error() {
    for text in ["", "MIT OR", "(MIT", "MIT)", "MIT BSD-3-Clause", "WITH MIT", "OR"] {
        check(text, None);
    }
}
