use super::*;

fn files(list: &[(&str, &str)]) -> Snapshot {
    list.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
}

#[test]
fn a_build_that_changes_nothing_is_accepted() {
    let same = files(&[("web/dist/app.css", "a{}")]);
    assert!(differences(&same, &same).is_empty());
}

#[test]
fn new_changed_and_removed_output_is_named() {
    let before = files(&[("app.css", "a{}"), ("old.js", "")]);
    let after = files(&[("app.css", "b{}"), ("new.js", "")]);
    assert_eq!(differences(&before, &after), ["old.js: removed", "app.css: different", "new.js: new"]);
}
