//! What the first view of each kind of page weighs to somebody who was never here before.

use anyhow::{Context, Result};
use serde_json::json;

use super::super::process::Server;
use super::browser::Browser;

/// Packed bytes without photographs, bytes of these, and the scripts that came.
const WEIGH: &str = "const all = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')); \
    const sum = (f) => all.filter(f).reduce((n, e) => n + e.encodedBodySize, 0); \
    const picture = e => e.name.includes('/pictures/') || e.name.includes('/tep/'); \
    const name = e => new URL(e.name).pathname.split('/').pop().replace(/[.-][0-9a-f]{6,}(?=\\\\.js)/, ''); \
    const scripts = all.filter(e => new URL(e.name).pathname.endsWith('.js')).map(name); \
    return [sum(e => !picture(e)), sum(picture), [...new Set(scripts)].sort().join(', ')];";

/// Rows: page, KiB without photographs, KiB of photographs, scripts.
pub fn rows(
    server: &Server,
    pages: &[(&'static str, String)],
    login: Option<&str>,
) -> Result<Vec<Vec<String>>> {
    let origin = format!("http://localhost:{}", server.port);
    let mut browser = Browser::open()?;
    if let Some(login) = login {
        browser.sign_in(&origin, login, super::password(server, login)?)?;
    }
    let mut rows = Vec::new();
    for (what, path) in pages {
        if login.is_none() {
            // Whoever was here before has most of it, and a worker that hands it over unpacked.
            let everything = json!({ "origin": origin, "storageTypes": "all" });
            browser.debug("Storage.clearDataForOrigin", &everything)?;
        }
        browser.debug("Network.clearBrowserCache", &json!({}))?;
        browser.go(&format!("{origin}{path}"))?;
        std::thread::sleep(std::time::Duration::from_millis(300));
        let said = browser.run(WEIGH)?;
        let kib = |n: usize| -> Result<String> {
            Ok(format!("{:.1}", said[n].as_f64().context("no size")? / 1024.0))
        };
        rows.push(vec![
            format!(
                "{what} (`{}`)",
                path.split('?').next().unwrap_or_default().chars().take(40).collect::<String>()
            ),
            kib(0)?,
            kib(1)?,
            said[2].as_str().unwrap_or_default().to_owned(),
        ]);
        println!("{}", rows[rows.len() - 1].join("\t"));
    }
    Ok(rows)
}
