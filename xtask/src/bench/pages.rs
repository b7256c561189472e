//! Pages: from memory beside nginx serving the same bytes, and made anew.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::client::{Answer, Client, percentile};
use super::load::{self, Load};
use super::process::{Server, free_port};
use super::report::Report;

const ROUNDS: usize = 5;
const SECONDS: u32 = 3;

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let songcau = Server::songcau_on_one_core(&super::binary(root), &folder.path().join("data"))?;
    // The first reader gets it packed quickly; from the second on it is packed as small as it gets.
    let mut reader = Client::connect(songcau.port)?;
    for _ in 0..3 {
        reader.get("/")?;
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    let page = reader.get("/")?;
    let nginx = nginx_with(folder.path(), &page)?;
    let same = Client::connect(nginx.port)?.get("/")?;
    anyhow::ensure!(same.body == page.body, "nginx does not serve the same bytes");

    // Interleaved, so that whatever else the machine does falls on both alike.
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(load::measure(&songcau, "/", SECONDS)?);
        theirs.push(load::measure(&nginx, "/", SECONDS)?);
    }
    let (ours, theirs) = (load::median(ours), load::median(theirs));
    let row = |name: &str, load: Load| {
        vec![
            name.to_owned(),
            format!("{:.0}", load.per_second),
            format!("{:.1}", load.cpu_micros),
            format!("{:.2}", load.cpu_micros / theirs.cpu_micros),
        ]
    };
    report.table(
        "Home page from memory",
        &format!(
            "The province's home page, {} bytes gzip, the same bytes and headers from both; 32 connections, {ROUNDS} \
             interleaved rounds of {SECONDS} s, median by processor time. Each server on one core, wrk on the other: \
             compare processor time; the rate is no ceiling. Memory of the program after the run: {} MiB.",
            page.body.len(),
            songcau.memory_mib()
        ),
        &["server", "requests/s", "CPU µs/request", "CPU ratio to nginx"],
        &[row("songcau", ours), row("nginx gzip_static", theirs)],
    );
    drop(nginx);
    drop(songcau);
    uncached(root, &folder.path().join("data"), report)
}

fn uncached(root: &Path, data: &Path, report: &mut Report) -> Result<()> {
    let songcau = Server::songcau(&super::binary(root), data, &[("SONGCAU_CACHE_MIB", "0")])?;
    let mut client = Client::connect(songcau.port)?;
    let mut rows = Vec::new();
    for path in ["/", "/tin-tuc", "/thu-tuc", "/thu-tuc/1.004884", "/co-quan", "/s/sxd/"] {
        for _ in 0..20 {
            client.time(path)?;
        }
        let mut times = (0..300).map(|_| client.time(path)).collect::<Result<Vec<_>>>()?;
        times.sort_by(f64::total_cmp);
        rows.push(vec![
            format!("`{path}`"),
            format!("{:.2}", percentile(&times, 0.50)),
            format!("{:.2}", percentile(&times, 0.95)),
            format!("{:.2}", percentile(&times, 0.99)),
        ]);
    }
    report.table(
        "Pages made anew",
        "Page cache off, one connection, 300 requests each: database, template, compression, network.",
        &["page", "p50 ms", "p95 ms", "p99 ms"],
        &rows,
    );
    Ok(())
}

/// nginx serving the page from a file packed beforehand, with the same headers.
fn nginx_with(folder: &Path, page: &Answer) -> Result<Server> {
    let html = folder.join("www");
    fs::create_dir_all(&html)?;
    fs::write(html.join("index.html"), b"")?;
    fs::write(html.join("index.html.gz"), &page.body)?;
    // The worker may run as another user.
    crate::run::output(crate::run::program("chmod").args(["-R", "a+rX"]).arg(folder))?;
    let headers: String = page
        .headers
        .iter()
        .filter(|(name, _)| {
            !["content-length", "content-encoding", "content-type", "date", "etag"].contains(&name.as_str())
        })
        .map(|(name, value)| format!("add_header {name} \"{}\";\n", value.replace('"', "\\\"")))
        .collect();
    let port = free_port()?;
    let root = folder.display();
    let config = format!(
        "daemon off; worker_processes 1; pid {root}/nginx.pid; error_log {root}/error.log;\n\
         events {{ worker_connections 256; }}\n\
         http {{ types {{ text/html html; }} charset utf-8; access_log off; sendfile on; tcp_nopush on;\n\
         keepalive_requests 100000000; open_file_cache max=100 inactive=1h; open_file_cache_valid 1h;\n\
         client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;\n\
         uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;\n\
         server {{ listen 127.0.0.1:{port}; root {root}/www; gzip_static always;\n{headers} }} }}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, config)?;
    Server::nginx(&file, port)
}
