use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::{BuildHasher as _, Hash},
    net::IpAddr,
};

use base::Timestamp;
use parking_lot::Mutex;
use ui::Message;
use uuid::Uuid;

/// Wrong tries in one place before the first pause: people mistype.
const FREE: u32 = 5;
/// Seconds of the first pause; each further failure doubles it.
const FIRST_PAUSE: i64 = 5;
/// Seconds of the longest pause.
const LONGEST_PAUSE: i64 = 300;
/// Milliseconds after which failures are forgotten.
const FORGET: i64 = 60 * 60 * 1000;
/// Entries remembered before those that count no longer are dropped.
const REMEMBERED: usize = 100_000;

/// So many failures at once, and milliseconds after which there may be one more.
#[derive(Clone, Copy)]
struct Rate {
    free: i64,
    refill: i64,
}

impl Rate {
    /// When all failures will be to spare again, by what was counted: now at the earliest. Later than all of them take is
    /// what a clock counted that was set back since.
    fn full(self, counted: Option<i64>, now: i64) -> i64 {
        counted.filter(|full| (now..=now + self.free * self.refill).contains(full)).unwrap_or(now)
    }
}

/// What one address may fail over all accounts. A whole province may stand behind one address, so that nobody there is
/// shut out by a colleague's program gone wild.
const ADDRESS: Rate = Rate { free: 300, refill: 1000 };
/// What all browsers an account has never signed in from may fail together: guesses from a thousand addresses are as few
/// as from one. NIST SP 800-63B (3.2.2) asks for a hundred at most.
const ACCOUNT: Rate = Rate { free: 100, refill: 36 * 1000 };
/// The same for codes of six digits, by those who know the password: one in three hundred thousand opens.
const CODES: Rate = Rate { free: 20, refill: LONGEST_PAUSE * 1000 };
/// Links for another password that one address may ask for.
///
/// As many as an office behind one address may need in a morning: what floods one mailbox is counted for each account.
const LINKS: Rate = Rate { free: 300, refill: 10 * 1000 };

/// What people are told who have to wait so many seconds.
pub(crate) fn wait(seconds: i64) -> Message {
    match seconds {
        ..60 => Message::new("identity.sign_in.wait").with("n", seconds),
        _ => Message::new("identity.sign_in.wait_minutes").with("n", (seconds + 59) / 60),
    }
}

/// Slows down whoever guesses, in the memory of this node.
///
/// A browser that has signed in to the account before counts by itself ([`super::Devices`]): guesses from anywhere else
/// take nothing from it, however many they are. Those have pauses that grow for each address, and a rate they share
/// (OWASP, Slow Down Online Guessing Attacks with Device Cookies). An account that does not exist is treated the same, so
/// pauses tell nothing.
#[derive(Default)]
pub struct Throttle {
    hasher: RandomState,
    state: Mutex<State>,
}

/// Who tries what: each counts apart from all others.
#[derive(Clone, Copy, Hash)]
pub(crate) enum Try<'a> {
    /// A password, in a browser that signed in to that account before.
    Password { login: &'a str, device: &'a str },
    /// A password, anywhere else.
    StrangersPassword { login: &'a str, address: Option<IpAddr> },
    /// A code of the app, in a browser where one was right before.
    Code { account: Uuid, device: &'a str },
    /// A code of the app, anywhere else.
    StrangersCode { account: Uuid, address: Option<IpAddr> },
    /// A recovery code. Nobody guesses one, so nobody's guesses keep others from theirs.
    Recovery { account: Uuid, address: Option<IpAddr> },
    /// A proof, or the password to be changed, of somebody signed in.
    Session(Uuid),
    /// Asking for a link by mail.
    Link(Option<IpAddr>),
}

/// What failures are counted for together.
#[derive(Hash)]
enum Shared<'a> {
    Address(IpAddr),
    Account(&'a str),
    Codes(Uuid),
    Links(Option<IpAddr>),
}

#[derive(Default)]
struct State {
    failures: HashMap<u64, Failures>,
    /// When each will have all its failures to spare again.
    full: HashMap<u64, i64>,
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: i64,
}

impl Failures {
    fn pause_ends(self) -> i64 {
        let Some(doubled) = self.count.checked_sub(FREE) else { return self.last };
        let pause = FIRST_PAUSE.saturating_mul(1 << doubled.min(16)).min(LONGEST_PAUSE);
        self.last + pause * 1000
    }
}

/// A try that is under way; it counts as failed until it succeeds, so many at once are no way around.
pub(crate) struct Attempt {
    pause: Option<u64>,
    shared: Vec<(u64, Rate)>,
}

impl Throttle {
    /// Begins a try, or says how many seconds to wait.
    pub(crate) fn begin(&self, of: Try<'_>, now: Timestamp) -> Result<Attempt, i64> {
        let attempt = self.attempt(of);
        let now = now.0;
        let mut state = self.state.lock();
        let pause = attempt.pause.and_then(|key| state.failures.get(&key)).copied();
        // What lies ahead was counted by a clock that was set back since: nobody waits for that.
        let pause = pause.filter(|failures| (0..FORGET).contains(&(now - failures.last)));
        let mut wait = pause.map_or(0, |failures| failures.pause_ends() - now);
        for (key, rate) in &attempt.shared {
            let full = rate.full(state.full.get(key).copied(), now);
            wait = wait.max(full - now - (rate.free - 1) * rate.refill);
        }
        if wait > 0 {
            return Err((wait + 999) / 1000);
        }
        state.make_room(now);
        if let Some(key) = attempt.pause {
            let count = pause.map_or(0, |failures| failures.count) + 1;
            state.failures.insert(key, Failures { count, last: now });
        }
        for (key, rate) in &attempt.shared {
            let full = rate.full(state.full.get(key).copied(), now) + rate.refill;
            state.full.insert(*key, full);
        }
        Ok(attempt)
    }

    /// The try succeeded: what was counted for it is forgotten.
    pub(crate) fn succeeded(&self, attempt: Attempt) {
        let mut state = self.state.lock();
        if let Some(key) = attempt.pause {
            state.failures.remove(&key);
        }
        for (key, rate) in attempt.shared {
            if let Some(full) = state.full.get_mut(&key) {
                *full -= rate.refill;
            }
        }
    }

    /// How much is kept: places with failures, and what they share.
    pub fn kept(&self) -> (usize, usize) {
        let state = self.state.lock();
        (state.failures.len(), state.full.len())
    }

    /// What a try counts for. Hashes stand for what was typed, so that long logins take no memory.
    fn attempt(&self, of: Try<'_>) -> Attempt {
        let of_address = |address: Option<IpAddr>| address.map(|address| (Shared::Address(address), ADDRESS));
        let shared: Vec<(Shared<'_>, Rate)> = match of {
            Try::StrangersPassword { login, address } => {
                of_address(address).into_iter().chain([(Shared::Account(login), ACCOUNT)]).collect()
            }
            Try::StrangersCode { account, .. } => vec![(Shared::Codes(account), CODES)],
            Try::Recovery { address, .. } => of_address(address).into_iter().collect(),
            Try::Link(address) => vec![(Shared::Links(address), LINKS)],
            Try::Password { .. } | Try::Code { .. } | Try::Session(_) => Vec::new(),
        };
        Attempt {
            pause: (!matches!(of, Try::Link(_))).then(|| self.hasher.hash_one(of)),
            shared: shared.into_iter().map(|(of, rate)| (self.hasher.hash_one(of), rate)).collect(),
        }
    }
}

impl State {
    fn make_room(&mut self, now: i64) {
        if is_full(&self.failures) {
            self.failures.retain(|_, failures| now - failures.last < FORGET);
        }
        if is_full(&self.full) {
            self.full.retain(|_, full| *full > now);
        }
    }
}

/// Whether it is time to look for what counts no longer: when memory would have to grow anyway, so that looking through
/// all of it stays rare.
fn is_full<V>(map: &HashMap<u64, V>) -> bool {
    map.len() >= REMEMBERED && map.len() == map.capacity()
}

#[cfg(test)]
#[path = "throttle_tests.rs"]
mod tests;
