//! A window that slides: how many requests of the last minute there are, from two counts.
//!
//! ```text
//! |──────── 7 ────────|──── 3 ────          5 of the 7 are counted where a third of the new minute is over,
//!        │←─────── a minute ──────│         as if they had come evenly: 5 + 3
//! ```
//!
//! A window that stands still would let twice as many through around its end; one that remembers the time of each request
//! would cost a list for each client. This one costs two numbers (the way of Cloudflare, "How we built rate limiting capable
//! of scaling to millions of domains").

use std::time::Duration;

use crate::base::clock::Timestamp;
use crate::web::view::RateLimit;

/// The place of an instant among the windows of a limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    limit: RateLimit,
    /// Which it is, counted from 1970.
    pub(super) number: i64,
    /// How much of it is over, in milliseconds.
    elapsed: i64,
}

impl Window {
    pub(super) fn at(limit: RateLimit, now: Timestamp) -> Self {
        let now = i64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX);
        let length = length(limit);
        Self { limit, number: now.div_euclid(length), elapsed: now.rem_euclid(length) }
    }

    /// How long counts are of use: this window and the next.
    pub(super) fn lifetime(&self) -> Duration {
        Duration::from_secs(u64::from(self.limit.seconds) * 2)
    }

    /// How long the request that made `current` of this window's count has to wait, where the window before counts
    /// `previous`; `None` if it need not.
    pub(super) fn wait(&self, current: i64, previous: i64) -> Option<Duration> {
        let (length, most) = (length(self.limit), i64::from(self.limit.count));
        if current + share(previous, length - self.elapsed, length) <= most {
            return None;
        }
        let left = length - self.elapsed;
        let wait = match current <= most {
            // Until enough of the window before is over.
            true => until(previous, most - current, length) - self.elapsed,
            // Until the next window, of which this one is that before.
            false => left + until(current - 1, most - 1, length),
        };
        Some(Duration::from_millis(wait.clamp(1, length * 2).unsigned_abs()))
    }
}

/// In milliseconds.
fn length(limit: RateLimit) -> i64 {
    i64::from(limit.seconds.max(1)) * 1000
}

/// The part of a count that falls into the last `left` of a window.
fn share(count: i64, left: i64, length: i64) -> i64 {
    let share = i128::from(count.max(0)) * i128::from(left) / i128::from(length);
    i64::try_from(share).unwrap_or(i64::MAX)
}

/// When of a window's count no more than `most` are left, in milliseconds from the beginning of the next.
fn until(count: i64, most: i64, length: i64) -> i64 {
    if count <= most {
        return 0;
    }
    // Of the shares below `most + 1`, which are cut off to `most`.
    let left = (i128::from(most) + 1) * i128::from(length) / i128::from(count);
    let left = i64::try_from(left).unwrap_or(length);
    length - left + 1
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::web::view::RateLimitBy;

    /// Five in a minute, so many seconds after its beginning.
    fn window(seconds: i64) -> Window {
        let limit = RateLimit { count: 5, seconds: 60, by: RateLimitBy::Ip };
        Window::at(limit, datetime!(2026-01-02 03:04:00 UTC) + time::Duration::seconds(seconds))
    }

    fn wait(seconds: i64, current: i64, previous: i64) -> Option<u64> {
        let wait = window(seconds).wait(current, previous)?;
        Some(wait.as_millis().div_ceil(1000) as u64)
    }

    #[test]
    fn so_many_are_let_in() {
        assert_eq!(wait(0, 5, 0), None);
        assert_eq!(wait(0, 1, 4), None);
        assert_eq!(wait(59, 5, 5), None, "nearly nothing is left of the window before");
        assert_eq!(wait(30, 3, 5), None, "half of it is");
        assert!(wait(0, 6, 0).is_some() && wait(0, 1, 5).is_some() && wait(30, 4, 5).is_some());
    }

    #[test]
    fn after_the_wait_there_is_room() {
        for elapsed in [0, 1, 13, 30, 59] {
            for current in 1..12 {
                for previous in 0..12 {
                    let Some(wait) = window(elapsed).wait(current, previous) else { continue };
                    let later = Window::at(
                        window(0).limit,
                        datetime!(2026-01-02 03:04:00 UTC)
                            + time::Duration::seconds(elapsed)
                            + time::Duration::try_from(wait).unwrap(),
                    );
                    // The one that waited is no longer counted.
                    let counts = match later.number - window(0).number {
                        0 => (current, previous),
                        1 => (1, current - 1),
                        _ => (1, 0),
                    };
                    assert_eq!(
                        later.wait(counts.0, counts.1),
                        None,
                        "{elapsed} {current} {previous} {wait:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn windows_follow_one_another() {
        assert_eq!(window(60).number, window(59).number + 1);
        assert_eq!(window(0).lifetime(), Duration::from_secs(120));
    }

    #[test]
    fn no_count_is_too_great() {
        assert!(window(0).wait(i64::MAX / 2, i64::MAX / 2).is_some());
    }
}
