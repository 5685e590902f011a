//! `Shard`: the entries of a cache in memory that lie under one lock.

use hashbrown::HashTable;

use crate::base::cache::{Entry, Key, Swap, Value, Version};
use crate::base::clock::Timestamp;

/// Entries looked at, for their time, whenever one is put in.
const SWEEP: usize = 2;

/// A key with its hash, which is made once for each call.
#[derive(Clone, Copy)]
pub(super) struct Name<'k> {
    pub(super) key: Key<'k>,
    pub(super) hash: u64,
}

impl Name<'_> {
    fn is(&self, key: &[u8]) -> bool {
        key.strip_prefix(self.key.start) == Some(self.key.rest)
    }
}

/// An entry.
pub(super) struct Slot {
    pub(super) key: Box<[u8]>,
    pub(super) hash: u64,
    /// `None` for a hold.
    pub(super) value: Option<Value>,
    pub(super) version: u64,
    /// `None` is for ever.
    pub(super) expires_at: Option<Timestamp>,
    /// Read since the hand was last there.
    pub(super) used: bool,
}

impl Slot {
    pub(super) fn version(&self) -> Version {
        Version::of_number(self.version)
    }

    pub(super) fn entry(&self) -> Entry {
        Entry { value: self.value.clone(), version: self.version(), expires_at: self.expires_at }
    }

    fn is_over(&self, now: Timestamp) -> bool {
        is_over(self.expires_at, now)
    }
}

/// Whether an end has come.
pub(super) fn is_over(expires_at: Option<Timestamp>, now: Timestamp) -> bool {
    expires_at.is_some_and(|expires_at| expires_at <= now)
}

pub(super) struct Shard {
    pub(super) slots: Vec<Slot>,
    /// Where in `slots` the entries are, by the hashes of their keys.
    pub(super) places: HashTable<usize>,
    capacity: usize,
    /// Where the next to go is looked for.
    hand: usize,
    /// Where the next whose time is over is looked for.
    broom: usize,
}

impl Shard {
    pub(super) fn new(capacity: usize) -> Self {
        Self { slots: Vec::new(), places: HashTable::new(), capacity, hand: 0, broom: 0 }
    }

    /// Where the entry is; if its time is over, it goes.
    pub(super) fn find(&mut self, name: Name<'_>, now: Timestamp) -> Option<usize> {
        let is_it = |place: &usize| name.is(&self.slots[*place].key);
        let place = *self.places.find(name.hash, is_it)?;
        if !self.slots[place].is_over(now) {
            return Some(place);
        }
        self.remove(place);
        None
    }

    /// Where the entry is, if it is of the expected version.
    pub(super) fn expect(
        &mut self,
        name: Name<'_>,
        expected: Option<&Version>,
        now: Timestamp,
    ) -> Swap<usize> {
        let Some(place) = self.find(name, now) else { return Swap::Gone };
        let slot = &self.slots[place];
        match expected {
            Some(version) if version.number() != Some(slot.version) => Swap::Changed(slot.entry()),
            _ => Swap::Done(place),
        }
    }

    /// Puts in an entry of a key that is not there.
    pub(super) fn insert(&mut self, slot: Slot, now: Timestamp) {
        self.sweep(now);
        if slot.is_over(now) {
            return;
        }
        if self.slots.len() >= self.capacity {
            self.evict();
        }
        let hash_of = |place: &usize| self.slots[*place].hash;
        self.places.insert_unique(slot.hash, self.slots.len(), hash_of);
        self.slots.push(slot);
    }

    /// The keys that begin so.
    pub(super) fn keys(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let keys = self.slots.iter().filter_map(|slot| str::from_utf8(&slot.key).ok());
        keys.filter(move |key| key.starts_with(prefix))
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
                Some(slot) if slot.is_over(now) => self.remove(self.broom),
                _ => self.broom += 1,
            }
        }
    }

    /// Takes away the entry at `place`, to which the last one moves.
    pub(super) fn remove(&mut self, place: usize) {
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

    pub(super) fn clear(&mut self, prefix: &str) {
        self.slots.retain(|slot| !slot.key.starts_with(prefix.as_bytes()));
        self.places.clear();
        for (place, slot) in self.slots.iter().enumerate() {
            self.places.insert_unique(slot.hash, place, |place| self.slots[*place].hash);
        }
    }
}
