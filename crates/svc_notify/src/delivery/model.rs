use std::time::Duration;

use base::{Id, Timestamp};
use kernel::{Channel, Error, Event, Result, Subject};
use serde::Serialize;
use ui::Message;
use uuid::Uuid;

use crate::{notice::NoticeId, words::one_line};

/// Tries before a delivery is dead: about fourteen hours with the pauses below.
const MAX_ATTEMPTS: i64 = 12;
/// The pause after the first try; each further one is twice as long.
const FIRST_PAUSE: u64 = 30;
/// The longest pause.
const LONGEST_PAUSE: u64 = 6 * 3600;
/// How long one try may take before it counts as lost.
pub(super) const LEASE: Duration = Duration::from_secs(600);
/// Longest reason kept, in characters.
const ERROR_MAX: usize = 300;

/// One notice on one of its ways.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub id: Id<Delivery>,
    pub notice: NoticeId,
    pub channel: Channel,
    /// The address of somebody without an account. Never logged.
    pub address: Option<String>,
    /// The browser it goes to.
    pub subscription: Option<Uuid>,
    pub state: State,
    pub attempts: i64,
    /// When it is tried next.
    pub next: Timestamp,
    /// Why the last try failed: what the other side said, or a text key of ours.
    pub last_error: Option<String>,
    pub created: Timestamp,
    pub done: Option<Timestamp>,
}

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// To be tried, again perhaps.
    Waiting,
    /// Handed over.
    Sent,
    /// Tried in vain: somebody should look.
    Dead,
    /// Somebody looked and let it be.
    GivenUp,
}

impl State {
    pub(crate) const ALL: [Self; 4] = [Self::Waiting, Self::Dead, Self::Sent, Self::GivenUp];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dead => "dead",
            Self::GivenUp => "given_up",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Why a try failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It may succeed another time.
    Later(String),
    /// It was refused for good.
    Never(String),
    /// There is nobody there any more: nothing an administrator should look at.
    Gone(String),
}

impl Delivery {
    /// What becomes of it after a failed try, and after which pause it is tried again, if it is.
    pub(super) fn fail(&mut self, failure: Failure, now: Timestamp) -> Option<Duration> {
        let (why, end) = match failure {
            Failure::Later(why) => (why, (self.attempts >= MAX_ATTEMPTS).then_some(State::Dead)),
            Failure::Never(why) => (why, Some(State::Dead)),
            Failure::Gone(why) => (why, Some(State::GivenUp)),
        };
        self.last_error = Some(one_line(&why, ERROR_MAX));
        if let Some(end) = end {
            self.state = end;
            self.done = Some(now);
            return None;
        }
        let doubled = FIRST_PAUSE << (self.attempts - 1).clamp(0, 20);
        let pause = Duration::from_secs(doubled.min(LONGEST_PAUSE));
        self.next = Timestamp(now.0 + pause.as_millis() as i64);
        Some(pause)
    }

    /// Tries it anew from the beginning.
    pub(super) fn retry(&mut self, now: Timestamp) -> Result<()> {
        if self.state == State::Sent {
            return Err(Error::Conflict(Message::new("notify.delivery.sent_already")));
        }
        self.state = State::Waiting;
        self.attempts = 0;
        self.next = now;
        self.done = None;
        Ok(())
    }

    /// Lets it be.
    pub(super) fn give_up(&mut self, now: Timestamp) -> Result<()> {
        match self.state {
            State::Sent => Err(Error::Conflict(Message::new("notify.delivery.sent_already"))),
            State::GivenUp => Err(Error::Conflict(Message::new("notify.delivery.given_up_already"))),
            State::Waiting | State::Dead => {
                self.state = State::GivenUp;
                self.done = Some(now);
                Ok(())
            }
        }
    }
}

impl Subject for Delivery {
    const KIND: &'static str = "delivery";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// It was handed over to whoever carries it on.
#[derive(Serialize)]
pub(super) struct Sent {
    pub channel: Channel,
    pub attempts: i64,
}
impl Event for Sent {
    const NAME: &'static str = "notify.delivery.sent";
}

/// It was tried in vain. What the other side said may name somebody, so it is not repeated here.
#[derive(Serialize)]
pub(super) struct Failed {
    pub channel: Channel,
    pub attempts: i64,
}
impl Event for Failed {
    const NAME: &'static str = "notify.delivery.failed";
}

/// An administrator has it tried again.
#[derive(Serialize)]
pub(super) struct Retried {}
impl Event for Retried {
    const NAME: &'static str = "notify.delivery.retried";
}

/// An administrator let it be.
#[derive(Serialize)]
pub(super) struct GivenUp {}
impl Event for GivenUp {
    const NAME: &'static str = "notify.delivery.given_up";
}
