//! `SessionStore`: where sessions are kept, and how to write a backend.
//!
//! A backend is one type that implements [`SessionStore`]. It stores records under keys and knows nothing of
//! requests, cookies or flags. Four rules make sessions safe, and every backend must keep them:
//!
//! 1. **[`create`](SessionStore::create) never replaces.** If the key is taken it says so; the caller draws
//!    another.
//! 2. **[`save`](SessionStore::save) never creates.** If the record is gone it answers [`Save::Gone`]:
//!    someone ended that session, and it must not come back.
//! 3. **`save` and [`delete`](SessionStore::delete) compare first.** Every record handed out carries a
//!    [`Version`]. If what is stored is not of the expected version any more, nothing is written and the
//!    current record is the answer; the caller does its own changes to it and tries again. Compare and
//!    write in one step that no other process can come between. A version may be anything that differs whenever the contents do.
//! 4. **An answer is a receipt.** `Ok` means that the change outlives a crash of this process, and of the
//!    machine if the backend can promise that. If it is not certain, answer an error.
//!
//! Errors say whether it helps to come back later ([`StoreError::Unavailable`], answered with 503) or not.
//! Neither their text nor any log line holds a key or contents.
//!
//! A store that waits for something answers [`StoreFuture::later`]`(async move { … })`; one that need not, such as
//! one in memory, answers [`StoreFuture::Ready`] and spares its sessions the cost of waiting. What is dropped before
//! it was polled must not have begun: sessions ask once whether the answer is there, and again when they wait for it.
//! They are locked while they ask, so that what is done before the answer must be short.
//!
//! [`find`](SessionStore::find) may be left out: a user's sessions can then be neither listed nor ended from elsewhere.
//!
//! `now` is the time that the request goes by; it is handed down so that one look at the clock serves all.
//!
//! # Example
//!
//! A store in memory, whole:
//!
//! ```
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//! use vestibule::Timestamp;
//! use vestibule::sessions::store::{Create, Delete, Load, Save, StoreFuture, Stored};
//! use vestibule::sessions::{Record, SessionKey, SessionStore, Version};
//!
//! #[derive(Debug, Default)]
//! struct InMemory(Mutex<(u64, HashMap<SessionKey, Stored>)>);
//!
//! impl SessionStore for InMemory {
//!     fn load<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, Load> {
//!         let (_, records) = &*self.0.lock().unwrap();
//!         let living = records.get(key).filter(|stored| stored.record.expires_at > now);
//!         StoreFuture::Ready(Ok(living.cloned().map_or(Load::Missing, Load::Found)))
//!     }
//!
//!     fn create<'a>(&'a self, key: &'a SessionKey, record: &'a Record, _: Timestamp) -> StoreFuture<'a, Create> {
//!         let (count, records) = &mut *self.0.lock().unwrap();
//!         if records.contains_key(key) {
//!             return StoreFuture::Ready(Ok(Create::KeyTaken));
//!         }
//!         *count += 1;
//!         let version = Version::of_number(*count);
//!         records.insert(key.clone(), Stored { record: record.clone(), version: version.clone() });
//!         StoreFuture::Ready(Ok(Create::Created(version)))
//!     }
//!
//!     fn save<'a>(
//!         &'a self,
//!         key: &'a SessionKey,
//!         record: &'a Record,
//!         expected: Option<&'a Version>,
//!         _: Timestamp,
//!     ) -> StoreFuture<'a, Save> {
//!         let (count, records) = &mut *self.0.lock().unwrap();
//!         StoreFuture::Ready(Ok(match records.get_mut(key) {
//!             None => Save::Gone,
//!             Some(stored) if expected.is_some_and(|expected| *expected != stored.version) => {
//!                 Save::Changed(stored.clone())
//!             }
//!             Some(stored) => {
//!                 *count += 1;
//!                 *stored = Stored { record: record.clone(), version: Version::of_number(*count) };
//!                 Save::Saved(stored.version.clone())
//!             }
//!         }))
//!     }
//!
//!     fn delete<'a>(
//!         &'a self,
//!         key: &'a SessionKey,
//!         expected: Option<&'a Version>,
//!         _: Timestamp,
//!     ) -> StoreFuture<'a, Delete> {
//!         let (_, records) = &mut *self.0.lock().unwrap();
//!         StoreFuture::Ready(Ok(match records.get(key) {
//!             None => Delete::Gone,
//!             Some(stored) if expected.is_some_and(|expected| *expected != stored.version) => {
//!                 Delete::Changed(stored.clone())
//!             }
//!             Some(_) => {
//!                 records.remove(key);
//!                 Delete::Deleted
//!             }
//!         }))
//!     }
//!
//!     fn exists<'a>(&'a self, key: &'a SessionKey, _: Timestamp) -> StoreFuture<'a, bool> {
//!         StoreFuture::Ready(Ok(self.0.lock().unwrap().1.contains_key(key)))
//!     }
//!
//!     fn clear_expired(&self, batch: u32, now: Timestamp) -> StoreFuture<'_, u64> {
//!         let (_, records) = &mut *self.0.lock().unwrap();
//!         let expired = records.iter().filter(|(_, stored)| stored.record.expires_at <= now);
//!         let expired: Vec<_> = expired.map(|(key, _)| key.clone()).take(batch as usize).collect();
//!         expired.iter().for_each(|key| drop(records.remove(key)));
//!         StoreFuture::Ready(Ok(expired.len() as u64))
//!     }
//! }
//!
//! # use std::sync::Arc;
//! # use vestibule::clock::Clock;
//! # use vestibule::sessions::{SessionSettings, conformance};
//! # let shelf = Arc::new(InMemory::default());
//! # #[derive(Debug)]
//! # struct Shared(Arc<InMemory>);
//! # impl SessionStore for Shared {
//! #     fn load<'a>(&'a self, k: &'a SessionKey, n: Timestamp) -> StoreFuture<'a, Load> { self.0.load(k, n) }
//! #     fn create<'a>(&'a self, k: &'a SessionKey, r: &'a Record, n: Timestamp) -> StoreFuture<'a, Create> { self.0.create(k, r, n) }
//! #     fn save<'a>(&'a self, k: &'a SessionKey, r: &'a Record, v: Option<&'a Version>, n: Timestamp) -> StoreFuture<'a, Save> { self.0.save(k, r, v, n) }
//! #     fn delete<'a>(&'a self, k: &'a SessionKey, v: Option<&'a Version>, n: Timestamp) -> StoreFuture<'a, Delete> { self.0.delete(k, v, n) }
//! #     fn exists<'a>(&'a self, k: &'a SessionKey, n: Timestamp) -> StoreFuture<'a, bool> { self.0.exists(k, n) }
//! #     fn clear_expired(&self, b: u32, n: Timestamp) -> StoreFuture<'_, u64> { self.0.clear_expired(b, n) }
//! # }
//! # for rule in conformance::RULES {
//! #     let shelf = Arc::new(InMemory::default());
//! #     let open = move |_: &SessionSettings, _: &Clock| -> Arc<dyn SessionStore> { Arc::new(Shared(shelf.clone())) };
//! #     conformance::check(rule.name(), open);
//! # }
//! ```
//!
//! A backend whose records travel in the cookie itself says so in
//! [`is_in_cookie`](SessionStore::is_in_cookie); its `create` and `save` answer with the new text as the key
//! ([`Create::CreatedAs`], [`Save::SavedAs`]).

use std::fmt;
use std::sync::Arc;

use vestibule_macros::ErrorStatus;

pub use crate::base::cache::Version;
use crate::base::clock::Timestamp;
use crate::base::error::BoxError;
use crate::base::ready::MaybeReady;

use super::{Data, SessionKey};

/// What a store's operations answer: at once where nothing has to be waited for.
pub type StoreFuture<'a, T> = MaybeReady<'a, Result<T, StoreError>>;

/// Says of a session's data whether it is looked for.
pub type Wanted = Arc<dyn Fn(&Data) -> bool + Send + Sync>;

/// Keeps session records under their keys.
///
/// See the [module](self) for the rules an implementation must keep.
pub trait SessionStore: fmt::Debug + Send + Sync + 'static {
    /// Makes ready what the store needs, such as its table; called once at start-up.
    fn prepare(&self) -> StoreFuture<'_, ()> {
        StoreFuture::Ready(Ok(()))
    }

    /// Makes what [`prepare`](Self::prepare) misses and may not make by itself, such as a table on a server,
    /// and says what that was; the command `migrate`. Called any number of times it makes nothing twice.
    fn migrate(&self) -> StoreFuture<'_, Vec<String>> {
        StoreFuture::Ready(Ok(Vec::new()))
    }

    /// What [`migrate`](Self::migrate) would have to make, for the command `check`: names of tables. What
    /// [`prepare`](Self::prepare) makes by itself is not missing.
    fn missing(&self) -> StoreFuture<'_, Vec<String>> {
        StoreFuture::Ready(Ok(Vec::new()))
    }

    /// Reads the record under `key`, if there is one that has not expired.
    fn load<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, Load>;

    /// Stores a record under a key that must be free.
    fn create<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        now: Timestamp,
    ) -> StoreFuture<'a, Create>;

    /// Replaces the record under `key`, if it still is of the version `expected`.
    ///
    /// `None` expects nothing: whatever is stored is replaced, but something must be.
    fn save<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Save>;

    /// Removes the record under `key`, if it still is of the version `expected`; `None` expects nothing.
    fn delete<'a>(
        &'a self,
        key: &'a SessionKey,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Delete>;

    /// Whether a record is stored under `key`, expired or not.
    fn exists<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, bool>;

    /// Removes at most `batch` expired records and says how many; fewer than `batch` means that none is
    /// left. Small batches let visitors' writes pass in between.
    fn clear_expired(&self, batch: u32, now: Timestamp) -> StoreFuture<'_, u64>;

    /// All sessions that have not expired and whose data is `wanted`, each once, in any order. It takes as long as
    /// reading all that there are. One that gets another key meanwhile may be left out.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unlisted`] from a store that cannot say what it holds, which is the default.
    fn find(&self, wanted: Wanted, now: Timestamp) -> StoreFuture<'_, Vec<(SessionKey, Stored)>> {
        let _ = (wanted, now);
        StoreFuture::Ready(Err(StoreError::Unlisted))
    }

    /// Whether the key is the record: nothing is kept on the server, so that a new session is not stored
    /// at once and an ended one cannot be told from a living one.
    fn is_in_cookie(&self) -> bool {
        false
    }
}

/// What a store keeps: the data and when it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What the session holds.
    pub data: Data,
    /// The instant from which on it is not loaded any more.
    pub expires_at: Timestamp,
}

/// A record as it is stored now.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The record.
    pub record: Record,
    /// What to expect when saving over it.
    pub version: Version,
}

/// What [`SessionStore::load`] found.
#[derive(Clone, Debug)]
pub enum Load {
    /// A record.
    Found(Stored),
    /// Nothing, or an expired record: the visitor's key is worth nothing.
    Missing,
    /// Something that must be replaced at once: the visitor gets a new, empty session.
    Replace,
}

/// What became of a [`SessionStore::create`].
#[derive(Clone, Debug)]
pub enum Create {
    /// The record is stored, in this version.
    Created(Version),
    /// The record is stored under another key than the one given.
    CreatedAs(SessionKey, Version),
    /// A record of this key exists; nothing was written.
    KeyTaken,
}

/// What became of a [`SessionStore::save`].
#[derive(Clone, Debug)]
pub enum Save {
    /// The record is stored, in this version.
    Saved(Version),
    /// The record is stored and its key has become this one.
    SavedAs(SessionKey, Version),
    /// Another request was there first; this is what it stored. Nothing was written.
    Changed(Stored),
    /// No record of this key exists; nothing was written.
    Gone,
}

/// What became of a [`SessionStore::delete`].
#[derive(Clone, Debug)]
pub enum Delete {
    /// The record is removed.
    Deleted,
    /// Another request has replaced it; this is what it stored. Nothing was removed.
    Changed(Stored),
    /// No record of this key exists.
    Gone,
}

/// Why a store could not do what it was asked for.
#[derive(Debug, ErrorStatus)]
#[non_exhaustive]
pub enum StoreError {
    /// The store cannot be reached, or was busy for too long: later it may work.
    #[status(503)]
    Unavailable(BoxError),
    /// What is stored is of a kind that the store never wrote.
    Corrupt(BoxError),
    /// The session is larger than the store takes.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// What the store takes, in bytes.
        limit: usize,
        /// The largest entries, largest first: their keys and sizes in bytes.
        largest: Vec<(String, usize)>,
    },
    /// The store refused: no space left, a write error, a missing right or table.
    Failed(BoxError),
    /// The store cannot say which sessions there are: they are in their cookies, or the store is one of the
    /// application's own that cannot be asked.
    Unlisted,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(_) => f.write_str("the session store is not available"),
            Self::Corrupt(_) => f.write_str("the session store holds a record that cannot be read"),
            Self::TooLarge { size, limit, largest } => {
                write!(f, "a session of {size} bytes does not fit the store's {limit} bytes")?;
                let mut before = "; the largest entries: ";
                for (key, size) in largest {
                    write!(f, "{before}`{}` ({size} bytes)", key.escape_debug())?;
                    before = ", ";
                }
                Ok(())
            }
            Self::Failed(_) => f.write_str("the session store failed"),
            Self::Unlisted => f.write_str(
                "this session store cannot say which sessions there are: those of a user can be neither listed nor ended",
            ),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unavailable(cause) | Self::Corrupt(cause) | Self::Failed(cause) => Some(&**cause),
            Self::TooLarge { .. } | Self::Unlisted => None,
        }
    }
}
