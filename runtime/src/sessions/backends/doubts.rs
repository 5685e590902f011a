//! `Doubts`: entries of a cache that may be older than what they stand for.
//!
//! A change that the cache could not be told of leaves its entry in doubt: it is not read any more, and removed as
//! soon as the cache is back. The list is bounded. When it is full, every entry is in doubt, and all are removed.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::cache::{Cache, CacheError};

/// How many entries are in doubt before all are: some ten megabytes of names.
const MOST: usize = 100_000;

/// How long to wait between two attempts to remove them.
const PAUSE: Duration = Duration::from_secs(1);

/// How often the log is told.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// The entries of one cache, below one prefix, that are in doubt.
pub(super) struct Doubts {
    inner: Arc<Inner>,
}

struct Inner {
    cache: Cache,
    prefix: String,
    /// Whether there are any, to be asked without a lock.
    any: AtomicBool,
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    /// When each entry was last noted, counted in notes.
    entries: HashMap<Box<str>, u64>,
    /// The same for all of them.
    all: Option<u64>,
    notes: u64,
    /// Whether a task is at removing them.
    at_work: bool,
    /// When the log was last told.
    told: Option<Instant>,
}

impl Doubts {
    /// None, of the entries in `cache` whose keys begin with `prefix`.
    pub(super) fn new(cache: Cache, prefix: String) -> Self {
        let (any, list) = (AtomicBool::new(false), Mutex::default());
        Self { inner: Arc::new(Inner { cache, prefix, any, list }) }
    }

    /// Whether the entry is in doubt.
    pub(super) fn contain(&self, entry_key: &str) -> bool {
        if !self.inner.any.load(Ordering::Acquire) {
            return false;
        }
        let list = self.inner.list();
        list.all.is_some() || list.entries.contains_key(entry_key)
    }

    /// Puts an entry in doubt, and sees to its being removed.
    pub(super) fn note(&self, entry_key: &str) {
        if self.inner.note(entry_key, MOST) {
            tokio::spawn(remove_in_time(Arc::downgrade(&self.inner)));
        }
    }

    /// Removes the entries without waiting for the next attempt.
    #[cfg(test)]
    pub(super) async fn remove_now(&self) -> Result<(), CacheError> {
        self.inner.remove().await?;
        self.inner.rest_if_done();
        Ok(())
    }
}

impl fmt::Debug for Doubts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doubts").field("any", &self.inner.any).finish_non_exhaustive()
    }
}

async fn remove_in_time(doubts: Weak<Inner>) {
    loop {
        tokio::time::sleep(PAUSE).await;
        let Some(inner) = doubts.upgrade() else { return };
        // What cannot be removed now may be in a second.
        if inner.remove().await.is_ok() && inner.rest_if_done() {
            return;
        }
    }
}

impl Inner {
    fn list(&self) -> MutexGuard<'_, List> {
        // Nothing panics between two changes that belong together.
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody has to be set to work.
    fn note(&self, entry_key: &str, most: usize) -> bool {
        let mut list = self.list();
        list.notes += 1;
        let now = list.notes;
        if list.all.is_some() || (list.entries.len() >= most && !list.entries.contains_key(entry_key)) {
            list.all = Some(now);
            list.entries = HashMap::new();
        } else {
            list.entries.insert(entry_key.into(), now);
        }
        self.any.store(true, Ordering::Release);
        if list.told.is_none_or(|told| told.elapsed() > TOLD_EVERY) {
            list.told = Some(Instant::now());
            tracing::warn!(
                target: "vestibule::sessions",
                "the cache cannot be told of changes; sessions are read from the database where it might be wrong"
            );
        }
        !std::mem::replace(&mut list.at_work, true)
    }

    /// Removes the entries. Those that are noted meanwhile stay in doubt.
    async fn remove(&self) -> Result<(), CacheError> {
        let (all, entries) = {
            let list = self.list();
            let entries: Vec<_> = list.entries.iter().map(|(key, note)| (key.clone(), *note)).collect();
            (list.all, entries)
        };
        if all.is_some() {
            self.cache.backend().clear(&self.prefix).await?;
            let mut list = self.list();
            if list.all == all {
                list.all = None;
            }
        }
        for (key, note) in entries {
            self.cache.backend().delete(&key, None).await?;
            let mut list = self.list();
            if list.entries.get(&key) == Some(&note) {
                list.entries.remove(&key);
            }
        }
        Ok(())
    }

    /// Whether nothing is in doubt any more.
    fn rest_if_done(&self) -> bool {
        let mut list = self.list();
        let done = list.all.is_none() && list.entries.is_empty();
        if done {
            list.at_work = false;
            self.any.store(false, Ordering::Release);
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::testing::Flaky;
    use crate::clock::Clock;
    use crate::sessions::conformance::NOW;
    use crate::sessions::test_stores::block_on;

    fn doubts() -> (Flaky, Doubts) {
        let flaky = Flaky::default();
        let cache = flaky.open(&Clock::fixed(NOW));
        (flaky, Doubts::new(cache, "ours ".into()))
    }

    #[test]
    fn an_entry_that_is_noted_again_while_it_is_removed_stays_in_doubt() {
        block_on(async {
            let (flaky, doubts) = doubts();
            doubts.note("ours a");
            let inner = Arc::clone(&doubts.inner);
            flaky.before_delete(move || _ = inner.note("ours a", MOST));

            doubts.remove_now().await.unwrap();
            assert!(doubts.contain("ours a") && !doubts.contain("ours b"));
            doubts.remove_now().await.unwrap();

            assert!(!doubts.contain("ours a"));
        });
    }

    #[test]
    fn when_the_list_is_full_every_entry_is_in_doubt_and_removed() {
        block_on(async {
            let (flaky, doubts) = doubts();
            for key in ["ours a", "ours b", "theirs"] {
                flaky.inside().hold(key).await.unwrap();
            }

            for key in ["ours a", "ours b", "ours c"] {
                doubts.inner.note(key, 2);
            }
            assert!(doubts.contain("ours z"));
            doubts.remove_now().await.unwrap();

            assert!(!doubts.contain("ours a") && !doubts.contain("ours z"));
            assert!(!flaky.inside().exists("ours a").await.unwrap());
            assert!(!flaky.inside().exists("ours b").await.unwrap());
            assert!(flaky.inside().exists("theirs").await.unwrap());
        });
    }

    #[test]
    fn nothing_leaves_the_list_while_the_cache_is_away() {
        block_on(async {
            let (flaky, doubts) = doubts();
            flaky.go_away();
            doubts.note("ours a");

            assert!(doubts.remove_now().await.is_err());

            assert!(doubts.contain("ours a"));
        });
    }
}
