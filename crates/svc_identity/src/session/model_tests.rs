use super::*;

#[test]
fn only_addresses_of_this_program_are_returned_to() {
    for local in ["/", "/tai-khoan", "/thu-tuc?q=khai+sinh&page=2", "/s/so-xay-dung/tin#a", "/a//b", "/@x"] {
        assert_eq!(local_path(local), Some(local));
    }
    let long = format!("/{}", "a".repeat(1000));
    for foreign in [
        "",
        "tai-khoan",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        " /x",
        "/a b",
        "/đ",
        &long,
    ] {
        assert_eq!(local_path(foreign), None, "{foreign:?}");
    }
}

#[test]
fn a_session_ends_after_an_idle_hour_and_after_twelve_hours() {
    let at = |minutes: i64| Timestamp(minutes * 60_000);
    let alive = |seen: i64, now: i64| is_alive(at(0), at(seen), at(now));
    assert!(alive(0, 59));
    assert!(!alive(0, 60));
    assert!(alive(700, 719));
    assert!(!alive(719, 720));
}

#[test]
fn tokens_differ_and_only_their_digest_is_kept() {
    let (one, other) = (new_token(), new_token());
    assert_ne!(one, other);
    assert_eq!(one.len(), 64);
    assert_eq!(digest(&one).len(), 32);
    assert_ne!(digest(&one), digest(&other));
    assert_ne!(hex::encode(digest(&one)), one);
}
