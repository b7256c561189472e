//! Signing in with a password, and what readers notice of it: hashing is dear by design and must not hold up pages.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::client::{Client, percentile};
use super::process::Server;
use super::report::Report;

const SECONDS: u64 = 15;

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let songcau = Server::songcau(&super::binary(root), &folder.path().join("data"), &[])?;
    // Each with an account of their own: tries for one account under way at once are held to be guesses.
    let people: Vec<Vec<&str>> = songcau.accounts.iter().map(|line| line.split('\t').collect()).collect();
    anyhow::ensure!(people.len() > 1, "the demo names no accounts");
    let quiet = pages(songcau.port, Duration::from_secs(3), &AtomicBool::new(false))?;

    let (port, count, over) = (songcau.port, AtomicU64::new(0), AtomicBool::new(false));
    let before = songcau.cpu_seconds();
    let began = Instant::now();
    let busy = thread::scope(|scope| -> Result<Vec<f64>> {
        let (count, over) = (&count, &over);
        let signing: Vec<_> = people
            .iter()
            .map(|cells| scope.spawn(|| sign_in_again_and_again(port, cells[0], cells[2], count, over)))
            .collect();
        let busy = pages(port, Duration::from_secs(SECONDS), over);
        over.store(true, Ordering::Relaxed);
        for person in signing {
            person.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
        }
        busy
    })?;
    let seconds = began.elapsed().as_secs_f64();
    let (signed, cpu) = (count.load(Ordering::Relaxed) as f64, songcau.cpu_seconds() - before);
    let row = vec![
        format!("{:.0}", signed / seconds),
        format!("{:.0}", signed / cpu),
        format!("{:.2} / {:.2}", percentile(&quiet, 0.50), percentile(&quiet, 0.95)),
        format!("{:.2} / {:.2}", percentile(&busy, 0.50), percentile(&busy, 0.95)),
    ];
    report.table(
        "Signing in",
        &format!(
            "{} people sign in again and again for {SECONDS} s: argon2id with 19 MiB and 2 passes, a session on disk, a \
             journal record. Beside them one reader opens the home page from memory, once every 5 ms.",
            people.len()
        ),
        &["sign-ins/s", "sign-ins per CPU second", "page alone p50 / p95 ms", "page meanwhile p50 / p95 ms"],
        &[row],
    );
    Ok(())
}

/// How long the home page takes, sorted.
fn pages(port: u16, during: Duration, over: &AtomicBool) -> Result<Vec<f64>> {
    let mut reader = Client::connect(port)?;
    let end = Instant::now() + during;
    let mut times = Vec::new();
    while Instant::now() < end && !over.load(Ordering::Relaxed) {
        times.push(reader.time("/")?);
        thread::sleep(Duration::from_millis(5));
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn sign_in_again_and_again(
    port: u16,
    login: &str,
    password: &str,
    count: &AtomicU64,
    over: &AtomicBool,
) -> Result<()> {
    let mut browser = Client::connect(port)?;
    let page = browser.exchange("GET /dang-nhap HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
    let cookie = page.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let token = html.split("name=\"_csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let token = token.context("the sign-in page has no form")?;
    let body = format!("_csrf={token}&login={login}&password={password}");
    let request = format!(
        "POST /dang-nhap HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    while !over.load(Ordering::Relaxed) {
        let answer = browser.exchange(&request)?;
        anyhow::ensure!(answer.status == 303, "signing in answered {}", answer.status);
        count.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
