//! The rules of an entry's life, each act in each state.

use base::{Id, Timestamp};
use kernel::{Error, Result};
use ui::Lang;

use super::Uuid;
use crate::entry::Span;
use crate::entry::{
    content::Content,
    field::Fields,
    model::{Entry, Status},
};

const WRITER: Uuid = Uuid::from_u128(1);
const REVIEWER: Uuid = Uuid::from_u128(2);
const NOW: Timestamp = Timestamp(1_000_000);

fn entry(status: Status, public: bool) -> Entry {
    Entry {
        id: Id::from_uuid(Uuid::from_u128(9)),
        site: Id::from_uuid(Uuid::from_u128(8)),
        agency: Uuid::from_u128(7),
        agency_path: "7/".to_owned(),
        agency_until: None,
        short: "0123456789".to_owned(),
        status,
        revision: 2,
        published_revision: public.then_some(1),
        published_at: public.then_some(Timestamp(5)),
        revised_at: None,
        publish_at: (status == Status::Scheduled).then_some(Timestamp(NOW.0 + 1)),
        withdraw_at: None,
        withdrawn_at: None,
        writer: Some(WRITER),
        reviewer: None,
        hands: vec![WRITER],
        updated_at: Timestamp(0),
        version: 1,
        original: None,
        content: whole(),
    }
}

fn whole() -> Content {
    let text = || "Chữ".to_owned();
    let fields = Fields::default().with("category", "tin-tuc").with("author", text()).with("source", text());
    Content { title: text(), summary: text(), body: text(), fields, ..Content::default() }
}

/// The statuses in which the act is possible; in all others it is a conflict and nothing changes.
fn check(act: impl Fn(&mut Entry) -> Result<()>, public: bool, possible: &[Status], after: Status) {
    for status in Status::ALL {
        let mut it = entry(status, public);
        match act(&mut it) {
            Ok(()) => {
                assert!(possible.contains(&status), "possible in {status:?}");
                assert_eq!(it.status, after);
            }
            Err(Error::Conflict(_)) => {
                assert!(!possible.contains(&status), "refused in {status:?}");
                assert_eq!(it.status, status);
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn each_act_is_possible_in_its_states_only() {
    use Status::{Draft, InReview, Published, Returned, Scheduled, Withdrawn};
    check(|a| a.submit(Lang::Vi, NOW), false, &[Draft, Returned, Withdrawn], InReview);
    check(|a| a.take_back(NOW), false, &[InReview, Scheduled], Draft);
    check(|a| a.send_back(Some(REVIEWER), NOW), false, &[InReview], Returned);
    check(|a| a.approve(&[REVIEWER], Span::default(), NOW), false, &[InReview], Published);
    check(
        |a| a.approve(&[REVIEWER], Span { from: Some(Timestamp(NOW.0 + 5)), until: None }, NOW),
        false,
        &[InReview],
        Scheduled,
    );
    check(|a| a.withdraw(NOW), true, &Status::ALL, Withdrawn);
    check(|a| a.withdraw(NOW), false, &[], Withdrawn);
}

#[test]
fn editing_is_for_what_does_not_wait() {
    for (status, after) in [
        (Status::Draft, Some(Status::Draft)),
        (Status::Returned, Some(Status::Returned)),
        (Status::Published, Some(Status::Draft)),
        (Status::Withdrawn, Some(Status::Draft)),
        (Status::InReview, None),
        (Status::Scheduled, None),
    ] {
        let mut it = entry(status, true);
        let other = Content { title: "Khác".to_owned(), ..whole() };
        match it.edit(other, Some(REVIEWER), NOW) {
            Ok(changed) => {
                assert!(changed);
                assert_eq!(Some(it.status), after);
                assert_eq!(
                    (it.revision, it.published_revision),
                    (3, Some(1)),
                    "the public keeps its revision"
                );
                assert!(it.is_own(Some(REVIEWER)), "who edits has a hand in it");
            }
            Err(_) => assert_eq!(after, None, "{status:?}"),
        }
    }
    let mut it = entry(Status::Published, true);
    assert!(!it.edit(whole(), Some(REVIEWER), NOW).unwrap(), "the same text is no revision");
    assert_eq!((it.status, it.revision), (Status::Published, 2));
}

#[test]
fn nobody_approves_their_own() {
    for hands in [vec![WRITER, REVIEWER], vec![REVIEWER]] {
        let mut it = Entry { hands, ..entry(Status::InReview, false) };
        assert!(matches!(it.approve(&[REVIEWER], Span::default(), NOW), Err(Error::Conflict(_))));
        assert!(
            matches!(it.approve(&[WRITER], Span::default(), NOW), Err(Error::Conflict(_))),
            "its writer always"
        );
    }
}

#[test]
fn the_first_date_is_kept() {
    let mut it = entry(Status::InReview, true);
    it.approve(&[REVIEWER], Span::default(), NOW).unwrap();
    assert_eq!((it.published_at, it.revised_at), (Some(Timestamp(5)), Some(NOW)));
    it.withdraw(Timestamp(NOW.0 + 1)).unwrap();
    assert_eq!((it.published_at, it.published_revision), (Some(Timestamp(5)), None));
    it.submit(Lang::Vi, NOW).unwrap();
    it.approve(&[REVIEWER], Span::default(), NOW).unwrap();
    assert_eq!(
        (it.published_at, it.withdrawn_at, it.published_revision),
        (Some(Timestamp(5)), None, Some(2))
    );
}

#[test]
fn what_waits_for_its_time_appears_then_and_once() {
    let mut it = entry(Status::Scheduled, false);
    assert!(!it.release(NOW));
    let later = Timestamp(NOW.0 + 1);
    assert!(it.release(later));
    assert_eq!((it.status, it.published_at), (Status::Published, Some(later)));
    assert!(!it.release(later));
}

#[test]
fn what_readers_must_be_told_is_asked_for() {
    let missing =
        |content: Content| content.missing(Lang::Vi, "").into_iter().map(|(f, _)| f).collect::<Vec<_>>();
    assert_eq!(missing(Content::default()), ["title", "summary", "body", "category", "author", "source"]);
    let with = |field: &str, text: &str| Content { fields: whole().fields.with(field, text), ..whole() };
    assert_eq!(missing(with("picture", "river")), ["picture_alt"]);
    assert!(missing(Content { lang: Lang::En.into(), ..whole() }).is_empty());
    let mut it = Entry { content: with("source", ""), ..entry(Status::Draft, false) };
    assert!(matches!(it.submit(Lang::Vi, NOW), Err(Error::Invalid(form)) if form.error("source").is_some()));
}

#[test]
fn titles_without_letters_have_an_address() {
    assert_eq!(Content { title: "…".to_owned(), ..whole() }.slug(), "bai-viet");
}

/// What is wrong with a document of Sở Xây dựng, read at `0a1b2c3d4e`, which expires then and has this row of others.
fn wrong_with(expires: &str, row: &str) -> Vec<(String, String)> {
    let kind = crate::entry::Kind::by_name("document").unwrap();
    let text = format!(
        r#"{{"number":"102/2026/QĐ-SXD","form":"quyet-dinh","area":"xay-dung","issuer":"Sở Xây dựng","issued":"2026-01-01","effective":"2026-01-15","expires":"{expires}","relations":[{row}]}}"#
    );
    let (title, summary) = ("Quyết định".to_owned(), "Về việc".to_owned());
    let content = Content { title, summary, fields: Fields::parse(&text).unwrap(), ..Content::of(kind) };
    let missing = content.missing(Lang::Vi, "0a1b2c3d4e").into_iter();
    missing.map(|(at, message)| (at, message.key().to_owned())).collect()
}

#[test]
fn a_document_lasts_beyond_its_beginning_and_cites_others() {
    let cites = |number: &str| format!(r#"{{"relation":"bai-bo","number":"{number}"}}"#);
    assert_eq!(wrong_with("2026-12-31", &cites("101/2026/QĐ-SXD")), []);
    assert_eq!(wrong_with("2026-01-15", ""), [], "on its day of effect a document may end");
    let early = [("expires".to_owned(), "portal.entry.wrong.not_before".to_owned())];
    assert_eq!(wrong_with("2026-01-14", ""), early);
    let itself = [("relations.0.number".to_owned(), "portal.entry.wrong.itself".to_owned())];
    assert_eq!(wrong_with("2026-12-31", &cites("102/2026/qđ-sxd")), itself);
}

#[test]
fn what_an_address_names_is_another_document_whatever_its_number() {
    let cites = |document: &str| {
        format!(r#"{{"relation":"bai-bo","number":"102/2026/QĐ-SXD","document":"{document}"}}"#)
    };
    assert_eq!(wrong_with("2026-12-31", &cites("9z8y7x6w5v")), []);
    let itself = [("relations.0.document".to_owned(), "portal.entry.wrong.itself".to_owned())];
    assert_eq!(wrong_with("2026-12-31", &cites("0a1b2c3d4e")), itself);
}
