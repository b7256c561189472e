//! How soon an editor may type, from asking for the screen.

use anyhow::{Context, Result};
use serde_json::json;

use super::super::client::percentile;
use super::super::process::Server;
use super::browser::Browser;

const OPENINGS: usize = 15;

/// Notes when the text can be typed into and nothing else holds the page up.
const WATCH: &str = "(() => { const look = () => { \
    if (window.__open || !document.querySelector('.editor.looks .ProseMirror[contenteditable=true]')) return; \
    window.__open = -1; setTimeout(() => { window.__open = performance.now(); }, 0); }; \
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true }); })();";

/// Opens a screen again and again; sorted seconds. The first opening, which fetches the script, is apart.
pub fn measure(server: &Server, login: &str, path: &str) -> Result<(f64, Vec<f64>)> {
    let origin = format!("http://localhost:{}", server.port);
    let mut browser = Browser::open()?;
    browser.sign_in(&origin, login, super::password(server, login)?)?;
    browser.debug("Page.enable", &json!({}))?;
    browser.debug("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WATCH }))?;
    let mut times = Vec::new();
    for _ in 0..=OPENINGS {
        browser.go(&format!("{origin}{path}"))?;
        let opened = browser.until("return window.__open > 0 ? window.__open : null")?;
        times.push(opened.as_f64().context("no time")? / 1000.0);
    }
    // It was no empty frame: what is typed stands there.
    browser.run("document.querySelector('.editor.looks .ProseMirror').focus()")?;
    browser.debug("Input.insertText", &json!({ "text": "typed" }))?;
    let text = browser.run("return document.querySelector('.editor.looks .ProseMirror').textContent")?;
    anyhow::ensure!(text.as_str().is_some_and(|text| text.contains("typed")), "{path}: nothing can be typed");
    let first = times.remove(0);
    times.sort_by(f64::total_cmp);
    Ok((first, times))
}

/// A row of the table.
pub fn row(what: &str, (first, times): &(f64, Vec<f64>)) -> Vec<String> {
    let ms = |share: f64| format!("{:.0}", percentile(times, share));
    vec![what.to_owned(), format!("{:.0}", first * 1000.0), ms(0.5), ms(0.95), ms(1.0)]
}
