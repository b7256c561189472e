use contracts::search::Audience;
use svc_search::Count;

use super::*;

const READ: &str = "onestop.dossier.read";

fn inside(id: &str, path: &str) -> SearchDoc {
    let mut doc = doc(id, "Hồ sơ nội bộ", "Chỉ dành cho cán bộ");
    doc.audience = Audience::Agency { permission: READ.into(), path: path.into() };
    doc.facets = vec![("unit".into(), id.into())];
    doc
}

fn seen(index: &Index, viewer: Viewer) -> Vec<String> {
    let query = Query { actor: viewer, count: vec![Count::of("unit")], ..query("hồ sơ nội bộ") };
    let results = index.search(&query).unwrap();
    let mut ids: Vec<_> = results.hits.into_iter().map(|hit| hit.id).collect();
    // What may not be seen is not counted either.
    assert_eq!(results.total as usize, ids.len());
    assert_eq!(results.facets["unit"].values.len(), ids.len());
    ids.sort();
    ids
}

fn holding(grants: &[(&str, &str)]) -> Viewer {
    Viewer::Grants(grants.iter().map(|(permission, path)| ((*permission).into(), (*path).into())).collect())
}

#[test]
fn an_agencys_documents_are_found_from_above_only() {
    let index =
        index_of(&[inside("a", "p/a/"), inside("a1", "p/a/1/"), inside("b", "p/b/"), inside("ab", "p/ab/")]);
    let nothing: [&str; 0] = [];
    assert_eq!(seen(&index, Viewer::Anonymous), nothing);
    assert_eq!(seen(&index, holding(&[])), nothing);
    assert_eq!(seen(&index, holding(&[(READ, "p/")])), ["a", "a1", "ab", "b"]);
    assert_eq!(seen(&index, holding(&[(READ, "p/a/")])), ["a", "a1"]);
    assert_eq!(seen(&index, holding(&[(READ, "p/a/1/")])), ["a1"]);
    assert_eq!(seen(&index, holding(&[(READ, "p/a/1/"), (READ, "p/b/")])), ["a1", "b"]);
    assert_eq!(seen(&index, holding(&[(READ, "p/c/"), (READ, "q/"), (READ, ""), (READ, "p/a")])), nothing);
    assert_eq!(seen(&index, holding(&[("onestop.dossier.accept", "p/")])), nothing);
    assert_eq!(seen(&index, Viewer::All), ["a", "a1", "ab", "b"]);
}

#[test]
fn neither_codes_nor_suggestions_nor_relaxing_get_round_rights() {
    let mut secret = inside("a", "p/a/");
    secret.codes = vec!["H55.242".into()];
    let index = index_of(&[secret, doc("open", "Tin công khai", "")]);
    assert_eq!(ask(&index, "H55.242").total, 0);
    assert_eq!(found(&index, "nội bộ công khai"), ["open"]);
    let suggest = |viewer| index.suggest("hồ sơ n", None, &viewer, &[], 10).unwrap().len();
    assert_eq!((suggest(Viewer::Anonymous), suggest(holding(&[(READ, "p/")]))), (0, 1));
}

#[test]
fn a_document_made_public_or_closed_is_so_at_once() {
    let index = index_of(&[inside("a", "p/a/")]);
    let mut open = inside("a", "p/a/");
    open.audience = Audience::Public;
    index.apply(&[open], &[], 2).unwrap();
    assert_eq!(seen(&index, Viewer::Anonymous), ["a"]);
    index.apply(&[inside("a", "p/a/")], &[], 3).unwrap();
    assert!(seen(&index, Viewer::Anonymous).is_empty());
}
