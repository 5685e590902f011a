//! `Redis`: a cache that processes share, also with Django.
//!
//! One key of Redis for each entry: a string, the pickle of the value or, of a whole number, its digits, with the
//! entry's time as its time to live. That is what Django's `RedisCache` writes. A hold is a pickle of None, which Django takes for no entry.
//!
//! ```text
//! 127.0.0.1:6379> get :1:django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy
//! "\x80\x04}(\x8c\x05hobby\x8c\x04girlu."
//! ```
//!
//! Every operation but [`clear`](Backend::clear) and [`keys`](Backend::keys) is one command, and so one trip. Versions are the pickles: the
//! scripts below compare what is stored with what was read, byte by byte, and answer with what is stored if it is
//! something else.
//!
//! What Redis promises depends on how it is run: with `appendfsync everysec`, which is its advice, the last second
//! is lost when the machine is; without append-only file, all since the last snapshot.

mod address;
mod client;
mod command;
mod connection;
mod format;
mod refusal;

use std::fmt;

use ::redis::{Cmd, Value as Answer, cmd};

use self::client::Client;
use self::command::{DELETE, INCREMENT, Lifetime, REPLACE, of_key, script, set};
use self::format::{read, write};
use super::{Backend, CacheError, CacheFuture, Entry, Item, Key, Keys, Server, Swap, Version};
use crate::base::clock::Timestamp;
use crate::base::{crypto, pickle};

/// Characters of the token that makes a hold unlike any other.
const TOKEN: usize = 22;

/// Keys looked at in one step of [`Backend::clear`] and [`Backend::keys`]; other commands pass in between.
const SCAN: usize = 1000;

/// Where a walk through all keys begins, and where it is at its end.
const BEGINNING: &[u8] = b"0";

/// A cache in Redis.
pub(super) struct Redis {
    client: Client,
}

impl Redis {
    /// The cache at an address; nothing is connected yet.
    pub(super) fn new(address: &str, alias: &str) -> Result<Self, CacheError> {
        let info = address::parse(address).ok_or_else(|| CacheError::unknown_address(alias))?;
        Ok(Self { client: Client::new(info, client::LIMIT) })
    }

    async fn put_if(&self, command: &Cmd, on: Option<&Server>) -> Result<bool, CacheError> {
        match self.client.call(command, on).await? {
            Answer::Okay => Ok(true),
            Answer::Nil => Ok(false),
            _ => Err(unexpected()),
        }
    }

    async fn count(&self, command: &Cmd) -> Result<bool, CacheError> {
        match self.client.call(command, None).await? {
            Answer::Int(count) => Ok(count > 0),
            _ => Err(unexpected()),
        }
    }

    async fn remove(&self, key: Key<'_>) -> Result<bool, CacheError> {
        self.count(&of_key("DEL", key)).await
    }

    async fn is_there(&self, key: Key<'_>) -> Result<bool, CacheError> {
        self.count(&of_key("EXISTS", key)).await
    }

    /// What a script that compares has answered.
    async fn compared(&self, command: &Cmd) -> Result<Swap<()>, CacheError> {
        match self.client.call(command, None).await? {
            Answer::Int(_) => Ok(Swap::Done(())),
            Answer::Nil => Ok(Swap::Gone),
            Answer::BulkString(value) => Ok(Swap::Changed(read(value)?)),
            _ => Err(unexpected()),
        }
    }

    async fn replace_entry(
        &self,
        key: Key<'_>,
        item: Item,
        expected: Option<&Version>,
        now: Timestamp,
    ) -> Result<Swap<Version>, CacheError> {
        let value = write(&item.value)?;
        let time = Lifetime::until(item.expires_at, now);
        let swap = match expected {
            Some(version) => {
                // A version that is none of ours has no contents, and no entry is empty.
                let expected = version.contents().unwrap_or_default();
                let mut command = script(REPLACE, key);
                self.compared(command.arg(expected).arg(&value).arg(time.milliseconds())).await?
            }
            None if time == Lifetime::Over => done(self.remove(key).await?),
            None => done(self.put_if(set(key, &value, time).arg("XX"), None).await?),
        };
        Ok(swap.map(|()| Version::of_contents(value)))
    }

    async fn set_entry(&self, key: Key<'_>, item: Item, now: Timestamp) -> Result<(), CacheError> {
        let value = write(&item.value)?;
        match Lifetime::until(item.expires_at, now) {
            Lifetime::Over => self.remove(key).await.map(drop),
            time => self.put_if(&set(key, &value, time), None).await.map(drop),
        }
    }

    async fn add_entry(
        &self,
        key: Key<'_>,
        item: Item,
        now: Timestamp,
    ) -> Result<Option<Version>, CacheError> {
        let value = write(&item.value)?;
        let added = match Lifetime::until(item.expires_at, now) {
            Lifetime::Over => !self.is_there(key).await?,
            time => self.put_if(set(key, &value, time).arg("NX"), None).await?,
        };
        Ok(added.then(|| Version::of_contents(value)))
    }

    async fn touch_entry(
        &self,
        key: Key<'_>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool, CacheError> {
        match Lifetime::until(expires_at, now) {
            Lifetime::Over => self.remove(key).await,
            Lifetime::Milliseconds(time) => self.count(of_key("PEXPIRE", key).arg(time)).await,
            // `PERSIST` does not tell an entry that has no end from one that is not there.
            Lifetime::Endless => {
                self.count(&of_key("PERSIST", key)).await?;
                self.is_there(key).await
            }
        }
    }

    async fn clear_keys(&self, prefix: &str, on: Option<&Server>) -> Result<(), CacheError> {
        let mut cursor = BEGINNING.to_vec();
        loop {
            let (keys, next) = self.scan(prefix, &cursor, on).await?;
            if !keys.is_empty() {
                self.client.call(cmd("DEL").arg(keys), on).await?;
            }
            if next == BEGINNING {
                return Ok(());
            }
            cursor = next;
        }
    }

    async fn keys_from(&self, prefix: &str, place: Option<Vec<u8>>) -> Result<Keys, CacheError> {
        let cursor = place.unwrap_or_else(|| BEGINNING.to_vec());
        let (keys, next) = self.scan(prefix, &cursor, None).await?;
        let keys = keys.into_iter().filter_map(|key| String::from_utf8(key).ok()).collect();
        Ok(Keys { keys, next: (next != BEGINNING).then_some(next) })
    }

    /// One step through the keys that begin so, and where the next one begins; after the last that is the beginning.
    async fn scan(
        &self,
        prefix: &str,
        cursor: &[u8],
        on: Option<&Server>,
    ) -> Result<(Vec<Vec<u8>>, Vec<u8>), CacheError> {
        let pattern = format!("{}*", escape_pattern(prefix));
        let mut command = cmd("SCAN");
        command.arg(cursor).arg("MATCH").arg(&pattern).arg("COUNT").arg(SCAN);
        let Answer::Array(mut answer) = self.client.call(&command, on).await? else {
            return Err(unexpected());
        };
        match (answer.pop(), answer.pop()) {
            (Some(Answer::Array(keys)), Some(Answer::BulkString(next))) => {
                Ok((keys.into_iter().filter_map(bytes).collect(), next))
            }
            _ => Err(unexpected()),
        }
    }
}

impl Backend for Redis {
    fn check(&self) -> CacheFuture<'_, ()> {
        CacheFuture::later(async { self.client.call(&cmd("PING"), None).await.map(drop) })
    }

    fn server(&self) -> CacheFuture<'_, Server> {
        CacheFuture::later(self.client.server())
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn get<'a>(
        &'a self,
        key: Key<'a>,
        _: Timestamp,
        from: Option<&'a Server>,
    ) -> CacheFuture<'a, Option<Entry>> {
        CacheFuture::later(async move { found(self.client.call(&of_key("GET", key), from).await?) })
    }

    fn get_many<'a>(&'a self, keys: &'a [String], _: Timestamp) -> CacheFuture<'a, Vec<Option<Entry>>> {
        CacheFuture::later(async move {
            if keys.is_empty() {
                return Ok(Vec::new());
            }
            match self.client.call(cmd("MGET").arg(keys), None).await? {
                Answer::Array(values) => values.into_iter().map(found).collect(),
                _ => Err(unexpected()),
            }
        })
    }

    fn exists<'a>(&'a self, key: Key<'a>, _: Timestamp) -> CacheFuture<'a, bool> {
        CacheFuture::later(self.is_there(key))
    }

    fn set<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, ()> {
        CacheFuture::later(self.set_entry(key, item, now))
    }

    fn add<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(self.add_entry(key, item, now))
    }

    fn replace<'a>(
        &'a self,
        key: Key<'a>,
        item: Item,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> CacheFuture<'a, Swap<Version>> {
        CacheFuture::later(self.replace_entry(key, item, expected, now))
    }

    fn delete<'a>(
        &'a self,
        key: Key<'a>,
        expected: Option<&'a Version>,
        _: Timestamp,
    ) -> CacheFuture<'a, Swap<()>> {
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

    fn increment<'a>(&'a self, key: Key<'a>, by: i64, _: Timestamp) -> CacheFuture<'a, Option<i64>> {
        CacheFuture::later(async move {
            match self.client.call(script(INCREMENT, key).arg(by), None).await? {
                Answer::Int(sum) => Ok(Some(sum)),
                Answer::Nil => Ok(None),
                Answer::BulkString(_) => Err(CacheError::not_a_number()),
                _ => Err(unexpected()),
            }
        })
    }

    fn touch<'a>(
        &'a self,
        key: Key<'a>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> CacheFuture<'a, bool> {
        CacheFuture::later(self.touch_entry(key, expires_at, now))
    }

    fn hold<'a>(&'a self, key: Key<'a>, _: Timestamp, on: Option<&'a Server>) -> CacheFuture<'a, Version> {
        CacheFuture::later(async move {
            let hold = new_hold()?;
            match self.put_if(&set(key, &hold, Lifetime::HOLD), on).await? {
                true => Ok(Version::of_contents(hold)),
                false => Err(unexpected()),
            }
        })
    }

    fn hold_free<'a>(
        &'a self,
        key: Key<'a>,
        _: Timestamp,
        on: &'a Server,
    ) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(async move {
            let hold = new_hold()?;
            let mut command = set(key, &hold, Lifetime::HOLD);
            let free = self.put_if(command.arg("NX"), Some(on)).await?;
            Ok(free.then(|| Version::of_contents(hold)))
        })
    }

    fn clear<'a>(&'a self, prefix: &'a str, on: Option<&'a Server>) -> CacheFuture<'a, ()> {
        CacheFuture::later(self.clear_keys(prefix, on))
    }

    fn keys<'a>(&'a self, prefix: &'a str, place: Option<Vec<u8>>) -> CacheFuture<'a, Keys> {
        CacheFuture::later(self.keys_from(prefix, place))
    }
}

/// Prints nothing of the address, which may hold a password.
impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redis")
    }
}

fn done(happened: bool) -> Swap<()> {
    if happened { Swap::Done(()) } else { Swap::Gone }
}

fn new_hold() -> Result<Vec<u8>, CacheError> {
    let token = crypto::random_text(TOKEN, crypto::KEY_ALPHABET);
    token.map(|token| pickle::nothing(&token)).map_err(|error| CacheError::Failed(error.into()))
}

/// What `GET` has answered.
fn found(answer: Answer) -> Result<Option<Entry>, CacheError> {
    match answer {
        Answer::BulkString(value) => read(value).map(Some),
        Answer::Nil => Ok(None),
        _ => Err(unexpected()),
    }
}

fn bytes(value: Answer) -> Option<Vec<u8>> {
    match value {
        Answer::BulkString(bytes) => Some(bytes),
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
    use super::*;

    #[test]
    fn a_pattern_means_its_own_letters() {
        assert_eq!(escape_pattern(r"a*[b]?\c^"), r"a\*\[b\]\?\\c\^");
    }
}
