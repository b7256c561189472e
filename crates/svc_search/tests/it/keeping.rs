use std::{fs, path::Path};

use svc_search::Error;

use super::*;

#[test]
fn changes_are_found_as_soon_as_they_are_applied() {
    let index = Index::in_memory().unwrap();
    assert_eq!(index.cursor(), None);
    index.apply(&[doc("1", "Tin một", ""), doc("2", "Tin hai", "")], &[], 7).unwrap();
    assert_eq!((index.cursor(), index.len()), (Some(7), 2));

    index.apply(&[doc("1", "Bài một", "")], &[("article".into(), "2".into())], 9).unwrap();
    assert_eq!((index.cursor(), index.len()), (Some(9), 1));
    assert_eq!(found(&index, "tin"), [""; 0]);
    assert_eq!(found(&index, "bài"), ["1"]);

    // The cursor moves even if nothing in the journal concerned the index.
    index.apply(&[], &[], 12).unwrap();
    assert_eq!((index.cursor(), index.len()), (Some(12), 1));
}

#[test]
fn a_key_is_kind_identifier_and_language() {
    let mut english = doc("1", "News one", "");
    english.lang = "en".into();
    let mut page = doc("1", "Trang một", "");
    page.kind = "page".into();
    let index = index_of(&[doc("1", "Tin một", ""), english, page]);
    assert_eq!(index.len(), 3);
    index.apply(&[doc("1", "Tin khác", ""), doc("1", "Tin cuối", "")], &[], 2).unwrap();
    assert_eq!(index.len(), 3);
    assert_eq!(found(&index, "tin"), ["1"]);
    assert_eq!(ask(&index, "tin").hits[0].title, "Tin cuối");
    // A delete takes all languages; an upsert of the same batch stays.
    index.apply(&[doc("1", "Tin mới", "")], &[("article".into(), "1".into())], 3).unwrap();
    assert_eq!((index.len(), ask(&index, "news").total, ask(&index, "tin mới").total), (2, 0, 1));
}

#[test]
fn rebuilding_replaces_everything() {
    let index = index_of(&[doc("gone", "Tin cũ", "")]);
    index.rebuild([doc("1", "Tin mới", "")], 40).unwrap();
    assert_eq!((found(&index, "tin"), index.cursor()), (vec!["1".to_owned()], Some(40)));
    index.rebuild([], 41).unwrap();
    assert!(index.is_empty());
    assert_eq!(index.cursor(), Some(41));
}

#[test]
fn documents_and_cursor_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    assert_eq!(index.cursor(), None);
    index.rebuild(procedures_from(PROCEDURES), 5).unwrap();
    for cursor in 6..30 {
        index.apply(&[doc("1", &format!("Tin số {cursor}"), "")], &[], cursor).unwrap();
    }
    let len = index.len();
    assert!(matches!(Index::open(dir.path()), Err(Error::Busy)));
    drop(index);

    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.cursor(), index.len()), (Some(29), len));
    assert_eq!(found(&index, "khai sinh lại")[0], "1.004884");
    assert_eq!(ask(&index, "tin số").hits[0].title, "Tin số 29");
}

#[test]
fn a_damaged_or_outdated_index_is_dropped_and_works_again() {
    type Spoil = fn(&Path);
    let spoil: [(&str, Spoil); 7] = [
        ("older version", |dir| fs::write(dir.join("version"), "0").unwrap()),
        ("no version", |dir| fs::remove_file(dir.join("version")).unwrap()),
        ("no list of segments", |dir| fs::remove_file(dir.join("segments/meta.json")).unwrap()),
        ("list of segments unreadable", |dir| fs::write(dir.join("segments/meta.json"), "{").unwrap()),
        ("files emptied", |dir| each_segment_file(dir, |path| fs::write(path, "").unwrap())),
        ("files lost", |dir| each_segment_file(dir, |path| fs::remove_file(path).unwrap())),
        ("one bit turned", |dir| {
            each_segment_file(dir, |path| {
                let mut bytes = fs::read(path).unwrap();
                bytes[0] ^= 1;
                fs::write(path, bytes).unwrap();
            });
        }),
    ];
    for (what, spoil) in spoil {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("notes.txt"), "mine").unwrap();
        let index = Index::open(dir.path()).unwrap();
        index.apply(&[doc("1", "Tin một", "")], &[], 7).unwrap();
        drop(index);
        spoil(dir.path());

        let index = Index::open(dir.path()).unwrap();
        assert_eq!((index.cursor(), index.len()), (None, 0), "{what}");
        index.rebuild([doc("2", "Tin hai", "")], 8).unwrap();
        drop(index);
        let index = Index::open(dir.path()).unwrap();
        assert_eq!((index.cursor(), found(&index, "tin")), (Some(8), vec!["2".to_owned()]), "{what}");
        assert_eq!(fs::read_to_string(dir.path().join("notes.txt")).unwrap(), "mine", "{what}");
    }
}

fn each_segment_file(dir: &Path, change: impl Fn(&Path)) {
    for entry in fs::read_dir(dir.join("segments")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.ends_with(".json") {
            change(&path);
        }
    }
}

#[test]
fn readers_never_see_half_a_change() {
    let index = index_of(&(0..20).map(|i| doc(&i.to_string(), "Tin", "")).collect::<Vec<_>>());
    std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            for cursor in 2..12 {
                let docs: Vec<_> =
                    (0..20).map(|i| doc(&i.to_string(), &format!("Tin {cursor}"), "")).collect();
                if cursor % 2 == 0 { index.rebuild(docs, cursor) } else { index.apply(&docs, &[], cursor) }
                    .unwrap();
            }
        });
        while !writer.is_finished() {
            assert_eq!(ask(&index, "tin").total, 20);
        }
    });
}
