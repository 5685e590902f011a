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

mod shard;
#[cfg(test)]
mod tests;

use std::fmt;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hashbrown::DefaultHashBuilder;

use self::shard::{Name, Shard, Slot, is_over};
use super::backend::HOLD;
use super::{Backend, CacheError, CacheFuture, Entry, Item, Key, Keys, Server, Swap, Value, Version};
use crate::base::clock::Timestamp;

/// So many locks that two requests seldom want the same.
const SHARDS: usize = 16;

/// A cache of fewer entries than this has one shard: smaller ones would be full at very different times.
const WORTH_SHARDING: usize = 1024;

/// Bytes of a key that is hashed without an allocation.
const SHORT_KEY: usize = 128;

/// A cache in this process.
pub(super) struct Memory {
    shards: Box<[Mutex<Shard>]>,
    hasher: DefaultHashBuilder,
    /// Counts versions: no two states of entries have had the same.
    versions: AtomicU64,
}

impl Memory {
    /// A cache of about `max_entries` entries, and of one at least.
    pub(super) fn new(max_entries: usize) -> Self {
        let shards = if max_entries < WORTH_SHARDING { 1 } else { SHARDS };
        let capacity = max_entries.div_ceil(shards).max(1);
        let shards = (0..shards).map(|_| Mutex::new(Shard::new(capacity))).collect();
        Self { shards, hasher: DefaultHashBuilder::default(), versions: AtomicU64::new(1) }
    }

    fn name<'k>(&self, key: Key<'k>) -> Name<'k> {
        // A key is the same wherever it is cut, and mostly short.
        let Key { start, rest } = key;
        let length = start.len() + rest.len();
        let mut short = [0; SHORT_KEY];
        let hash = match short.get_mut(..length) {
            Some(whole) => {
                whole[..start.len()].copy_from_slice(start);
                whole[start.len()..].copy_from_slice(rest);
                self.hasher.hash_one(&*whole)
            }
            None => self.hasher.hash_one([start, rest].concat().as_slice()),
        };
        Name { key, hash }
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

    /// A slot for an item, or for a hold.
    fn slot(&self, name: Name<'_>, item: Option<Item>, now: Timestamp) -> Slot {
        let (value, expires_at) = match item {
            Some(item) => (Some(item.value), item.expires_at),
            None => (None, Some(now + HOLD)),
        };
        Slot {
            key: [name.key.start, name.key.rest].concat().into(),
            hash: name.hash,
            value,
            version: self.version(),
            expires_at,
            used: false,
        }
    }

    fn get_entry(&self, key: Key<'_>, now: Timestamp) -> Option<Entry> {
        let name = self.name(key);
        let mut shard = self.shard(name);
        let place = shard.find(name, now)?;
        let slot = &mut shard.slots[place];
        slot.used = true;
        Some(slot.entry())
    }

    /// Puts an item, or a hold, whatever is there.
    fn put_entry(&self, key: Key<'_>, item: Option<Item>, now: Timestamp) -> Version {
        let name = self.name(key);
        let mut shard = self.shard(name);
        let slot = self.slot(name, item, now);
        let version = slot.version();
        match shard.find(name, now) {
            Some(place) if is_over(slot.expires_at, now) => shard.remove(place),
            Some(place) => shard.slots[place] = slot,
            None => shard.insert(slot, now),
        }
        version
    }

    /// Puts an item, or a hold, where there is nothing.
    fn add_entry(&self, key: Key<'_>, item: Option<Item>, now: Timestamp) -> Option<Version> {
        let name = self.name(key);
        let mut shard = self.shard(name);
        if shard.find(name, now).is_some() {
            return None;
        }
        let slot = self.slot(name, item, now);
        let version = slot.version();
        shard.insert(slot, now);
        Some(version)
    }

    fn replace_entry(
        &self,
        key: Key<'_>,
        item: Item,
        expected: Option<&Version>,
        now: Timestamp,
    ) -> Swap<Version> {
        let name = self.name(key);
        let mut shard = self.shard(name);
        match shard.expect(name, expected, now) {
            Swap::Done(place) if is_over(item.expires_at, now) => {
                shard.remove(place);
                Swap::Done(Version::of_number(self.version()))
            }
            Swap::Done(place) => {
                let slot = &mut shard.slots[place];
                let old = slot.value.replace(item.value);
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

    fn delete_entry(&self, key: Key<'_>, expected: Option<&Version>, now: Timestamp) -> Swap<()> {
        let name = self.name(key);
        let mut shard = self.shard(name);
        shard.expect(name, expected, now).map(|place| shard.remove(place))
    }

    fn increment_entry(&self, key: Key<'_>, by: i64, now: Timestamp) -> Result<Option<i64>, CacheError> {
        let name = self.name(key);
        let mut shard = self.shard(name);
        let Some(place) = shard.find(name, now) else { return Ok(None) };
        let slot = &mut shard.slots[place];
        let number = slot.value.as_ref().and_then(Value::number).ok_or_else(CacheError::not_a_number)?;
        let sum = number.checked_add(by).ok_or_else(CacheError::not_a_number)?;
        (slot.value, slot.version) = (Some(sum.into()), self.version());
        Ok(Some(sum))
    }

    fn touch_entry(&self, key: Key<'_>, expires_at: Option<Timestamp>, now: Timestamp) -> bool {
        let name = self.name(key);
        let mut shard = self.shard(name);
        let Some(place) = shard.find(name, now) else { return false };
        match is_over(expires_at, now) {
            true => shard.remove(place),
            false => shard.slots[place].expires_at = expires_at,
        }
        true
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

    fn get<'a>(
        &'a self,
        key: Key<'a>,
        now: Timestamp,
        _: Option<&'a Server>,
    ) -> CacheFuture<'a, Option<Entry>> {
        ready(self.get_entry(key, now))
    }

    fn get_many<'a>(&'a self, keys: &'a [String], now: Timestamp) -> CacheFuture<'a, Vec<Option<Entry>>> {
        ready(keys.iter().map(|key| self.get_entry(key.into(), now)).collect())
    }

    fn exists<'a>(&'a self, key: Key<'a>, now: Timestamp) -> CacheFuture<'a, bool> {
        let name = self.name(key);
        ready(self.shard(name).find(name, now).is_some())
    }

    fn set<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, ()> {
        self.put_entry(key, Some(item), now);
        ready(())
    }

    fn add<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, Option<Version>> {
        ready(self.add_entry(key, Some(item), now))
    }

    fn replace<'a>(
        &'a self,
        key: Key<'a>,
        item: Item,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> CacheFuture<'a, Swap<Version>> {
        ready(self.replace_entry(key, item, expected, now))
    }

    fn delete<'a>(
        &'a self,
        key: Key<'a>,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> CacheFuture<'a, Swap<()>> {
        ready(self.delete_entry(key, expected, now))
    }

    fn increment<'a>(&'a self, key: Key<'a>, by: i64, now: Timestamp) -> CacheFuture<'a, Option<i64>> {
        CacheFuture::Ready(self.increment_entry(key, by, now))
    }

    fn touch<'a>(
        &'a self,
        key: Key<'a>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> CacheFuture<'a, bool> {
        ready(self.touch_entry(key, expires_at, now))
    }

    fn hold<'a>(&'a self, key: Key<'a>, now: Timestamp, _: Option<&'a Server>) -> CacheFuture<'a, Version> {
        ready(self.put_entry(key, None, now))
    }

    fn hold_free<'a>(
        &'a self,
        key: Key<'a>,
        now: Timestamp,
        _: &'a Server,
    ) -> CacheFuture<'a, Option<Version>> {
        ready(self.add_entry(key, None, now))
    }

    fn clear<'a>(&'a self, prefix: &'a str, _: Option<&'a Server>) -> CacheFuture<'a, ()> {
        for shard in &self.shards {
            shard.lock().unwrap_or_else(PoisonError::into_inner).clear(prefix);
        }
        ready(())
    }

    /// All at once: what fits into memory has names that do.
    fn keys<'a>(&'a self, prefix: &'a str, _: Option<Vec<u8>>) -> CacheFuture<'a, Keys> {
        let of_shard = |shard: &Mutex<Shard>| {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.keys(prefix).map(str::to_owned).collect::<Vec<_>>()
        };
        ready(Keys { keys: self.shards.iter().flat_map(of_shard).collect(), next: None })
    }
}

fn ready<'a, T>(answer: T) -> CacheFuture<'a, T> {
    CacheFuture::Ready(Ok(answer))
}

/// Prints nothing of the entries.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}
