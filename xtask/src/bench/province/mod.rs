//! The province its speed is promised for: 3,400 sites and 500,000 entries, on both databases.

mod asked;
mod browser;
mod data;
mod editor;
mod publish;
mod sizes;

use std::path::Path;

use anyhow::{Context, Result};

use super::client::{Client, percentile};
use super::process::Server;
use super::report::Report;
use asked::Asked;
use data::Data;

/// Requests of each sort.
const REQUESTS: usize = 200;

/// Milliseconds of the middle one, of the slowest but five and but one of a hundred.
type Times = [f64; 3];

/// What is measured, with its figures on each database.
type Rows = Vec<(String, Vec<Times>)>;

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let (mut public, mut work) = (Rows::new(), Rows::new());
    let (mut seen, mut openings, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for postgres in [false, true] {
        let data = Data::ready(root, postgres)?;
        let name = if postgres { "PostgreSQL" } else { "SQLite" };
        let server = data.serve(root)?;
        let mut reader = Client::connect(server.port)?;
        for asked in asked::public(&mut reader)? {
            add(&mut public, asked.what.to_owned(), times(&mut reader, &asked)?);
        }
        for (who, login) in [("editor of one ward", "bientap.pdp"), ("editor of the province", "bientap")] {
            let mut editor = signed_in(&server, login)?;
            for asked in asked::work() {
                add(&mut work, format!("{}, {who}", asked.what), times(&mut editor, &asked)?);
            }
        }
        drop(server);

        // As a province runs it: with its page cache.
        let server = data.serve_cached(root)?;
        seen.extend(told(name, publish::measure(&server)?));
        for (who, login) in [("editor of one ward", "bientap.pdp"), ("editor of the province", "bientap")] {
            let times = editor::measure(&server, login, "/quan-tri/noi-dung/moi")?;
            openings.push(editor::row(&format!("{who}, {name}"), &times));
        }
        if !postgres {
            let mut reader = Client::connect(server.port)?;
            sizes = sizes::rows(&server, &asked::one_of_each(&mut reader)?, None)?;
            let work: Vec<_> =
                asked::work().into_iter().map(|asked| (asked.what, asked.paths[0].clone())).collect();
            sizes.extend(sizes::rows(&server, &work, Some("bientap.pdp"))?);
        }
    }
    table(
        report,
        "A province of 3,400 sites and 500,000 entries",
        &format!(
            "Page cache off, one connection, {REQUESTS} requests of each sort over many sites, after each page was asked \
             for once. The province's own site has 40,000 entries, a department 5,000, a commune 1,500, a body below \
             them 60. Milliseconds; promised are at most 10 for 95 of 100."
        ),
        &public,
    );
    table(
        report,
        "Work screens of that province",
        "As above, signed in: somebody with the least rights and somebody who sees everything.",
        &work,
    );
    report.table(
        "From publishing to being read",
        "Ten articles on a ward's site of that province, page cache on: seconds from sending the act until its answer, and \
         until the list, the article's page, the ward's home page and the search show it, each looked for one after the \
         other. Promised is at most 1 s.",
        &["database", "what", "median s", "slowest s"],
        &seen,
    );
    report.table(
        "The editor opens",
        "Chromium, a new entry: milliseconds from asking for the screen until text can be typed into the editor and \
         nothing else holds the page up; fifteen openings after a first one, which also fetches the script. Promised are \
         at most 300 ms.",
        &["who", "the first", "median", "p95", "slowest"],
        &openings,
    );
    report.table(
        "First views",
        "Chromium, nothing kept from before: packed KiB of everything the first view loads but photographs and drawings, \
         these, and the scripts that came. Promised are at most 60 KiB for every public page, and the editor's script \
         (`writing.js`) on writing screens only.",
        &["page", "KiB", "pictures KiB", "scripts"],
        &sizes,
    );
    Ok(())
}

fn told(database: &str, seen: publish::Seen) -> Vec<Vec<String>> {
    let what = [
        ("the act is answered", seen.answered),
        ("list", seen.listed),
        ("page", seen.read),
        ("home page", seen.home),
        ("search", seen.found),
    ];
    what.into_iter()
        .map(|(what, mut times)| {
            times.sort_by(f64::total_cmp);
            let seconds = |share: f64| format!("{:.3}", percentile(&times, share) / 1000.0);
            vec![database.to_owned(), what.to_owned(), seconds(0.5), seconds(1.0)]
        })
        .collect()
}

fn password<'s>(server: &'s Server, login: &str) -> Result<&'s str> {
    let account = server.accounts.iter().find(|line| line.split('\t').next() == Some(login));
    account.and_then(|line| line.split('\t').nth(2)).with_context(|| format!("there is no account {login}"))
}

fn signed_in(server: &Server, login: &str) -> Result<Client> {
    let mut client = Client::connect(server.port)?;
    client.sign_in(login, password(server, login)?)?;
    Ok(client)
}

fn add(rows: &mut Rows, what: String, times: Times) {
    println!("{what}\t{:.2}\t{:.2}\t{:.2}", times[0], times[1], times[2]);
    match rows.iter_mut().find(|(name, _)| *name == what) {
        Some((_, known)) => known.push(times),
        None => rows.push((what, vec![times])),
    }
}

fn times(client: &mut Client, asked: &Asked) -> Result<Times> {
    for path in &asked.paths {
        client.time(path)?;
    }
    // Of what is far too slow fewer say enough.
    let slow = client.time(&asked.paths[0])? > 0.2;
    let count = if slow { 10 } else { REQUESTS };
    let mut times =
        (0..count).map(|n| client.time(&asked.paths[n % asked.paths.len()])).collect::<Result<Vec<_>>>()?;
    times.sort_by(f64::total_cmp);
    Ok([0.50, 0.95, 0.99].map(|share| percentile(&times, share)))
}

fn table(report: &mut Report, title: &str, note: &str, rows: &Rows) {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|(what, times)| {
            let cells =
                times.iter().map(|[middle, most, nearly]| format!("{middle:.2} / {most:.2} / {nearly:.2}"));
            std::iter::once(what.clone()).chain(cells).collect()
        })
        .collect();
    report.table(title, note, &["page", "SQLite p50 / p95 / p99", "PostgreSQL p50 / p95 / p99"], &rows);
}
