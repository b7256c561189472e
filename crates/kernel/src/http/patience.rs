use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Instant,
};

use hyper::rt::{Sleep, Timer};

/// A timer for limits that are set anew with every request and hardly ever reached: a later limit is only noted, and the
/// alarm is moved when it rings too early. Tokio's own timer would be moved for each request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience;

struct Wait {
    until: Instant,
    alarm: Pin<Box<tokio::time::Sleep>>,
}

impl Wait {
    fn new(until: Instant) -> Self {
        Self { until, alarm: Box::pin(tokio::time::sleep_until(until.into())) }
    }

    fn move_to(&mut self, until: Instant) {
        self.until = until;
        // One that would ring too late is moved at once.
        if until < self.alarm.deadline().into_std() {
            self.alarm.as_mut().reset(until.into());
        }
    }
}

impl Future for Wait {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            ready!(self.alarm.as_mut().poll(context));
            let until = self.until;
            if self.alarm.deadline().into_std() >= until {
                return Poll::Ready(());
            }
            self.alarm.as_mut().reset(until.into());
        }
    }
}

impl Sleep for Wait {}

impl Timer for Patience {
    fn sleep(&self, duration: std::time::Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Wait::new(deadline))
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
