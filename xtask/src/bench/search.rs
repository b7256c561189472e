//! Search over procedures and articles, as a visitor meets it: the whole request.

use std::path::Path;

use anyhow::Result;

use super::client::{Client, encode, percentile};
use super::process::Server;
use super::report::Report;

/// What people type: with and without accents, long and short, codes, nothing found.
const QUERIES: &str = include_str!("../../seeds/queries.txt");

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    // Every answer is made anew, as for the first who asks.
    let settings = [("SONGCAU_CACHE_MIB", "0")];
    let songcau = Server::songcau(&super::binary(root), &folder.path().join("data"), &settings)?;
    let mut client = Client::connect(songcau.port)?;
    let mut rows = Vec::new();
    for (path, what) in [
        ("/tim-kiem", "site-wide search"),
        ("/thu-tuc", "catalogue with facets"),
        ("/tim-kiem/goi-y", "suggestions"),
    ] {
        let paths: Vec<String> = QUERIES.lines().map(|q| format!("{path}?q={}", encode(q))).collect();
        for path in &paths {
            client.time(path)?;
        }
        let mut times = Vec::new();
        for _ in 0..25 {
            for path in &paths {
                times.push(client.time(path)?);
            }
        }
        times.sort_by(f64::total_cmp);
        rows.push(vec![
            format!("{what} (`{path}`)"),
            format!("{:.2}", percentile(&times, 0.50)),
            format!("{:.2}", percentile(&times, 0.95)),
            format!("{:.2}", percentile(&times, 0.99)),
        ]);
    }
    report.table(
        "Search",
        "The demo's procedures, articles and agencies; 20 queries as people type them, 25 rounds, page cache off, one \
         connection; the time is that of the whole page, search, template, compression and network together.",
        &["what", "p50 ms", "p95 ms", "p99 ms"],
        &rows,
    );
    Ok(())
}
