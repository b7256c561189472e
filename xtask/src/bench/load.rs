//! Load from wrk.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::process::Server;
use crate::run::{output, program, which};

/// One measurement under load.
#[derive(Clone, Copy)]
pub struct Load {
    pub per_second: f64,
    pub cpu_micros: f64,
}

/// Asks for a path from 32 connections for a few seconds.
pub fn measure(server: &Server, path: &str, seconds: u32) -> Result<Load> {
    let before = server.cpu_seconds();
    let url = format!("http://127.0.0.1:{}{path}", server.port);
    // The servers under measurement have the first core.
    let last = std::thread::available_parallelism().map_or(0, |n| n.get() - 1);
    let text = output(program("taskset").args(["-c", &last.to_string()]).arg(wrk()?).args([
        "-t1",
        "-c32",
        &format!("-d{seconds}s"),
        "-H",
        "Accept-Encoding: gzip",
        "-H",
        "Host: localhost",
        &url,
    ]))?;
    let cpu = server.cpu_seconds() - before;
    anyhow::ensure!(!text.contains("Non-2xx"), "{path}: {text}");
    let number = |before: &str, after: &str| -> Option<f64> {
        let line = text.lines().find(|l| l.contains(before) && l.contains(after))?;
        line.split_whitespace().find_map(|word| word.parse().ok())
    };
    let requests = number("requests in", "read").context("wrk printed no count")?;
    let per_second = number("Requests/sec", "").context("wrk printed no rate")?;
    Ok(Load { per_second, cpu_micros: cpu / requests * 1e6 })
}

/// The middle one by processor time.
pub fn median(mut loads: Vec<Load>) -> Load {
    loads.sort_by(|a, b| a.cpu_micros.total_cmp(&b.cpu_micros));
    loads[loads.len() / 2]
}

fn wrk() -> Result<PathBuf> {
    if which("wrk").is_none() {
        crate::tools::apt_install("wrk to make load", &["wrk"])?;
    }
    which("wrk").context("wrk is still not in PATH after its package was installed")
}
