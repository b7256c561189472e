use super::*;

const OFFICE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

fn at(seconds: i64) -> Timestamp {
    Timestamp(1_000_000_000 + seconds * 1000)
}

fn wait(throttle: &Throttle, login: &str, from: IpAddr, seconds: i64) -> i64 {
    throttle.begin(login, Some(from), at(seconds)).err().unwrap_or(0)
}

#[test]
fn pauses_grow_for_the_guesser_and_for_nobody_else() {
    let throttle = Throttle::default();
    for _ in 0..5 {
        assert_eq!(wait(&throttle, "hanh", HOME, 0), 0);
    }
    assert_eq!(wait(&throttle, "hanh", HOME, 0), 5);
    assert_eq!(wait(&throttle, "hanh", HOME, 4), 1);
    assert_eq!(wait(&throttle, "hanh", HOME, 5), 0);
    assert_eq!(wait(&throttle, "hanh", HOME, 5), 10);
    assert_eq!(wait(&throttle, "hanh", OFFICE, 5), 0, "the owner, elsewhere");
    assert_eq!(wait(&throttle, "binh", HOME, 5), 0, "another account at the same address");
    assert_eq!(wait(&throttle, "hanh", HOME, 5 + 3600), 0, "forgotten after an hour");
}

#[test]
fn a_pause_is_never_longer_than_five_minutes() {
    let throttle = Throttle::default();
    let (mut now, mut longest) = (0, 0);
    for _ in 0..60 {
        let pause = wait(&throttle, "hanh", HOME, now);
        longest = longest.max(pause);
        now += pause;
    }
    assert_eq!(longest, 300);
}

#[test]
fn success_forgets_what_was_counted() {
    let throttle = Throttle::default();
    for _ in 0..20 {
        for _ in 0..4 {
            assert_eq!(wait(&throttle, "hanh", HOME, 0), 0);
        }
        let attempt = throttle.begin("hanh", Some(HOME), at(0));
        throttle.succeeded(attempt.unwrap_or_else(|n| panic!("asked to wait {n} s")));
    }
}

#[test]
fn one_address_trying_many_accounts_is_slowed_down_but_its_own_people_are_not() {
    let throttle = Throttle::default();
    let attempt = throttle.begin("hanh", Some(OFFICE), at(0));
    throttle.succeeded(attempt.unwrap_or_else(|n| panic!("asked to wait {n} s")));
    for n in 0..300 {
        assert_eq!(wait(&throttle, &format!("guess{n}"), OFFICE, 0), 0);
    }
    assert_eq!(wait(&throttle, "guess300", OFFICE, 0), 1);
    assert_eq!(wait(&throttle, "hanh", OFFICE, 0), 0, "has signed in from there");
    assert_eq!(wait(&throttle, "guess300", HOME, 0), 0);
    assert_eq!(wait(&throttle, "guess300", OFFICE, 10), 0);
}
