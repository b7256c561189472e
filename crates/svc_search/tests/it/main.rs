//! The search service as its callers meet it, on real names of procedures.

// The root setting covers test functions only, not what they call.
#![allow(clippy::unwrap_used)]

mod display;
mod finding;
mod following;
mod keeping;
mod ranking;
mod rights;
mod suggesting;

use base::Timestamp;
use contracts::search::SearchDoc;
use svc_search::{Index, Query, Results, Viewer};

/// About 440 real procedures: all of civil status and residence, many of land, some of everything else.
const PROCEDURES: &str = include_str!("../data/procedures.csv");

fn procedures_from(csv: &str) -> Vec<SearchDoc> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let column = |reader: &csv::StringRecord, name: &str| reader.iter().position(|c| c == name).unwrap();
    let headers = reader.headers().unwrap().clone();
    let [code, name, level, sector, agency, result] =
        ["code", "name", "level", "sector", "agency", "result"].map(|name| column(&headers, name));
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| SearchDoc {
        kind: "procedure".into(),
        id: row[code].into(),
        lang: "vi".into(),
        title: row[name].into(),
        codes: vec![row[code].into()],
        body: format!("{}. {}. {}", &row[sector], &row[agency], &row[result]),
        url: format!("/thu-tuc/{}", &row[code]),
        facets: vec![("level".into(), row[level].into()), ("sector".into(), row[sector].into())],
        ..SearchDoc::default()
    })
    .collect()
}

/// The procedures of the fixture, indexed once for each test that asks.
fn catalogue() -> Index {
    let index = Index::in_memory().unwrap();
    index.rebuild(procedures_from(PROCEDURES), 1).unwrap();
    index
}

fn index_of(docs: &[SearchDoc]) -> Index {
    let index = Index::in_memory().unwrap();
    index.apply(docs, &[], 1).unwrap();
    index
}

fn doc(id: &str, title: &str, body: &str) -> SearchDoc {
    SearchDoc {
        kind: "article".into(),
        id: id.into(),
        lang: "vi".into(),
        title: title.into(),
        body: body.into(),
        url: format!("/tin-tuc/{id}"),
        at: Timestamp(1_700_000_000_000),
        ..SearchDoc::default()
    }
}

fn query(text: &str) -> Query {
    Query { text: text.into(), per_page: 20, ..Query::default() }
}

fn ask(index: &Index, text: &str) -> Results {
    index.search(&query(text)).unwrap()
}

fn ids(results: &Results) -> Vec<&str> {
    results.hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn found(index: &Index, text: &str) -> Vec<String> {
    ask(index, text).hits.into_iter().map(|hit| hit.id).collect()
}
