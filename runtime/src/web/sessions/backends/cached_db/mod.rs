//! `CachedDb`: sessions in the database, and in a cache to be read from: Django's engine `cached_db`.
//!
//! The row is the truth, and everything that is written is written there. The cache saves reading it: its entry is
//! named `django.contrib.sessions.cached_db` and the session's key, and holds the data alone.
//!
//! ```text
//! :1:django.contrib.sessions.cached_db63bbvvmx690z601yurx3gdqo5v2bg6cy
//! ```
//!
//! A cache that is down or broken costs speed. It never costs data, and never answers a request with an error.
//!
//! # What came from the cache
//!
//! does not know the version of its row. Saved or deleted over, it is answered with the row as it is now; the
//! session then does its own changes to that, as if another request had been faster.
//!
//! # Why the cache is never older than the row
//!
//! An entry that is older than its row shows what was changed long ago, or lets somebody in who has logged out.
//! Two things keep it from being read.
//!
//! *Holds*, while the cache does what it is told. Whoever reads a row to cache it puts a hold first (see
//! [`cache`](crate::cache)), and his data gets in only if the hold is still there. Whoever changes a row puts a hold
//! first as well, changes the row, and then replaces his hold by the new data; if the hold is gone by then, another
//! was at work at the same time, nobody can say whose data is newer, and a last hold keeps both out. A hold is no
//! data, and goes by itself after half a minute; so it does when a process dies in between. Nothing gets in without
//! a hold that is still there, so that a command that arrives late, from a connection that was given up or a process
//! that has died, changes nothing.
//!
//! *[Trust](trust)*, when it does not. A change that the cache could not be told of is acknowledged when no process
//! believes the cache any more: that stands in the database, beside the rows, and outlives whoever dies. The first
//! such change waits for that a little more than a second. Also which run of the server is believed stands there:
//! one that was restarted may hold what it held an hour ago. When the cache is back it is [emptied](recovery), and
//! then believed again.
//!
//! # What remains
//!
//! Django processes that share the cache put in what they have read without looking whether it is still true, and
//! believe what they find. A cache in memory is for a site of one process: others would not hear of what is ended
//! here.

mod recovery;
mod table;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
mod times;
mod trust;

use std::sync::Arc;

use crate::base::cache::{Cache, CacheError, Entry, Key, Swap, Value};
use crate::base::clock::{Clock, Timestamp};
use crate::web::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version, Wanted,
};
use crate::web::sessions::{Data, SessionKey, SessionSettings};

use self::table::StateTable;
use self::trust::{Known, Trust};
use super::Db;
use super::cache::{Unreadable, item, living};

/// What the names of its entries begin with.
const PREFIX: &str = "django.contrib.sessions.cached_db";

/// The version of what came from the cache: no row has it.
const UNKNOWN: Version = Version::of_number(u64::MAX);

/// Keeps sessions in the database, and reads them from a cache where it can.
#[derive(Debug)]
pub struct CachedDb {
    rows: Db,
    cache: Cache,
    /// What the keys of its entries begin with, whole.
    prefix: String,
    trust: Trust,
    settings: SessionSettings,
    unreadable: Unreadable,
}

/// A row's change that has begun.
struct Change {
    known: Arc<Known>,
    /// What stands in the cache in the place of data; `None` if the cache could not be told.
    hold: Option<Version>,
}

impl CachedDb {
    /// Keeps sessions of these settings in `rows`, and reads them from `cache`.
    ///
    /// Other processes that do the same, with the same database and a cache of the same name, see each other's
    /// changes at once. In memory every process has a cache of its own: then this must be the only one.
    pub fn new(rows: Db, cache: Cache, settings: SessionSettings, clock: Clock) -> Self {
        let prefix = cache.key(PREFIX);
        let trust = match cache.backend().is_shared() {
            false => Trust::always(),
            true => {
                let table = StateTable::new(rows.database().clone(), prefix.clone(), clock);
                Trust::leased(table, cache.clone(), prefix.clone())
            }
        };
        Self { rows, cache, prefix, trust, settings, unreadable: Unreadable::default() }
    }

    /// The name of a session's entry in the cache, before [`Cache::key`].
    pub fn entry_name(key: &SessionKey) -> String {
        [PREFIX, key.as_str()].concat()
    }

    fn entry_key<'k>(&'k self, key: &'k SessionKey) -> Key<'k> {
        Key { start: self.prefix.as_bytes(), rest: key.as_bytes() }
    }

    async fn load_from_either(&self, key: &SessionKey, now: Timestamp) -> Result<Load, StoreError> {
        let known = self.trust.current().await?;
        let Some(server) = known.believed() else { return self.rows.load(key, now).await };
        let entry_key = self.entry_key(key);
        let cache = self.cache.backend();
        let cached = cache.get(entry_key, now, Some(server)).await;
        // `Some(None)` for a hold.
        let cached = cached.and_then(|entry| entry.map(data_of).transpose());
        let hold = match cached {
            Ok(Some(Some(data))) => {
                if let Some(record) = living(data, &self.settings, now) {
                    return Ok(Load::Found(Stored { record, version: UNKNOWN }));
                }
                None
            }
            // Another request is reading or writing the row.
            Ok(Some(None)) => None,
            Ok(None) => cache.hold_free(entry_key, now, server).await.ok().flatten(),
            Err(error @ CacheError::Unreadable(_)) => {
                self.unreadable.tell(&error);
                cache.hold(entry_key, now, Some(server)).await.ok()
            }
            Err(_) => {
                self.trust.look_after();
                None
            }
        };
        let loaded = self.rows.load(key, now).await;
        if let Some(hold) = &hold {
            self.fill(entry_key, hold, loaded.as_ref().ok(), now).await;
        }
        loaded
    }

    /// Puts what was loaded in the place of a hold, or takes the hold away. If that fails, the hold goes by itself.
    async fn fill(&self, entry_key: Key<'_>, hold: &Version, loaded: Option<&Load>, now: Timestamp) {
        let _ = match loaded {
            Some(Load::Found(stored)) => {
                self.cache.backend().replace(entry_key, item(&stored.record), Some(hold), now).await.map(drop)
            }
            _ => self.cache.backend().delete(entry_key, Some(hold), now).await.map(drop),
        };
    }

    /// The row as it is now, for a change to what came from the cache.
    async fn current(&self, key: &SessionKey, now: Timestamp) -> Result<Option<Stored>, StoreError> {
        if let Load::Found(stored) = self.rows.load(key, now).await? {
            return Ok(Some(stored));
        }
        // The entry has outlived its row, which somebody else has removed. If it cannot be removed, it is as before.
        let _ = self.cache.backend().delete(self.entry_key(key), None, now).await;
        Ok(None)
    }

    /// To be called before a row is changed: nobody reads the entry from now on.
    async fn begin(&self, entry_key: Key<'_>, now: Timestamp) -> Result<Change, StoreError> {
        let known = self.trust.current().await?;
        let hold = self.cache.backend().hold(entry_key, now, known.to_be_told()).await.ok();
        if hold.is_none() && known.to_be_told().is_some() {
            return Ok(Change { known: self.trust.distrust().await?, hold });
        }
        self.trust.wait_until_nobody_believes(&known).await;
        Ok(Change { known, hold })
    }

    /// To be called after a row was changed, and before anybody is told: nobody reads an older entry from now on.
    /// What is there now stands in the place of the hold, if `record` is something.
    async fn end(
        &self,
        entry_key: Key<'_>,
        change: Change,
        record: Option<&Record>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let told = match &change.hold {
            Some(hold) => self.settle(entry_key, hold, record, &change.known, now).await,
            None => false,
        };
        self.trust.confirm(&change.known, told).await
    }

    /// Whether the cache was told of what was changed under a hold.
    async fn settle(
        &self,
        entry_key: Key<'_>,
        hold: &Version,
        record: Option<&Record>,
        known: &Known,
        now: Timestamp,
    ) -> bool {
        let cache = self.cache.backend();
        let swap = match record {
            Some(record) => {
                cache.replace(entry_key, item(record), Some(hold), now).await.map(|swap| swap.map(drop))
            }
            None => cache.delete(entry_key, Some(hold), now).await,
        };
        match swap {
            Ok(Swap::Done(())) => true,
            // Another change or read came between. A new hold, which nobody replaces, outlasts them all.
            Ok(Swap::Changed(_) | Swap::Gone) | Err(CacheError::Unreadable(_)) => {
                cache.hold(entry_key, now, known.to_be_told()).await.is_ok()
            }
            Err(_) => false,
        }
    }

    async fn save_row(
        &self,
        key: &SessionKey,
        record: &Record,
        expected: Option<&Version>,
        now: Timestamp,
    ) -> Result<Save, StoreError> {
        if expected == Some(&UNKNOWN) {
            return Ok(self.current(key, now).await?.map_or(Save::Gone, Save::Changed));
        }
        let entry_key = self.entry_key(key);
        let change = self.begin(entry_key, now).await?;
        let saved = self.rows.save(key, record, expected, now).await?;
        match &saved {
            Save::Saved(_) | Save::SavedAs(..) => self.end(entry_key, change, Some(record), now).await?,
            // Nothing was written. The hold is replaced by the next attempt, or goes by itself.
            Save::Changed(_) => {}
            Save::Gone => self.end(entry_key, change, None, now).await?,
        }
        Ok(saved)
    }

    async fn delete_row(
        &self,
        key: &SessionKey,
        expected: Option<&Version>,
        now: Timestamp,
    ) -> Result<Delete, StoreError> {
        if expected == Some(&UNKNOWN) {
            return Ok(self.current(key, now).await?.map_or(Delete::Gone, Delete::Changed));
        }
        let entry_key = self.entry_key(key);
        let change = self.begin(entry_key, now).await?;
        let deleted = self.rows.delete(key, expected, now).await?;
        match &deleted {
            Delete::Deleted | Delete::Gone => self.end(entry_key, change, None, now).await?,
            Delete::Changed(_) => {}
        }
        Ok(deleted)
    }

    /// Nobody else knows the key yet, so that there is nothing to be wrong about; but a command that puts data
    /// without a hold could arrive when the session has ended.
    async fn create_row(
        &self,
        key: &SessionKey,
        record: &Record,
        now: Timestamp,
    ) -> Result<Create, StoreError> {
        let entry_key = self.entry_key(key);
        let known = self.trust.current().await?;
        let hold = match known.to_be_told() {
            Some(server) => self.cache.backend().hold_free(entry_key, now, server).await.ok().flatten(),
            None => None,
        };
        let created = self.rows.create(key, record, now).await;
        if let Some(hold) = &hold {
            let _ = match &created {
                Ok(Create::Created(_)) => {
                    self.cache.backend().replace(entry_key, item(record), Some(hold), now).await.map(drop)
                }
                _ => self.cache.backend().delete(entry_key, Some(hold), now).await.map(drop),
            };
        }
        created
    }
}

/// The data in an entry; `None` for a hold.
fn data_of(entry: Entry) -> Result<Option<Data>, CacheError> {
    entry.value.map(Value::into_map).transpose()
}

impl SessionStore for CachedDb {
    fn prepare(&self) -> StoreFuture<'_, ()> {
        StoreFuture::later(async {
            if let Err(error) = self.cache.backend().check().await {
                let cause = std::error::Error::source(&error);
                tracing::warn!(
                    target: "vestibule::sessions",
                    cause,
                    "{error}; sessions are read from the database until it is"
                );
            }
            self.rows.prepare().await?;
            self.trust.prepare().await
        })
    }

    fn migrate(&self) -> StoreFuture<'_, Vec<String>> {
        StoreFuture::later(async {
            let mut made = self.rows.migrate().await?;
            made.extend(self.trust.migrate().await?);
            Ok(made)
        })
    }

    fn missing(&self) -> StoreFuture<'_, Vec<String>> {
        StoreFuture::later(async {
            let mut missing = self.rows.missing().await?;
            missing.extend(self.trust.missing().await?);
            Ok(missing)
        })
    }

    fn load<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, Load> {
        StoreFuture::later(self.load_from_either(key, now))
    }

    fn create<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        now: Timestamp,
    ) -> StoreFuture<'a, Create> {
        StoreFuture::later(self.create_row(key, record, now))
    }

    fn save<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Save> {
        StoreFuture::later(self.save_row(key, record, expected, now))
    }

    fn delete<'a>(
        &'a self,
        key: &'a SessionKey,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Delete> {
        StoreFuture::later(self.delete_row(key, expected, now))
    }

    fn exists<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, bool> {
        self.rows.exists(key, now)
    }

    /// The rows are the truth.
    fn find(&self, wanted: Wanted, now: Timestamp) -> StoreFuture<'_, Vec<(SessionKey, Stored)>> {
        self.rows.find(wanted, now)
    }

    fn clear_expired(&self, batch: u32, now: Timestamp) -> StoreFuture<'_, u64> {
        self.rows.clear_expired(batch, now)
    }
}
