//! Whether the client is still there: after a silence it is asked, and after a longer one it is taken for gone.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::time::{Instant, Sleep, sleep_until};

use super::limits::Limits;

/// A frame costs a look at the clock; the timer is set once for each silence.
pub(super) struct Pulse {
    limits: Limits,
    heard: Instant,
    is_asked: bool,
    timer: Pin<Box<Sleep>>,
}

/// What a silence asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// A ping.
    Ask,
    /// The end.
    GiveUp,
}

impl Pulse {
    pub(super) fn new(limits: Limits) -> Self {
        let heard = Instant::now();
        Self { limits, heard, is_asked: false, timer: Box::pin(sleep_until(heard + limits.ping_interval)) }
    }

    /// Something came, or it is not the client's fault that nothing does.
    pub(super) fn heard(&mut self) {
        self.heard = Instant::now();
        self.is_asked = false;
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Silence> {
        loop {
            ready!(self.timer.as_mut().poll(cx));
            let now = Instant::now();
            let (ask, give_up) = (self.heard + self.limits.ping_interval, self.heard + self.limits.idle_time);
            if now >= give_up {
                return Poll::Ready(Silence::GiveUp);
            }
            let asks = !self.is_asked && now >= ask;
            self.is_asked |= asks;
            self.timer.as_mut().reset(if self.is_asked { give_up } else { ask.min(give_up) });
            if asks {
                return Poll::Ready(Silence::Ask);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_silent_client_is_asked_once_and_then_given_up() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (ping_interval, idle_time) = (Duration::from_millis(10), Duration::from_millis(30));
            let mut pulse = Pulse::new(Limits { ping_interval, idle_time, ..Limits::default() });

            assert_eq!(poll_fn(|cx| pulse.poll(cx)).await, Silence::Ask);
            pulse.heard();
            assert_eq!(poll_fn(|cx| pulse.poll(cx)).await, Silence::Ask);
            assert_eq!(poll_fn(|cx| pulse.poll(cx)).await, Silence::GiveUp);
            assert!(pulse.heard.elapsed() >= idle_time);
        });
    }
}
