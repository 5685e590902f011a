//! `Memory`: a cache in this process.
//!
//! It keeps the data itself, which costs a pointer to take out and put in. Entries lie in shards, each under its
//! own lock, by the hash of their key.
//!
//! Memory is bounded by the number of entries. When a shard is full, a hand goes round its entries and takes away
//! the first that was not read since the hand was last there (the CLOCK algorithm, which comes near to "unused
//! for the longest time" without a list to keep in order). What is new counts as not read: a flood of entries
//! that nobody comes back for drives out itself before what is in use. Entries whose time is over go as well, two
//! being looked at whenever one is put in, so that they leave without anybody asking for them.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hashbrown::HashTable;

use super::{Backend, CacheFuture, Entry, HOLD, Item, Key, Server, Swap};
use crate::base::clock::{Clock, Timestamp};
use crate::web::sessions::{Data, Version};

/// So many locks that two requests seldom want the same.
const SHARDS: usize = 16;

/// A cache of fewer entries than this has one shard: smaller ones would be full at very different times.
const WORTH_SHARDING: usize = 1024;

/// Entries looked at, for their time, whenever one is put in.
const SWEEP: usize = 2;

/// A cache in this process.
pub(super) struct Memory {
    shards: Box<[Mutex<Shard>]>,
    hasher: RandomState,
    clock: Clock,
    /// Counts versions: no two states of entries have had the same.
    versions: AtomicU64,
}

impl Memory {
    /// A cache of about `max_entries` entries, and of one at least.
    pub(super) fn new(max_entries: usize, clock: Clock) -> Self {
        let shards = if max_entries < WORTH_SHARDING { 1 } else { SHARDS };
        let capacity = max_entries.div_ceil(shards).max(1);
        let shards = (0..shards).map(|_| Mutex::new(Shard::new(capacity))).collect();
        Self { shards, hasher: RandomState::new(), clock, versions: AtomicU64::new(1) }
    }

    fn name<'k>(&self, key: impl Into<Key<'k>>) -> Name<'k> {
        let key = key.into();
        // Bytes are hashed as they come, wherever they are cut.
        let mut hasher = self.hasher.build_hasher();
        hasher.write(key.start.as_bytes());
        hasher.write(key.rest.as_bytes());
        Name { key, hash: hasher.finish() }
    }

    fn shard(&self, name: Name<'_>) -> MutexGuard<'_, Shard> {
        // The shard's own table goes by the lowest and the highest bits.
        let place = (name.hash >> 32) % self.shards.len() as u64;
        // Nothing of the user's runs under the lock, and nothing of ours panics half-way.
        self.shards[place as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn version(&self) -> u64 {
        self.versions.fetch_add(1, Ordering::Relaxed)
    }

    fn slot(&self, name: Name<'_>, data: Option<&Data>, expires_at: Timestamp) -> Slot {
        Slot {
            key: [name.key.start, name.key.rest].concat().into(),
            hash: name.hash,
            data: data.cloned(),
            version: self.version(),
            expires_at,
            used: false,
        }
    }

    fn get_entry<'k>(&self, key: impl Into<Key<'k>>) -> Option<Entry> {
        let name = self.name(key);
        let mut shard = self.shard(name);
        let place = shard.find(name, self.clock.now())?;
        let slot = &mut shard.slots[place];
        slot.used = true;
        Some(slot.entry())
    }

    fn add_entry(&self, key: &str, data: Option<&Data>, expires_at: Timestamp) -> Option<Version> {
        let now = self.clock.now();
        let name = self.name(key);
        let mut shard = self.shard(name);
        if shard.find(name, now).is_some() {
            return None;
        }
        let slot = self.slot(name, data, expires_at);
        let version = slot.version();
        shard.insert(slot, now);
        Some(version)
    }

    fn replace_entry<'k>(
        &self,
        key: impl Into<Key<'k>>,
        item: Item<'_>,
        expected: Option<&Version>,
    ) -> Swap<Version> {
        let now = self.clock.now();
        let name = self.name(key);
        let mut shard = self.shard(name);
        match shard.expect(name, expected, now) {
            Swap::Done(place) if item.expires_at <= now => {
                shard.remove(place);
                Swap::Done(Version::of_number(self.version()))
            }
            Swap::Done(place) => {
                let slot = &mut shard.slots[place];
                let old = slot.data.replace(item.data.clone());
                slot.expires_at = item.expires_at;
                slot.version = self.version();
                let version = slot.version();
                // Nobody need wait until it is gone.
                drop(shard);
                drop(old);
                Swap::Done(version)
            }
            Swap::Changed(entry) => Swap::Changed(entry),
            Swap::Gone => Swap::Gone,
        }
    }

    fn delete_entry(&self, key: &str, expected: Option<&Version>) -> Swap<()> {
        let name = self.name(key);
        let mut shard = self.shard(name);
        match shard.expect(name, expected, self.clock.now()) {
            Swap::Done(place) => {
                shard.remove(place);
                Swap::Done(())
            }
            Swap::Changed(entry) => Swap::Changed(entry),
            Swap::Gone => Swap::Gone,
        }
    }

    fn hold_entry(&self, key: &str) -> Version {
        let now = self.clock.now();
        let name = self.name(key);
        let mut shard = self.shard(name);
        let hold = self.slot(name, None, now + HOLD);
        let version = hold.version();
        match shard.find(name, now) {
            Some(place) => shard.slots[place] = hold,
            None => shard.insert(hold, now),
        }
        version
    }
}

impl Backend for Memory {
    fn check(&self) -> CacheFuture<'_, ()> {
        ready(())
    }

    fn server(&self) -> CacheFuture<'_, Server> {
        ready(Server::this_process())
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn get<'a>(&'a self, key: &'a str, _: Option<&'a Server>) -> CacheFuture<'a, Option<Entry>> {
        ready(self.get_entry(key))
    }

    fn get_now(&self, key: Key<'_>) -> Option<Option<Entry>> {
        Some(self.get_entry(key))
    }

    fn exists<'a>(&'a self, key: &'a str) -> CacheFuture<'a, bool> {
        let name = self.name(key);
        ready(self.shard(name).find(name, self.clock.now()).is_some())
    }

    fn add<'a>(&'a self, key: &'a str, item: Item<'a>) -> CacheFuture<'a, Option<Version>> {
        ready(self.add_entry(key, Some(item.data), item.expires_at))
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        item: Item<'a>,
        expected: Option<&'a Version>,
    ) -> CacheFuture<'a, Swap<Version>> {
        ready(self.replace_entry(key, item, expected))
    }

    fn replace_now(&self, key: Key<'_>, item: Item<'_>, expected: Option<&Version>) -> Option<Swap<Version>> {
        Some(self.replace_entry(key, item, expected))
    }

    fn delete<'a>(&'a self, key: &'a str, expected: Option<&'a Version>) -> CacheFuture<'a, Swap<()>> {
        ready(self.delete_entry(key, expected))
    }

    fn hold<'a>(&'a self, key: &'a str, _: Option<&'a Server>) -> CacheFuture<'a, Version> {
        ready(self.hold_entry(key))
    }

    fn hold_free<'a>(&'a self, key: &'a str, _: &'a Server) -> CacheFuture<'a, Option<Version>> {
        ready(self.add_entry(key, None, self.clock.now() + HOLD))
    }

    fn clear<'a>(&'a self, prefix: &'a str, _: &'a Server) -> CacheFuture<'a, ()> {
        for shard in &self.shards {
            shard.lock().unwrap_or_else(PoisonError::into_inner).clear(prefix);
        }
        ready(())
    }
}

fn ready<'a, T>(answer: T) -> CacheFuture<'a, T> {
    CacheFuture::ready(Ok(answer))
}

/// Prints nothing of the entries.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

/// A key with its hash, which is made once for each call.
#[derive(Clone, Copy)]
struct Name<'k> {
    key: Key<'k>,
    hash: u64,
}

impl Name<'_> {
    fn is(&self, key: &str) -> bool {
        key.strip_prefix(self.key.start) == Some(self.key.rest)
    }
}

struct Slot {
    key: Box<str>,
    hash: u64,
    data: Option<Data>,
    version: u64,
    expires_at: Timestamp,
    /// Read since the hand was last there.
    used: bool,
}

impl Slot {
    fn version(&self) -> Version {
        Version::of_number(self.version)
    }

    fn entry(&self) -> Entry {
        Entry {
            data: self.data.clone(),
            version: Version::of_number(self.version),
            expires_at: Some(self.expires_at),
        }
    }
}

struct Shard {
    slots: Vec<Slot>,
    /// Where in `slots` the entries are, by the hashes of their keys.
    places: HashTable<usize>,
    capacity: usize,
    /// Where the next to go is looked for.
    hand: usize,
    /// Where the next whose time is over is looked for.
    broom: usize,
}

impl Shard {
    fn new(capacity: usize) -> Self {
        Self { slots: Vec::new(), places: HashTable::new(), capacity, hand: 0, broom: 0 }
    }

    /// Where the entry is; if its time is over, it goes.
    fn find(&mut self, name: Name<'_>, now: Timestamp) -> Option<usize> {
        let is_it = |place: &usize| name.is(&self.slots[*place].key);
        let place = *self.places.find(name.hash, is_it)?;
        if self.slots[place].expires_at > now {
            return Some(place);
        }
        self.remove(place);
        None
    }

    /// Where the entry is, if it is of the expected version.
    fn expect(&mut self, name: Name<'_>, expected: Option<&Version>, now: Timestamp) -> Swap<usize> {
        let Some(place) = self.find(name, now) else { return Swap::Gone };
        let slot = &self.slots[place];
        match expected {
            Some(version) if version.number() != Some(slot.version) => Swap::Changed(slot.entry()),
            _ => Swap::Done(place),
        }
    }

    /// Puts in an entry of a key that is not there.
    fn insert(&mut self, slot: Slot, now: Timestamp) {
        self.sweep(now);
        if slot.expires_at <= now {
            return;
        }
        if self.slots.len() >= self.capacity {
            self.evict();
        }
        let hash_of = |place: &usize| self.slots[*place].hash;
        self.places.insert_unique(slot.hash, self.slots.len(), hash_of);
        self.slots.push(slot);
    }

    /// Takes away one entry. Each that is passed over loses its mark, so that the hand finds one in the second
    /// round at the latest.
    fn evict(&mut self) {
        loop {
            self.hand = if self.hand < self.slots.len() { self.hand } else { 0 };
            let slot = &mut self.slots[self.hand];
            if !slot.used {
                return self.remove(self.hand);
            }
            slot.used = false;
            self.hand += 1;
        }
    }

    fn sweep(&mut self, now: Timestamp) {
        for _ in 0..SWEEP.min(self.slots.len()) {
            self.broom = if self.broom < self.slots.len() { self.broom } else { 0 };
            match self.slots.get(self.broom) {
                Some(slot) if slot.expires_at <= now => self.remove(self.broom),
                _ => self.broom += 1,
            }
        }
    }

    /// Takes away the entry at `place`, to which the last one moves.
    fn remove(&mut self, place: usize) {
        let gone = self.slots.swap_remove(place);
        if let Ok(entry) = self.places.find_entry(gone.hash, |known| *known == place) {
            entry.remove();
        }
        if let Some(moved) = self.slots.get(place) {
            let before = self.slots.len();
            if let Some(known) = self.places.find_mut(moved.hash, |known| *known == before) {
                *known = place;
            }
        }
    }

    fn clear(&mut self, prefix: &str) {
        self.slots.retain(|slot| !slot.key.starts_with(prefix));
        self.places.clear();
        for (place, slot) in self.slots.iter().enumerate() {
            self.places.insert_unique(slot.hash, place, |place| self.slots[*place].hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05 UTC);

    fn cache(max_entries: usize) -> (Memory, Clock) {
        let clock = Clock::fixed(NOW);
        (Memory::new(max_entries, clock.clone()), clock)
    }

    fn put(cache: &Memory, key: &str, seconds: u64) -> bool {
        cache.add_entry(key, Some(&Data::new()), cache.clock.now() + Duration::from_secs(seconds)).is_some()
    }

    fn count(cache: &Memory) -> usize {
        let shards = cache.shards.iter().map(|shard| shard.lock().unwrap());
        shards
            .map(|shard| {
                assert_eq!(shard.slots.len(), shard.places.len());
                shard.slots.len()
            })
            .sum()
    }

    #[test]
    fn there_are_never_more_entries_than_allowed() {
        for max_entries in [0, 1, 10, 2000] {
            let (cache, _) = cache(max_entries);
            for number in 0..5000 {
                assert!(put(&cache, &number.to_string(), 60));
            }

            assert!(count(&cache) <= max_entries.max(1), "{max_entries}");
            assert!(cache.get_entry("4999").is_some(), "{max_entries}");
        }
    }

    #[test]
    fn a_key_is_the_same_wherever_it_is_cut() {
        let (cache, _) = cache(10);
        let whole = ":1:django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy";
        put(&cache, whole, 60);

        for at in 0..=whole.len() {
            let (start, rest) = whole.split_at(at);
            assert!(cache.get_entry(Key { start, rest }).is_some(), "{at}");
        }
        assert!(cache.get_entry(Key { start: whole, rest: "x" }).is_none());
    }

    #[test]
    fn what_is_read_stays_while_a_flood_of_others_goes_through() {
        let (cache, _) = cache(100);
        put(&cache, "read", 60);

        for number in 0..10_000 {
            put(&cache, &number.to_string(), 60);
            assert!(cache.get_entry("read").is_some());
        }
    }

    #[test]
    fn entries_whose_time_is_over_are_not_there_and_leave_by_themselves() {
        let (cache, clock) = cache(1000);
        for number in 0..500 {
            put(&cache, &number.to_string(), 60);
        }
        clock.set(NOW + Duration::from_secs(60));

        assert!(cache.get_entry("0").is_none());
        assert!(matches!(cache.delete_entry("1", None), Swap::Gone));
        assert!(put(&cache, "2", 60));
        for number in 0..500 {
            put(&cache, &format!("new {number}"), 60);
        }

        assert_eq!(count(&cache), 501);
    }

    #[test]
    fn an_entry_whose_time_is_over_when_it_comes_is_not_kept() {
        let (cache, _) = cache(10);

        assert!(put(&cache, "a", 0));
        assert!(put(&cache, "b", 60));
        let over = Item { data: &Data::new(), expires_at: NOW };
        assert!(matches!(cache.replace_entry("b", over, None), Swap::Done(_)));

        assert_eq!(count(&cache), 0);
    }

    #[test]
    fn removing_leaves_the_others_where_they_are_found() {
        let (cache, _) = cache(10);
        for key in ["a", "b", "c", "d"] {
            put(&cache, key, 60);
        }

        assert!(matches!(cache.delete_entry("b", None), Swap::Done(())));
        assert!(matches!(cache.delete_entry("d", None), Swap::Done(())));

        assert!(cache.get_entry("a").is_some() && cache.get_entry("c").is_some());
        assert!(cache.get_entry("b").is_none() && cache.get_entry("d").is_none());
        assert_eq!(count(&cache), 2);
    }

    #[test]
    fn a_hold_is_replaced_by_whoever_put_it_and_by_nobody_after_it_is_gone() {
        let (cache, _) = cache(10);
        let item = Item { data: &Data::new(), expires_at: NOW + HOLD };

        let hold = cache.add_entry("k", None, NOW + HOLD).unwrap();
        assert!(cache.get_entry("k").unwrap().data.is_none());
        let other = cache.hold_entry("k");
        assert!(matches!(cache.replace_entry("k", item, Some(&hold)), Swap::Changed(_)));
        cache.delete_entry("k", None);
        assert!(matches!(cache.replace_entry("k", item, Some(&other)), Swap::Gone));
        let last = cache.hold_entry("k");
        assert!(matches!(cache.replace_entry("k", item, Some(&last)), Swap::Done(_)));

        assert!(cache.get_entry("k").unwrap().data.is_some());
    }
}
