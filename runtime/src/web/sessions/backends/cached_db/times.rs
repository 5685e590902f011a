//! `Times`: how long a cache is believed, waited for and left alone.

use std::time::{Duration, Instant};

/// How long things last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// A process acts on what it has read for so long.
    pub(super) lease: Duration,
    /// After so long nobody acts on what was before. What it is longer than a lease is for clocks that do not run
    /// at quite the same speed.
    pub(super) grace: Duration,
    /// A cache that could not be told of something is left alone for so long, so that one that comes and goes makes
    /// one change in some seconds wait, and not every change.
    pub(super) quiet: Duration,
    /// The same where it goes on: each time it is twice as long, and no longer than this.
    pub(super) longest_quiet: Duration,
    /// Whoever has begun to recover it and is not done after so long has died, or is slow.
    pub(super) patience: Duration,
    /// Between two looks at a cache that is not trusted.
    pub(super) pause: Duration,
}

impl Times {
    pub(super) const USUAL: Self = Self {
        lease: Duration::from_secs(1),
        grace: Duration::from_millis(1200),
        quiet: Duration::from_secs(5),
        longest_quiet: Duration::from_secs(60),
        patience: Duration::from_secs(10),
        pause: Duration::from_secs(1),
    };
}

/// A cache that became untrusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Distrusted {
    at: Instant,
    /// It is left alone for so long.
    pub(super) quiet: Duration,
}

impl Distrusted {
    /// At this instant, and `before` it at another.
    pub(super) fn again(before: Option<Self>, at: Instant, times: &Times) -> Self {
        let quiet = match before {
            Some(before) if at.saturating_duration_since(before.at) < before.quiet * 4 => {
                times.longest_quiet.min(before.quiet * 2)
            }
            _ => times.quiet,
        };
        Self { at, quiet }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_that_fails_again_and_again_is_left_alone_for_longer() {
        let times = Times::USUAL;
        let mut distrusted = None;
        let mut now = Instant::now();
        let mut fails_after = |time: u64| {
            now += Duration::from_secs(time);
            let again = Distrusted::again(distrusted, now, &times);
            distrusted = Some(again);
            again.quiet.as_secs()
        };

        assert_eq!([0, 7, 12, 22, 42, 62].map(&mut fails_after), [5, 10, 20, 40, 60, 60]);
        assert_eq!([300, 21].map(&mut fails_after), [5, 5]);
    }
}
