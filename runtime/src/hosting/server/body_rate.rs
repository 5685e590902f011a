//! How fast a request's body has to come.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use crate::web::settings::Limits;

/// Watches one body. Only the time that someone has waited for it counts: a handler that takes its
/// time makes no client slow.
#[derive(Debug)]
pub(super) struct BodyRate {
    stall: Duration,
    grace: Duration,
    rate: u64,
    received: u64,
    waited: Duration,
    waiting_since: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl BodyRate {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            stall: limits.body_stall_time,
            grace: limits.body_grace_time,
            rate: limits.body_rate.max(1),
            received: 0,
            waited: Duration::ZERO,
            waiting_since: None,
            timer: None,
        }
    }

    /// Some of it has come.
    pub(super) fn arrived(&mut self, bytes: usize) {
        self.received = self.received.saturating_add(bytes as u64);
        if let Some(since) = self.waiting_since.take() {
            self.waited += since.elapsed();
        }
    }

    /// Nothing of it is there; ready once that has been so for too long.
    pub(super) fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.waiting_since.is_none() {
            let now = Instant::now();
            self.waiting_since = Some(now);
            let deadline = now + self.patience();
            match &mut self.timer {
                Some(timer) => timer.as_mut().reset(deadline),
                None => self.timer = Some(Box::pin(tokio::time::sleep_until(deadline))),
            }
        }
        match &mut self.timer {
            Some(timer) => timer.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }

    /// How long the next byte may take: until the body stalls, or falls behind its rate.
    fn patience(&self) -> Duration {
        let earned = Duration::from_millis(self.received.saturating_mul(1000) / self.rate);
        self.grace.saturating_add(earned).saturating_sub(self.waited).min(self.stall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_rate(received: u64, waited: u64) -> BodyRate {
        BodyRate { received, waited: Duration::from_secs(waited), ..BodyRate::new(&Limits::default()) }
    }

    #[test]
    fn a_body_may_be_slow_for_the_time_of_grace() {
        assert_eq!(body_rate(0, 0).patience(), Duration::from_secs(5));
        assert_eq!(body_rate(0, 5).patience(), Duration::ZERO);
    }

    #[test]
    fn each_byte_buys_time() {
        assert_eq!(body_rate(2400, 10).patience(), Duration::from_secs(5));
        assert_eq!(body_rate(2400, 15).patience(), Duration::ZERO);
    }

    #[test]
    fn no_body_stands_still_for_longer_than_the_limit() {
        assert_eq!(body_rate(1 << 40, 0).patience(), Duration::from_secs(30));
        assert_eq!(body_rate(u64::MAX, 0).patience(), Duration::from_secs(30));
    }
}
