use serde_json::json;

use super::*;

fn problems(package: Value) -> Vec<String> {
    let rules =
        "[graph]\ntargets = []\n[licenses]\nallow = [\"MIT\"]\n[bans]\ndeny = [{ name = \"openssl\" }]\n";
    Rules::parse(rules).unwrap().check(&[package])
}

#[test]
fn an_open_package_of_crates_io_and_one_of_ours_pass() {
    assert!(
        problems(
            json!({"name": "a", "version": "1.0.0", "license": "MIT OR Apache-2.0", "source": CRATES_IO})
        )
        .is_empty()
    );
    assert!(
        problems(json!({"name": "base", "version": "0.1.0", "license": "MIT", "source": null})).is_empty()
    );
}

#[test]
fn each_thing_wrong_is_named() {
    let package = json!({"name": "openssl", "version": "1.0.0", "license": "GPL-3.0", "source": "git+https://example.org/x"});
    let lines = problems(package);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("openssl 1.0.0: ")));
    assert_eq!(
        problems(json!({"name": "b", "version": "1.0.0", "license": null, "source": CRATES_IO})).len(),
        1
    );
}

#[test]
fn a_rules_file_without_a_list_is_refused() {
    assert!(Rules::parse("[licenses]\nallow = [\"MIT\"]\n").is_err());
}
