//! Addresses, topics and the signed words of letters.

use kernel::Secret;

use super::{
    super::{
        model::{Address, Pace, Topic},
        token::{self, Out},
    },
    MINE,
};

#[test]
fn addresses_are_told_from_what_would_write_into_a_letters_head() {
    for good in ["a@b.vn", "Lan.Nguyen+tin@thu.example.com", " o'hara@b-c.org "] {
        assert!(Address::parse(good).is_some(), "{good}");
    }
    for bad in [
        "",
        "a",
        "a@b",
        "a@b.vn\r\nBcc: x@y.vn",
        "a@b.vn%0aBcc: x@y.vn, c@d.vn",
        "a@b.vn,c@d.vn",
        "a@b.vn;c@d.vn",
        "\"a b\"@c.vn",
        "<a@b.vn>",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        ".a@b.vn",
        "a..b@c.vn",
        "a@-b.vn",
        "a@b..vn",
        "ạ@b.vn",
        "a@b.vn\u{0}",
        "a@b@c.vn",
    ] {
        assert!(Address::parse(bad).is_none(), "{bad:?}");
    }
    let long = format!("{}@b.vn", "a".repeat(65));
    assert!(Address::parse(&long).is_none());
    let shown = format!("{:?}", Address::parse(MINE).unwrap());
    assert_eq!(shown, "Address(…)", "it is in no log");
}

#[test]
fn one_mailbox_has_many_spellings() {
    let secret = Secret::new("0123456789012345678901234567890123");
    let address = |text: &str| Address::parse(text).unwrap();
    let (one, other) = (address("lan.doc@example.org"), address("LanDoc+tin@Example.org"));
    assert_eq!(one.mailbox(&secret), other.mailbox(&secret));
    assert_ne!(one.digest(&secret), other.digest(&secret));
    assert_eq!(one.digest(&secret), address("Lan.Doc@example.org").digest(&secret));
    assert_ne!(one.digest(&secret), one.digest(&Secret::new("another secret of thirty-two bytes")));
}

#[test]
fn topics_are_those_a_site_has() {
    for good in ["section:article", "section:article:tin-tuc", "entry:019abc00-0000-7000-8000-000000000001"] {
        assert_eq!(Topic::parse(good).unwrap().code(), good);
    }
    for bad in ["", "section", "section:", "section:nothing", "section:article:x", "entry:1", "site:1"] {
        assert_eq!(Topic::parse(bad), None, "{bad}");
    }
}

#[test]
fn words_of_letters_are_ours_and_end() {
    let secret = Secret::new("0123456789012345678901234567890123");
    let (id, now) = (kernel::new_id(), testkit::start());
    let word = token::confirm(&secret, id, Pace::Daily, now);
    assert_eq!(token::confirmed(&secret, &word, now), Some((id, Pace::Daily)));
    let after = base::Timestamp(now.0 + token::LASTS);
    assert_eq!(token::confirmed(&secret, &word, after), None);
    let out = token::leave(&secret, &Out::One(id));
    assert_eq!(token::left(&secret, &out), Some(Out::One(id)));
    let forged = [
        word.replace("daily", "each"),
        word.replace(&id.to_string(), &kernel::new_id::<()>().to_string()),
        word.replace(&(now.0 + token::LASTS).to_string(), &(now.0 + 2 * token::LASTS).to_string()),
        out.clone(),
        String::new(),
        "...".to_owned(),
        "….…".to_owned(),
    ];
    for forged in forged {
        assert_eq!(token::confirmed(&secret, &forged, now), None, "{forged}");
    }
    // Neither word does what the other does, nor does another program's.
    assert_eq!(token::left(&secret, &word), None);
    assert_eq!(token::left(&Secret::new("another secret of thirty-two bytes"), &out), None);
    assert_eq!(token::left(&secret, &out.replacen("m.", "a.", 1)), None);
}
