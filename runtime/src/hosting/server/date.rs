//! The `Date` of answers (RFC 9110 section 6.6.1).
//!
//! hyper writes it, on each thread from a text that it keeps until the next second begins. After the machine's clock
//! has been set back, that second lies ahead by as much, and the text would stay until then. So the reaper looks at
//! the clock in each of its rounds, and while it is behind what it has been, the date is written here; as it is for a
//! clock that a test has stopped.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};

use http::HeaderValue;

use crate::base::clock::Clock;
use crate::base::http_date;

/// How far ahead of the last round's time, in milliseconds, a text of hyper's may be: a round and a second.
const AHEAD: i64 = 2000;

/// By which clock answers are dated, and who does it.
#[derive(Debug)]
pub(super) struct Dates {
    clock: Clock,
    /// Whether hyper's are wrong.
    are_ours: AtomicBool,
    /// The latest time that has been seen, in milliseconds since 1970.
    latest: AtomicI64,
}

impl Dates {
    pub(super) fn new(clock: Clock) -> Self {
        let are_ours = AtomicBool::new(clock.is_fixed());
        Self { clock, are_ours, latest: AtomicI64::new(i64::MIN) }
    }

    /// Looks whether the clock has been set back; the reaper's business.
    pub(super) fn look(&self) {
        if !self.clock.is_fixed() {
            let now = self.clock.now();
            self.look_at(now.unix_timestamp().saturating_mul(1000) + i64::from(now.millisecond()));
        }
    }

    fn look_at(&self, now: i64) {
        let latest = self.latest.load(Relaxed);
        let is_behind = match self.are_ours.load(Relaxed) {
            false => now < latest,
            true => now <= latest.saturating_add(AHEAD),
        };
        self.are_ours.store(is_behind, Relaxed);
        if !is_behind {
            self.latest.store(now, Relaxed);
        }
    }

    /// Whether answers are to be dated here.
    pub(super) fn are_ours(&self) -> bool {
        self.are_ours.load(Relaxed)
    }

    /// The date, if it is to be written here.
    pub(super) fn ours(&self) -> Option<HeaderValue> {
        if !self.are_ours() {
            return None;
        }
        let date = http_date::of_second(self.clock.now().unix_timestamp())?;
        HeaderValue::from_bytes(&date).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_ours_from_a_step_back_until_the_clock_has_caught_up() {
        let dates = Dates::new(Clock::system());
        for (now, are_ours) in [
            (10_000, false),
            (11_000, false),
            // Ahead by an hour, which hyper sees by itself.
            (3_611_000, false),
            (12_000, true),
            (13_000, true),
            // And once more.
            (5_000, true),
            (3_612_000, true),
            (3_613_001, false),
            (3_614_000, false),
            (3_613_999, true),
        ] {
            dates.look_at(now);
            assert_eq!(dates.are_ours(), are_ours, "{now}");
        }
    }

    #[test]
    fn a_clock_that_stands_still_dates_all_answers() {
        let dates = Dates::new(Clock::fixed(time::macros::datetime!(2026-01-02 03:04:05.6 UTC)));
        dates.look();

        assert_eq!(dates.ours().unwrap(), "Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(Dates::new(Clock::system()).ours(), None);
    }
}
