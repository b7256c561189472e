//! The Nu Html Checker (`vnu.jar`), run once over pages kept in a folder.

use std::{fs, process::Command};

use serde_json::Value;

/// What the checker says although it is right as it is: how its message begins, and why.
const RIGHT: &[(&str, &str)] = &[];

/// What is wrong with these pages, by name and HTML.
pub fn check(pages: &[(String, String)]) -> Vec<String> {
    let jar = std::env::var("SONGCAU_TEST_HTML_CHECKER").expect(
        "SONGCAU_TEST_HTML_CHECKER is not set; run the tests by `cargo xtask test`, which installs it",
    );
    let folder = tempfile::tempdir().unwrap();
    for (n, (name, html)) in pages.iter().enumerate() {
        assert!(html.to_lowercase().contains("<!doctype html>"), "{name} is no page: {html}");
        fs::write(folder.path().join(format!("{n}.html")), html).unwrap();
    }
    let checked = Command::new("java")
        .args(["-Xss2m", "-jar", &jar, "--format", "json", "--stdout", "--exit-zero-always"])
        .arg(folder.path())
        .output()
        .expect("Java starts");
    let said: Value = serde_json::from_slice(&checked.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&checked.stderr)));
    let text = |message: &Value, of: &str| message[of].as_str().unwrap_or_default().to_owned();
    let messages = said["messages"].as_array().expect("a list of messages").iter();
    let wrong = messages.filter(|m| !RIGHT.iter().any(|(begins, _)| text(m, "message").starts_with(begins)));
    let wrong = wrong.map(|m| {
        let file = text(m, "url").rsplit('/').next().unwrap_or_default().to_owned();
        let name = file.trim_end_matches(".html").parse().map_or(file.clone(), |n: usize| pages[n].0.clone());
        format!("{name}: {} {}: {}", text(m, "type"), text(m, "message"), text(m, "extract"))
    });
    wrong.collect()
}
