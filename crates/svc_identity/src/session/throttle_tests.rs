use std::net::Ipv4Addr;

use super::*;

const OFFICE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)));
const HOME: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9)));
const HANH: Uuid = Uuid::from_u128(1);

fn at(seconds: i64) -> Timestamp {
    Timestamp(1_000_000_000 + seconds * 1000)
}

fn wait(throttle: &Throttle, of: Try<'_>, seconds: i64) -> i64 {
    throttle.begin(of, at(seconds)).err().unwrap_or(0)
}

fn stranger(login: &str, address: Option<IpAddr>) -> Try<'_> {
    Try::StrangersPassword { login, address }
}

fn succeed(throttle: &Throttle, of: Try<'_>, seconds: i64) {
    let attempt = throttle.begin(of, at(seconds));
    throttle.succeeded(attempt.unwrap_or_else(|n| panic!("asked to wait {n} s")));
}

fn address(n: u32) -> Option<IpAddr> {
    Some(IpAddr::V4(Ipv4Addr::from(0xC000_0200 + n)))
}

#[test]
fn pauses_grow_for_the_guesser_and_for_nobody_else() {
    let throttle = Throttle::default();
    for _ in 0..5 {
        assert_eq!(wait(&throttle, stranger("hanh", HOME), 0), 0);
    }
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 0), 5);
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 4), 1);
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 5), 0);
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 5), 10);
    assert_eq!(wait(&throttle, stranger("hanh", OFFICE), 5), 0, "the owner, elsewhere");
    assert_eq!(wait(&throttle, stranger("binh", HOME), 5), 0, "another account at the same address");
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 5 + 3600), 0, "forgotten after an hour");
}

#[test]
fn a_pause_is_never_longer_than_five_minutes() {
    let throttle = Throttle::default();
    let (mut now, mut longest) = (0, 0);
    for _ in 0..60 {
        let pause = wait(&throttle, stranger("hanh", HOME), now);
        longest = longest.max(pause);
        now += pause;
    }
    assert_eq!(longest, 300);
}

#[test]
fn success_forgets_what_was_counted() {
    let throttle = Throttle::default();
    for of in [stranger("hanh", HOME), Try::Code { account: HANH, device: "d" }, Try::Session(HANH)] {
        for _ in 0..20 {
            for _ in 0..4 {
                assert_eq!(wait(&throttle, of, 0), 0);
            }
            succeed(&throttle, of, 0);
        }
    }
}

#[test]
fn one_address_trying_many_accounts_is_slowed_down_but_known_browsers_there_are_not() {
    let throttle = Throttle::default();
    for n in 0..300 {
        assert_eq!(wait(&throttle, stranger(&format!("guess{n}"), OFFICE), 0), 0);
    }
    assert_eq!(wait(&throttle, stranger("guess300", OFFICE), 0), 1);
    assert_eq!(wait(&throttle, Try::Password { login: "hanh", device: "d" }, 0), 0);
    assert_eq!(wait(&throttle, Try::Link(OFFICE), 0), 0, "links are counted apart");
    assert_eq!(wait(&throttle, stranger("guess300", HOME), 0), 0);
    assert_eq!(wait(&throttle, stranger("guess300", OFFICE), 10), 0);
}

#[test]
fn strangers_share_what_an_account_allows_and_its_known_browsers_have_their_own() {
    let throttle = Throttle::default();
    let guessed = (0..5000).filter(|&n| wait(&throttle, stranger("hanh", address(n)), 0) == 0).count();
    assert_eq!(guessed, 100, "however many addresses they have");
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 0), 36);
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 36), 0, "one more for all of them");
    assert_eq!(wait(&throttle, stranger("hanh", OFFICE), 36), 36);
    for n in 0..100 {
        succeed(&throttle, Try::Password { login: "hanh", device: "mine" }, n);
    }
    // Another browser of theirs, in which somebody guesses, holds up itself alone.
    for _ in 0..5 {
        assert_eq!(wait(&throttle, Try::Password { login: "hanh", device: "lent" }, 0), 0);
    }
    assert_eq!(wait(&throttle, Try::Password { login: "hanh", device: "lent" }, 0), 5);
    assert_eq!(wait(&throttle, Try::Password { login: "hanh", device: "mine" }, 0), 0);
}

#[test]
fn codes_are_few_for_strangers_and_the_owners_own_are_not_counted_with_them() {
    let throttle = Throttle::default();
    let code = |n| Try::StrangersCode { account: HANH, address: address(n) };
    let mut guessed = 0;
    // A day of a thousand addresses.
    for second in (0..86_400).step_by(60) {
        for n in 0..10 {
            guessed +=
                i64::from(wait(&throttle, code(u32::try_from(second / 60).unwrap() * 10 + n), second) == 0);
        }
    }
    assert_eq!(guessed, 20 + 86_400 / 300 - 1);
    assert_eq!(wait(&throttle, Try::Code { account: HANH, device: "mine" }, 86_400), 0);
    assert_eq!(wait(&throttle, Try::Recovery { account: HANH, address: HOME }, 86_400), 0);
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 86_400), 0, "nor is the first step");
    assert_eq!(wait(&throttle, code(0), 86_400), 0, "the next one of all of them");
    // Right passwords in between do not make more of them.
    for n in 0..50 {
        succeed(&throttle, stranger("hanh", HOME), 86_400);
        assert!(wait(&throttle, code(n), 86_400) > 0);
    }
}

#[test]
fn what_counts_no_longer_takes_no_room_for_ever() {
    let throttle = Throttle::default();
    let people = u32::try_from(REMEMBERED).unwrap() * 2;
    for n in 0..people {
        // Two thousand a second, from as many addresses, for a hundred seconds, an hour apart.
        let second = i64::from(n / 2000) * 40;
        throttle.begin(Try::Link(address(n)), at(second)).unwrap_or_else(|n| panic!("asked to wait {n} s"));
    }
    assert!(throttle.kept().1 < REMEMBERED * 2, "{:?}", throttle.kept());
    // A pause outlasts the making of room.
    for _ in 0..6 {
        let _ = throttle.begin(stranger("hanh", HOME), at(4000));
    }
    for n in 0..people {
        let _ = throttle.begin(stranger(&format!("guess{n}"), address(n)), at(4000));
    }
    assert_eq!(wait(&throttle, stranger("hanh", HOME), 4000), 5);
}

#[test]
fn nobody_waits_for_a_clock_that_was_set_back() {
    let throttle = Throttle::default();
    for of in [stranger("hanh", HOME), Try::StrangersCode { account: HANH, address: HOME }, Try::Link(HOME)] {
        for _ in 0..400 {
            let _ = throttle.begin(of, at(1_000_000));
        }
        assert!(wait(&throttle, of, 1_000_000) > 0);
        assert_eq!(wait(&throttle, of, 0), 0);
        // From then on it counts as ever.
        let waits = (0..800).filter(|_| wait(&throttle, of, 0) > 0).count();
        assert!(waits > 300, "{waits}");
    }
}
