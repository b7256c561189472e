use std::{
    collections::{HashMap, HashSet, hash_map::RandomState},
    hash::BuildHasher as _,
    net::{IpAddr, Ipv4Addr},
};

use base::Timestamp;
use parking_lot::Mutex;

/// Wrong passwords for one account from one address before the first pause: people mistype.
const FREE: u32 = 5;
/// Seconds of the first pause; each further failure doubles it.
const FIRST_PAUSE: i64 = 5;
/// Seconds of the longest pause.
const LONGEST_PAUSE: i64 = 300;
/// Milliseconds after which failures are forgotten.
const FORGET: i64 = 60 * 60 * 1000;
/// Failures one address may have over all accounts at once, and milliseconds after which it may have one more. A whole
/// province may stand behind one address, so that nobody there is shut out by a colleague's program gone wild: what keeps
/// guesses few is the pause for each account.
const ADDRESS_FREE: i64 = 300;
const ADDRESS_REFILL: i64 = 1000;
/// Pairs remembered before those whose pause is over are dropped.
const REMEMBERED: usize = 100_000;

/// Slows down whoever guesses passwords, in the memory of this node.
///
/// Pauses grow for one account *from one address*: whoever guesses from elsewhere keeps nobody from their own
/// account. An address that fails over many accounts is slowed down too, except for accounts that have signed in
/// from it since the start, so one guesser in an office does not hold up the colleagues who work there. An account
/// that does not exist is treated the same, so pauses tell nothing.
#[derive(Default)]
pub struct Throttle {
    hasher: RandomState,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pairs: HashMap<Pair, Failures>,
    /// When each address will have all its failures to spare again.
    addresses: HashMap<IpAddr, i64>,
    welcome: HashSet<Pair>,
}

/// A login, by its hash so that long ones take no memory, and an address.
type Pair = (u64, IpAddr);

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
pub(crate) struct Attempt(Pair);

impl Throttle {
    /// Begins a try, or says how many seconds to wait. Without an address it counts for the account wherever it is tried,
    /// and for no address.
    pub(crate) fn begin(&self, login: &str, address: Option<IpAddr>, now: Timestamp) -> Result<Attempt, i64> {
        let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let pair = (self.hasher.hash_one(login), address.unwrap_or(everywhere));
        let now = now.0;
        let mut state = self.state.lock();
        let failures = state.pairs.get(&pair).copied().filter(|f| now - f.last < FORGET);
        let mut wait = failures.map_or(0, |f| f.pause_ends() - now);
        let full = address.and_then(|address| state.addresses.get(&address)).copied().unwrap_or(0).max(now);
        if address.is_some() && !state.welcome.contains(&pair) {
            wait = wait.max(full - now - (ADDRESS_FREE - 1) * ADDRESS_REFILL);
        }
        if wait > 0 {
            return Err((wait + 999) / 1000);
        }
        state.make_room(now);
        state.pairs.insert(pair, Failures { count: failures.map_or(0, |f| f.count) + 1, last: now });
        if let Some(address) = address {
            state.addresses.insert(address, full + ADDRESS_REFILL);
        }
        Ok(Attempt(pair))
    }

    /// How much is kept: pairs of an account and an address with failures, and addresses with failures.
    pub fn kept(&self) -> (usize, usize) {
        let state = self.state.lock();
        (state.pairs.len(), state.addresses.len())
    }

    /// The try succeeded: what was counted against the pair is forgotten.
    pub(crate) fn succeeded(&self, Attempt(pair): Attempt) {
        let mut state = self.state.lock();
        state.pairs.remove(&pair);
        if let Some(full) = state.addresses.get_mut(&pair.1) {
            *full -= ADDRESS_REFILL;
        }
        if state.welcome.len() < REMEMBERED {
            state.welcome.insert(pair);
        }
    }
}

impl State {
    fn make_room(&mut self, now: i64) {
        if self.pairs.len() >= REMEMBERED {
            self.pairs.retain(|_, failures| failures.pause_ends() > now);
        }
        if self.addresses.len() >= REMEMBERED {
            self.addresses.retain(|_, full| *full > now);
        }
    }
}

#[cfg(test)]
#[path = "throttle_tests.rs"]
mod tests;
