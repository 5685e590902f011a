//! How many wrong passwords go without a pause, and how long the pauses are after that.

use std::time::Duration;

/// How long after the last wrong password all is forgotten.
pub(super) const REMEMBERED_FOR: Duration = Duration::from_secs(60 * 60);

/// The longest pause of all.
pub(super) const LONGEST: Duration = NAME_AND_ADDRESS.longest;

/// What is counted, and what follows.
pub(super) struct Rule {
    /// A word in the names of its entries.
    pub(super) name: &'static str,
    /// The last of these begins the first pause.
    free: i64,
    longest: Duration,
    /// Whether a right password begins the count anew.
    pub(super) is_forgiven: bool,
}

pub(super) const NAME_AND_ADDRESS: Rule =
    Rule { name: "both", free: 5, longest: Duration::from_secs(5 * 60), is_forgiven: true };

pub(super) const ADDRESS: Rule =
    Rule { name: "address", free: 30, longest: Duration::from_secs(60), is_forgiven: false };

pub(super) const NAME: Rule =
    Rule { name: "name", free: 50, longest: Duration::from_secs(15), is_forgiven: true };

impl Rule {
    /// The pause after the wrong password of this number, counted from 1, if there is one: a second after the last that
    /// is free, then twice as long each time.
    pub(super) fn pause_after(&self, count: i64) -> Option<Duration> {
        let doublings = count.checked_sub(self.free).filter(|doublings| *doublings >= 0)?;
        let seconds = u32::try_from(doublings).ok().and_then(|doublings| 1_u64.checked_shl(doublings));
        let seconds = seconds.unwrap_or(u64::MAX);
        Some(Duration::from_secs(seconds).min(self.longest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pause = |count| NAME_AND_ADDRESS.pause_after(count).map(|pause| pause.as_secs());

        assert_eq!([1, 4].map(pause), [None, None]);
        assert_eq!([5, 6, 7, 12].map(pause), [Some(1), Some(2), Some(4), Some(128)]);
        assert_eq!(
            [13, 14, 68, 69, 70, i64::MAX].map(pause),
            [Some(256), Some(300), Some(300), Some(300), Some(300), Some(300)]
        );
        assert_eq!(pause(i64::MIN), None);
    }

    #[test]
    fn nobody_is_kept_waiting_for_long_by_others() {
        assert_eq!(NAME.pause_after(1000), Some(Duration::from_secs(15)));
        assert!(LONGEST >= ADDRESS.longest && LONGEST >= NAME.longest);
    }
}
