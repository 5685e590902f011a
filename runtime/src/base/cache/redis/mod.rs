//! `Redis`: a cache that processes share, also with Django.
//!
//! One key of Redis for each entry: a string, the pickle of the data, with the entry's time as its time to live.
//! That is what Django's `RedisCache` writes. A hold is a pickle of None, which Django takes for no entry.
//!
//! ```text
//! 127.0.0.1:6379> get :1:django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy
//! "\x80\x04}(\x8c\x05hobby\x8c\x04girlu."
//! ```
//!
//! Every operation but [`clear`](Backend::clear) is one command, and so one trip. Versions are the pickles: the
//! scripts below compare what is stored with what was read, byte by byte, and answer with what is stored if it is
//! something else.
//!
//! What Redis promises depends on how it is run: with `appendfsync everysec`, which is its advice, the last second
//! is lost when the machine is; without append-only file, all since the last snapshot.

mod address;
mod link;
mod refusal;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use ::redis::{Cmd, Value, cmd};

use self::link::Link;
use super::{Backend, CacheError, CacheFuture, Entry, HOLD, Item, Server, Swap};
use crate::base::clock::{Clock, Timestamp};
use crate::base::crypto;
use crate::base::pickle;
use crate::web::sessions::{Data, Version};

/// Key; expected value, new value, its milliseconds, 0 for none left. 1 if done, nil if gone, else the value.
const REPLACE: &str = "\
local value = redis.call('GET', KEYS[1])
if not value then return false end
if value ~= ARGV[1] then return value end
if ARGV[3] == '0' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1";

/// Key; expected value. Answers as [`REPLACE`] does.
const DELETE: &str = "\
local value = redis.call('GET', KEYS[1])
if not value then return false end
if value ~= ARGV[1] then return value end
redis.call('DEL', KEYS[1])
return 1";

/// Characters of the token that makes a hold unlike any other.
const TOKEN: usize = 22;

/// Keys looked at in one step of [`Backend::clear`]; other commands pass in between.
const SCAN: usize = 1000;

/// A cache in Redis.
pub(super) struct Redis {
    link: Link,
    clock: Clock,
    /// Whether it has been told that an entry cannot be read.
    told: AtomicBool,
}

impl Redis {
    /// The cache at an address; nothing is connected yet.
    pub(super) fn new(address: &str, alias: &str, clock: Clock) -> Result<Self, CacheError> {
        let info = address::parse(address).ok_or_else(|| CacheError::unknown_address(alias))?;
        Ok(Self { link: Link::new(info, link::LIMIT), clock, told: AtomicBool::new(false) })
    }

    /// The milliseconds until `expires_at`, 0 if that has passed. Rounded down: an entry does not outlive its time.
    fn time_to_live(&self, expires_at: Timestamp) -> i64 {
        let left = (expires_at - self.clock.now()).whole_milliseconds();
        i64::try_from(left.max(0)).unwrap_or(i64::MAX)
    }

    fn read(&self, value: Vec<u8>) -> Result<Entry, CacheError> {
        let data = match read(&value) {
            Ok(data) => data,
            Err(error) => {
                if !self.told.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        target: "vestibule::cache",
                        "the cache holds an entry that cannot be read: {error}; further ones are not told"
                    );
                }
                return Err(error);
            }
        };
        Ok(Entry { data, version: Version::of_contents(value), expires_at: None })
    }

    async fn put_if(&self, command: &Cmd, on: Option<&Server>) -> Result<bool, CacheError> {
        match self.link.call(command, on).await? {
            Value::Okay => Ok(true),
            Value::Nil => Ok(false),
            _ => Err(unexpected()),
        }
    }

    async fn count(&self, command: &Cmd) -> Result<bool, CacheError> {
        match self.link.call(command, None).await? {
            Value::Int(count) => Ok(count > 0),
            _ => Err(unexpected()),
        }
    }

    async fn remove(&self, key: &str) -> Result<bool, CacheError> {
        self.count(cmd("DEL").arg(key)).await
    }

    /// What a script that compares has answered.
    async fn compared(&self, command: &Cmd) -> Result<Swap<()>, CacheError> {
        match self.link.call(command, None).await? {
            Value::Int(_) => Ok(Swap::Done(())),
            Value::Nil => Ok(Swap::Gone),
            Value::BulkString(value) => Ok(Swap::Changed(self.read(value)?)),
            _ => Err(unexpected()),
        }
    }

    async fn replace_entry(
        &self,
        key: &str,
        item: Item<'_>,
        expected: Option<&Version>,
    ) -> Result<Swap<Version>, CacheError> {
        let value = item.data.to_pickle().map_err(|error| CacheError::Failed(error.into()))?;
        let time = self.time_to_live(item.expires_at);
        let swap = match expected {
            Some(version) => {
                // A version that is none of ours has no contents, and no entry is empty.
                let expected = version.contents().unwrap_or_default();
                let mut command = script(REPLACE, key);
                self.compared(command.arg(expected).arg(&value).arg(time)).await?
            }
            None if time == 0 => done(self.remove(key).await?),
            None => done(self.put_if(set(key, &value, time).arg("XX"), None).await?),
        };
        Ok(match swap {
            Swap::Done(()) => Swap::Done(Version::of_contents(value)),
            Swap::Changed(entry) => Swap::Changed(entry),
            Swap::Gone => Swap::Gone,
        })
    }

    async fn add_entry(&self, key: &str, item: Item<'_>) -> Result<Option<Version>, CacheError> {
        let value = item.data.to_pickle().map_err(|error| CacheError::Failed(error.into()))?;
        let time = self.time_to_live(item.expires_at);
        let added = match time {
            0 => !self.count(cmd("EXISTS").arg(key)).await?,
            time => self.put_if(set(key, &value, time).arg("NX"), None).await?,
        };
        Ok(added.then(|| Version::of_contents(value)))
    }

    async fn clear_keys(&self, prefix: &str, on: &Server) -> Result<(), CacheError> {
        let pattern = format!("{}*", escape_pattern(prefix));
        let mut cursor = b"0".to_vec();
        loop {
            let mut command = cmd("SCAN");
            command.arg(&cursor).arg("MATCH").arg(&pattern).arg("COUNT").arg(SCAN);
            let Value::Array(mut answer) = self.link.call(&command, Some(on)).await? else {
                return Err(unexpected());
            };
            let (Some(Value::Array(keys)), Some(Value::BulkString(next))) = (answer.pop(), answer.pop())
            else {
                return Err(unexpected());
            };
            let keys: Vec<Vec<u8>> = keys.into_iter().filter_map(bytes).collect();
            if !keys.is_empty() {
                self.link.call(cmd("DEL").arg(keys), Some(on)).await?;
            }
            if next == b"0" {
                return Ok(());
            }
            cursor = next;
        }
    }
}

impl Backend for Redis {
    fn check(&self) -> CacheFuture<'_, ()> {
        CacheFuture::later(async { self.link.call(&cmd("PING"), None).await.map(drop) })
    }

    fn server(&self) -> CacheFuture<'_, Server> {
        CacheFuture::later(self.link.server())
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn get<'a>(&'a self, key: &'a str, from: Option<&'a Server>) -> CacheFuture<'a, Option<Entry>> {
        CacheFuture::later(async move {
            match self.link.call(cmd("GET").arg(key), from).await? {
                Value::BulkString(value) => self.read(value).map(Some),
                Value::Nil => Ok(None),
                _ => Err(unexpected()),
            }
        })
    }

    fn exists<'a>(&'a self, key: &'a str) -> CacheFuture<'a, bool> {
        CacheFuture::later(async move { self.count(cmd("EXISTS").arg(key)).await })
    }

    fn add<'a>(&'a self, key: &'a str, item: Item<'a>) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(self.add_entry(key, item))
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        item: Item<'a>,
        expected: Option<&'a Version>,
    ) -> CacheFuture<'a, Swap<Version>> {
        CacheFuture::later(self.replace_entry(key, item, expected))
    }

    fn delete<'a>(&'a self, key: &'a str, expected: Option<&'a Version>) -> CacheFuture<'a, Swap<()>> {
        CacheFuture::later(async move {
            match expected {
                Some(version) => {
                    let expected = version.contents().unwrap_or_default();
                    self.compared(script(DELETE, key).arg(expected)).await
                }
                None => Ok(done(self.remove(key).await?)),
            }
        })
    }

    fn hold<'a>(&'a self, key: &'a str, on: Option<&'a Server>) -> CacheFuture<'a, Version> {
        CacheFuture::later(async move {
            let hold = new_hold()?;
            match self.put_if(&set(key, &hold, HOLD.as_millis() as i64), on).await? {
                true => Ok(Version::of_contents(hold)),
                false => Err(unexpected()),
            }
        })
    }

    fn hold_free<'a>(&'a self, key: &'a str, on: &'a Server) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(async move {
            let hold = new_hold()?;
            let mut command = set(key, &hold, HOLD.as_millis() as i64);
            let free = self.put_if(command.arg("NX"), Some(on)).await?;
            Ok(free.then(|| Version::of_contents(hold)))
        })
    }

    fn clear<'a>(&'a self, prefix: &'a str, on: &'a Server) -> CacheFuture<'a, ()> {
        CacheFuture::later(self.clear_keys(prefix, on))
    }
}

/// Prints nothing of the address, which may hold a password.
impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redis")
    }
}

fn set(key: &str, value: &[u8], milliseconds: i64) -> Cmd {
    let mut command = cmd("SET");
    command.arg(key).arg(value).arg("PX").arg(milliseconds);
    command
}

fn script(text: &str, key: &str) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(text).arg(1).arg(key);
    command
}

fn done(happened: bool) -> Swap<()> {
    if happened { Swap::Done(()) } else { Swap::Gone }
}

fn new_hold() -> Result<Vec<u8>, CacheError> {
    let token = crypto::random_text(TOKEN, crypto::KEY_ALPHABET);
    token.map(|token| pickle::nothing(&token)).map_err(|error| CacheError::Failed(error.into()))
}

/// The data of an entry; `None` for a hold.
fn read(value: &[u8]) -> Result<Option<Data>, CacheError> {
    let json = pickle::to_json(value).map_err(|error| CacheError::Unreadable(error.into()))?;
    if json == "null" {
        return Ok(None);
    }
    Data::from_json(&json).map(Some).map_err(|error| CacheError::Unreadable(error.into()))
}

fn bytes(value: Value) -> Option<Vec<u8>> {
    match value {
        Value::BulkString(bytes) => Some(bytes),
        _ => None,
    }
}

/// Escapes what means something in a pattern of Redis.
fn escape_pattern(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '*' | '?' | '[' | ']' | '^' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn unexpected() -> CacheError {
    CacheError::Failed("Redis answered what was not asked for".into())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use time::macros::datetime;

    use super::*;

    #[test]
    fn time_to_live_is_rounded_down_and_never_negative() {
        let now = datetime!(2026-01-02 03:04:05 UTC);
        let cache = Redis::new("redis://host", "default", Clock::fixed(now)).unwrap();

        assert_eq!(cache.time_to_live(now + Duration::from_micros(1999)), 1);
        assert_eq!(cache.time_to_live(now), 0);
        assert_eq!(cache.time_to_live(now - Duration::from_secs(5)), 0);
        assert!(cache.time_to_live(datetime!(9999-12-31 23:59:59 UTC)) > 0);
    }

    #[test]
    fn an_entry_is_data_or_a_hold_or_cannot_be_read() {
        assert!(read(&Data::new().to_pickle().unwrap()).unwrap().is_some());
        assert!(read(&new_hold().unwrap()).unwrap().is_none());
        for value in [&b"5"[..], b"", b"garbage", b"\x80\x04].", b"\x80\x04K\x05."] {
            assert!(matches!(read(value), Err(CacheError::Unreadable(_))));
        }
    }

    #[test]
    fn a_pattern_means_its_own_letters() {
        assert_eq!(escape_pattern(r"a*[b]?\c^"), r"a\*\[b\]\?\\c\^");
    }
}
