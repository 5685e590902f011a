//! What time it is.
//!
//! Everything that reads the time, from a signature's age to a session's expiry, asks a [`Clock`] and
//! takes the answer along as a [`Timestamp`], so a test that stops the clock stops all of it at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use time::{Duration, OffsetDateTime};

/// An instant; UTC unless it was read from a text that names another offset.
pub type Timestamp = OffsetDateTime;

/// Tells the time: the machine's, or one that a test has set.
///
/// Clones share their time: setting one sets them all.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    System,
    /// Microseconds since 1970: as fine as the instants that Django stores.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// A clock that stands still until [`Clock::set`] moves it.
    pub fn fixed(at: Timestamp) -> Self {
        Self(Kind::Fixed(Arc::new(AtomicI64::new(microseconds(at)))))
    }

    /// The current instant, in UTC.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::System => system_time().unwrap_or_else(OffsetDateTime::now_utc),
            Kind::Fixed(at) => {
                OffsetDateTime::UNIX_EPOCH + Duration::microseconds(at.load(Ordering::Relaxed))
            }
        }
    }

    /// Whether it stands still but for [`Clock::set`].
    pub(crate) fn is_fixed(&self) -> bool {
        matches!(self.0, Kind::Fixed(_))
    }

    /// Moves a fixed clock, and all its clones, to `at`.
    ///
    /// The machine's clock cannot be set: a debug build panics, a release build does nothing.
    pub fn set(&self, at: Timestamp) {
        match &self.0 {
            Kind::System => debug_assert!(false, "only a fixed clock can be set"),
            Kind::Fixed(cell) => cell.store(microseconds(at), Ordering::Relaxed),
        }
    }
}

/// The machine's time, at half the cost of `OffsetDateTime::now_utc`, which adds a duration to the epoch;
/// `None` before 1970.
fn system_time() -> Option<Timestamp> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let whole_seconds = i64::try_from(since_1970.as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(whole_seconds)
        .ok()?
        .replace_nanosecond(since_1970.subsec_nanos())
        .ok()
}

/// Years run from -9999 to 9999, so the number always fits; a fraction of a microsecond is cut off.
fn microseconds(at: Timestamp) -> i64 {
    at.unix_timestamp() * 1_000_000 + i64::from(at.microsecond())
}

/// A duration of the settings, written as whole seconds.
pub(crate) mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(duration.as_secs())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_secs)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn fixed_clock_keeps_microseconds_before_and_after_1970() {
        for at in [datetime!(1969-12-31 23:59:59.000001 UTC), datetime!(2026-01-02 03:04:05.678901 UTC)] {
            assert_eq!(Clock::fixed(at).now(), at);
        }
    }

    #[test]
    fn the_machines_clock_is_the_machines() {
        let (before, now, after) =
            (OffsetDateTime::now_utc(), Clock::system().now(), OffsetDateTime::now_utc());

        assert!(before <= now && now <= after, "{before} {now} {after}");
    }

    #[test]
    fn setting_a_clock_sets_its_clones() {
        let clock = Clock::fixed(datetime!(2026-01-02 03:04:05 UTC));
        let clone = clock.clone();

        clock.set(datetime!(2027-01-01 00:00 UTC));

        assert_eq!(clone.now(), datetime!(2027-01-01 00:00 UTC));
    }

    #[test]
    fn clock_can_hold_the_first_and_the_last_instant() {
        for at in [datetime!(-9999-01-01 00:00 UTC), datetime!(9999-12-31 23:59:59 UTC)] {
            assert_eq!(Clock::fixed(at).now(), at);
        }
    }
}
