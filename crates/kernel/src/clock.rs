use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use base::{Id, Timestamp};
use uuid::Uuid;

/// Where the time comes from. Tests stop it and set it; nothing else in the program reads a clock.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    pub const SYSTEM: Self = Self(None);

    /// A clock that stands still until it is set.
    pub fn frozen(at: Timestamp) -> Self {
        Self(Some(Arc::new(AtomicI64::new(at.0))))
    }

    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Some(at) => Timestamp(at.load(Ordering::Relaxed)),
            None => {
                Timestamp(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64))
            }
        }
    }

    /// Moves a frozen clock. The machine's clock is not moved.
    pub fn set(&self, at: Timestamp) {
        if let Some(clock) = &self.0 {
            clock.store(at.0, Ordering::Relaxed);
        }
    }
}

/// A new identifier, UUIDv7: later ones sort later, which keeps indexes narrow.
#[expect(clippy::disallowed_methods, reason = "the one place that draws identifiers")]
pub fn new_id<T>() -> Id<T> {
    Id::from_uuid(Uuid::now_v7())
}
