use super::Report;

#[test]
fn a_run_of_some_keeps_the_tables_of_the_others() {
    let mut report = Report::new("this one.".to_owned());
    report.table("Search", "Note.", &["a"], &[vec!["2".to_owned()]]);
    let old = "Machine: that one.\n\n### Home\n\nNote.\n\n| a |\n| --- |\n| 0 |\n\n### Search\n\nNote.\n\n| a |\n| --- |\n| 1 |";
    let text = report.merged(old);
    assert!(text.starts_with("Machine: that one.\n\n### Home\n"), "{text}");
    assert!(text.contains("| 0 |") && !text.contains("| 1 |"), "{text}");
    assert!(
        text.ends_with("### Search\n\nMeasured apart: this one.\n\nNote.\n\n| a |\n| --- |\n| 2 |\n"),
        "{text}"
    );
}
