use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Instant,
};

use hyper::rt::{Sleep, Timer};
use parking_lot::Mutex;

type Alarm = Pin<Box<tokio::time::Sleep>>;

/// A connection's timer, for a limit that is set with every request and hardly ever reached: the connection has one
/// alarm, a later limit is only noted, and the alarm is moved when it rings too early. Tokio's own timer would be set and
/// taken down for each request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patience {
    /// The alarm, while nothing waits for it.
    spare: Arc<Mutex<Option<Alarm>>>,
}

struct Wait {
    until: Instant,
    /// Always there, until it is dropped.
    alarm: Option<Alarm>,
    spare: Arc<Mutex<Option<Alarm>>>,
}

impl Wait {
    fn move_to(&mut self, until: Instant) {
        self.until = until;
        if let Some(alarm) = &mut self.alarm {
            ring_by(alarm, until);
        }
    }
}

/// An alarm that would ring too late is moved at once.
fn ring_by(alarm: &mut Alarm, until: Instant) {
    if until < alarm.deadline().into_std() {
        alarm.as_mut().reset(until.into());
    }
}

impl Future for Wait {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let until = self.until;
        let Some(alarm) = &mut self.alarm else { return Poll::Ready(()) };
        loop {
            ready!(alarm.as_mut().poll(context));
            if alarm.deadline().into_std() >= until {
                return Poll::Ready(());
            }
            alarm.as_mut().reset(until.into());
        }
    }
}

impl Sleep for Wait {}

impl Drop for Wait {
    fn drop(&mut self) {
        *self.spare.lock() = self.alarm.take();
    }
}

impl Timer for Patience {
    fn sleep(&self, duration: std::time::Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        let mut alarm = match self.spare.lock().take() {
            // One that rang is set again, or it would be taken for this limit's.
            Some(rang) if rang.is_elapsed() => Box::pin(tokio::time::sleep_until(deadline.into())),
            Some(alarm) => alarm,
            None => Box::pin(tokio::time::sleep_until(deadline.into())),
        };
        ring_by(&mut alarm, deadline);
        Box::pin(Wait { until: deadline, alarm: Some(alarm), spare: Arc::clone(&self.spare) })
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn reset(&self, sleep: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        match sleep.as_mut().downcast_mut_pin::<Wait>() {
            Some(mut wait) => wait.move_to(deadline),
            None => *sleep = self.sleep_until(deadline),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(30);

    #[tokio::test]
    async fn a_limit_set_anew_is_not_rung_by_the_one_before() {
        let patience = Patience::default();
        drop(patience.sleep(MOMENT));
        let began = patience.now();
        patience.sleep(4 * MOMENT).await;
        assert!(patience.now() - began >= 4 * MOMENT);
    }

    #[tokio::test]
    async fn a_nearer_limit_rings_before_the_one_before() {
        let patience = Patience::default();
        drop(patience.sleep(Duration::from_secs(3600)));
        patience.sleep(MOMENT).await;
    }

    #[tokio::test]
    async fn an_alarm_that_rang_does_not_end_the_next_wait() {
        let patience = Patience::default();
        let mut wait = patience.sleep(MOMENT);
        wait.as_mut().await;
        drop(wait);
        let began = patience.now();
        patience.sleep(2 * MOMENT).await;
        assert!(patience.now() - began >= 2 * MOMENT);
    }
}
