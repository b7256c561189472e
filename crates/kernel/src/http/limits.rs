use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::HeaderMap;

/// How many requests pass between clean-ups of addresses not seen lately.
const CLEANUP: u32 = 10_000;

/// Keeps one address from taking everybody's share. Pages answered from memory never come here.
pub(crate) struct Limits {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    count: AtomicU32,
    trusted_proxies: u8,
}

impl Limits {
    pub(crate) fn new(per_second: u32, trusted_proxies: u8) -> Self {
        let rate = NonZeroU32::new(per_second).unwrap_or(NonZeroU32::MIN);
        let burst = rate.saturating_mul(NonZeroU32::new(5).unwrap_or(NonZeroU32::MIN));
        let limiter = RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst));
        Self { limiter, count: AtomicU32::new(0), trusted_proxies }
    }

    /// Whether this [`network`] may make another request now.
    pub(crate) fn allow(&self, address: IpAddr) -> bool {
        if self.count.fetch_add(1, Ordering::Relaxed) % CLEANUP == CLEANUP - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&address).is_ok()
    }

    /// The visitor's address: the peer's, or what the outermost trusted proxy saw.
    pub(crate) fn visitor(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if self.trusted_proxies == 0 {
            return peer;
        }
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|h| h.to_str().ok())
            .flat_map(|h| h.split(','))
            .map(str::trim)
            .collect();
        // Each proxy appends whom it spoke to; entries further left are the visitor's own claim.
        forwarded
            .len()
            .checked_sub(usize::from(self.trusted_proxies))
            .and_then(|i| forwarded[i].parse().ok())
            .unwrap_or(peer)
    }
}

/// How often one address may do something that costs other people their attention, such as writing to an agency. Kept in
/// the memory of this node only: nobody can read later who called from where.
pub struct Allowance {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    count: AtomicU32,
}

impl Allowance {
    /// So many times at once, and as many again spread over each hour.
    pub fn per_hour(times: u32) -> Self {
        let times = NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN);
        Self { limiter: RateLimiter::keyed(Quota::per_hour(times)), count: AtomicU32::new(0) }
    }

    /// Whether this address may do it once more now; what has no address is the program itself. Asking counts.
    pub fn allow(&self, address: Option<IpAddr>) -> bool {
        if self.count.fetch_add(1, Ordering::Relaxed) % CLEANUP == CLEANUP - 1 {
            self.limiter.retain_recent();
        }
        address.is_none_or(|address| self.limiter.check_key(&address).is_ok())
    }
}

/// IPv6 subscribers hold whole /64 networks; one of them is one visitor.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    // On a socket for both families IPv4 visitors come as mapped addresses, which share their first half.
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut segments = v6.segments();
            segments[4..].fill(0);
            IpAddr::from(segments)
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests;
