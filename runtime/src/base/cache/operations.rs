//! What applications do with a cache.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use time::macros::datetime;

use super::{Cache, CacheError, Entry, Item, Swap, Value};
use crate::base::clock::Timestamp;
use crate::base::json;

/// The last instant of the calendar. What ends later does not end.
const END_OF_CALENDAR: Timestamp = datetime!(9999-12-31 23:59:59 UTC);

/// Every operation fails with [`CacheError::Unavailable`] while Redis is away, after two seconds at most, and in
/// memory for values only.
impl Cache {
    /// What is kept under `key`; `None` if nothing is, or `null`.
    ///
    /// ```
    /// # use vestibule::cache::{Cache, CacheError, CacheSettings};
    /// # use vestibule::clock::Clock;
    /// # fn main() -> Result<(), CacheError> {
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let cache = Cache::open(&CacheSettings::default(), &Clock::system())?;
    /// cache.set("colours", &["red", "green"], None).await?;
    /// assert_eq!(cache.get::<Vec<String>>("colours").await?.unwrap(), ["red", "green"]);
    /// assert_eq!(cache.get::<String>("shapes").await?, None);
    /// assert!(cache.get::<u32>("colours").await.is_err(), "no number");
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CacheError::Value`] if it is no `T`, [`CacheError::Unreadable`] if it is nothing that we or Django keep.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, CacheError> {
        let entry = self.backend.get((&self.key(key)).into(), self.now(), None).await?;
        entry.map_or(Ok(None), read)
    }

    /// What is kept under each of these keys, in their order, asked for at once.
    ///
    /// # Errors
    ///
    /// Those of [`Cache::get`].
    pub async fn get_many<T: DeserializeOwned>(
        &self,
        keys: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Vec<Option<T>>, CacheError> {
        let keys: Vec<_> = keys.into_iter().map(|key| self.key(key.as_ref())).collect();
        let entries = self.backend.get_many(&keys, self.now()).await?;
        entries.into_iter().map(|entry| entry.map_or(Ok(None), read)).collect()
    }

    /// Keeps a value under `key`, whatever is there, for `lifetime`; `None` has no end, and zero removes what is there.
    ///
    /// # Errors
    ///
    /// [`CacheError::Value`] if the value cannot be written as JSON, or is nested more than 512 deep (in Redis).
    pub async fn set<T: Serialize + ?Sized>(
        &self,
        key: &str,
        value: &T,
        lifetime: impl Into<Option<Duration>>,
    ) -> Result<(), CacheError> {
        let now = self.now();
        let item = Item { value: written(value)?, expires_at: end(now, lifetime.into()) };
        self.backend.set((&self.key(key)).into(), item, now).await
    }

    /// The same where nothing is kept yet; says whether that was so. Of several that add at once, one does.
    ///
    /// A lock for work that one of several processes is to do:
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use vestibule::cache::{Cache, CacheError, CacheSettings};
    /// # use vestibule::clock::Clock;
    /// # fn main() -> Result<(), CacheError> {
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let cache = Cache::open(&CacheSettings::default(), &Clock::system())?;
    /// let minute = Duration::from_secs(60);
    /// assert!(cache.add("newsletter", &true, minute).await?, "ours to send");
    /// assert!(!cache.add("newsletter", &true, minute).await?, "somebody is at it");
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Cache::set`].
    pub async fn add<T: Serialize + ?Sized>(
        &self,
        key: &str,
        value: &T,
        lifetime: impl Into<Option<Duration>>,
    ) -> Result<bool, CacheError> {
        let now = self.now();
        let item = Item { value: written(value)?, expires_at: end(now, lifetime.into()) };
        Ok(self.backend.add((&self.key(key)).into(), item, now).await?.is_some())
    }

    /// Removes what is kept under `key` and says whether there was anything.
    ///
    /// # Errors
    ///
    /// As all operations.
    pub async fn delete(&self, key: &str) -> Result<bool, CacheError> {
        let swap = self.backend.delete((&self.key(key)).into(), None, self.now()).await?;
        Ok(matches!(swap, Swap::Done(())))
    }

    /// Whether anything is kept under `key`. Django's `has_key`.
    ///
    /// # Errors
    ///
    /// As all operations.
    pub async fn contains(&self, key: &str) -> Result<bool, CacheError> {
        self.backend.exists((&self.key(key)).into(), self.now()).await
    }

    /// Adds to the whole number under `key` and says what it is then; `None` if there is none. Of several that add at
    /// once, none is lost. The entry's time stays.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use vestibule::cache::{Cache, CacheError, CacheSettings};
    /// # use vestibule::clock::Clock;
    /// # fn main() -> Result<(), CacheError> {
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let cache = Cache::open(&CacheSettings::default(), &Clock::system())?;
    /// /// How often an address has asked within a minute.
    /// async fn asked(cache: &Cache, address: &str) -> Result<i64, CacheError> {
    ///     cache.add(address, &0, Duration::from_secs(60)).await?;
    ///     Ok(cache.incr(address, 1).await?.unwrap_or(1))
    /// }
    ///
    /// assert_eq!(asked(&cache, "192.0.2.1").await?, 1);
    /// assert_eq!(asked(&cache, "192.0.2.1").await?, 2);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CacheError::Value`] if what is kept is no whole number, or the sum does not fit 64 bits.
    pub async fn incr(&self, key: &str, by: i64) -> Result<Option<i64>, CacheError> {
        self.backend.increment((&self.key(key)).into(), by, self.now()).await
    }

    /// Takes from the whole number under `key`, as [`Cache::incr`] adds to it.
    ///
    /// # Errors
    ///
    /// Those of [`Cache::incr`].
    pub async fn decr(&self, key: &str, by: i64) -> Result<Option<i64>, CacheError> {
        self.incr(key, by.checked_neg().ok_or_else(CacheError::not_a_number)?).await
    }

    /// Gives what is kept under `key` another lifetime, counted from now, and says whether there is anything.
    ///
    /// # Errors
    ///
    /// As all operations.
    pub async fn touch(&self, key: &str, lifetime: impl Into<Option<Duration>>) -> Result<bool, CacheError> {
        let now = self.now();
        self.backend.touch((&self.key(key)).into(), end(now, lifetime.into()), now).await
    }

    /// Removes every entry under this cache's prefix and version, sessions that are kept there included. Others may
    /// share the Redis: what is theirs stays.
    ///
    /// # Errors
    ///
    /// As all operations.
    pub async fn clear(&self) -> Result<(), CacheError> {
        self.backend.clear(&self.prefix, None).await
    }
}

fn written<T: Serialize + ?Sized>(value: &T) -> Result<Value, CacheError> {
    match json::to_string(value) {
        Ok(json) => Ok(Value::Json(json.into())),
        Err(error) => Err(CacheError::Value(error.into())),
    }
}

fn read<T: DeserializeOwned>(entry: Entry) -> Result<Option<T>, CacheError> {
    let Some(value) = entry.value else { return Ok(None) };
    match &*value.json() {
        // In Redis it is as good as nothing, as it is in Django.
        "null" => Ok(None),
        json => json::from_str(json).map(Some).map_err(|error| CacheError::Value(error.into())),
    }
}

/// When a lifetime that begins now is over.
fn end(now: Timestamp, lifetime: Option<Duration>) -> Option<Timestamp> {
    let lifetime = time::Duration::try_from(lifetime?).ok()?;
    now.checked_add(lifetime).filter(|end| *end < END_OF_CALENDAR)
}
