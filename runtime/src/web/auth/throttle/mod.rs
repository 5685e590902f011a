//! Pauses after wrong passwords, so that nobody tries a list of them (OWASP, Authentication Cheat Sheet, "Account
//! Lockout"; Django leaves that to others).
//!
//! What is counted, and how long the pause after each further wrong password is: a second, then twice as long each
//! time, up to the longest. While it lasts no password is checked, right or wrong, and the answer is 429 with
//! `Retry-After`. An hour after the last attempt all is forgotten.
//!
//! | counted | without a pause | longest pause | against |
//! |---|--:|--:|---|
//! | a name, from one address | 5 | 5 min | trying passwords of one user |
//! | an address, whatever the names | 30 | 1 min | trying a few passwords of many users |
//! | a name, from wherever | 50 | 15 s | the same from many addresses |
//!
//! **Nobody is locked out by somebody else.** An address from which a name has logged in within the last 30 days is
//! not kept waiting by what others do with that name, and nobody else is for longer than 15 seconds (OWASP, "Device
//! Cookies", with the address in place of the cookie). An IPv6 client counts by its network of 64 bits, of which it has
//! all addresses.
//!
//! The counts stand in the `default` cache, which processes share if it is Redis; without that, each counts for itself.
//! A cache that is away keeps nobody from logging in, and has a line in the log. Names stand there as keyed hashes.

mod rule;

use std::net::IpAddr;
use std::time::Duration;

use http::StatusCode;

use crate::base::cache::{Cache, CacheError};
use crate::base::clock::Timestamp;
use crate::base::crypto::Algorithm;
use crate::base::error::{Error, Told};
use crate::base::signing::{self, b64url};
use crate::web::caches;
use crate::web::request::Request;

use rule::Rule;

/// How long an address from which a name has logged in is remembered.
const KNOWN_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// One try to log in, with what is counted for it.
pub(super) struct Attempt<'a> {
    cache: &'a Cache,
    /// The entry that says that this name has logged in from this address.
    known: String,
    counts: Vec<Count>,
}

/// One of the things that are counted, and its entry's name.
struct Count {
    rule: &'static Rule,
    key: String,
}

/// Why no password is checked now.
enum Refusal {
    Pause(Duration),
    Cache(CacheError),
}

impl From<CacheError> for Refusal {
    fn from(error: CacheError) -> Self {
        Self::Cache(error)
    }
}

impl<'a> Attempt<'a> {
    /// Counts one more attempt, which passes for a wrong one until [`Attempt::succeeded`]: of many that come at once
    /// no more are let through than one after the other.
    ///
    /// # Errors
    ///
    /// 429 while a pause lasts.
    pub(super) async fn begin(request: &'a Request, username: &str) -> Result<Option<Self>, Error> {
        if !request.shared().settings.login_throttle {
            return Ok(None);
        }
        let attempt = match Self::new(request, username).await {
            Ok(attempt) => attempt,
            Err(error) => return Ok(without_counting(&error)),
        };
        match attempt.count().await {
            Ok(()) => Ok(Some(attempt)),
            Err(Refusal::Pause(pause)) => Err(refused(pause)),
            Err(Refusal::Cache(error)) => Ok(without_counting(&error)),
        }
    }

    async fn new(request: &'a Request, username: &str) -> Result<Self, CacheError> {
        let cache = request.cache(caches::DEFAULT)?;
        let name = name_key(request, username);
        let address = request.client_ip().map(address_key);
        let from = address.as_deref().unwrap_or("unknown");
        let known = format!("vestibule.login.known.{name}.{from}");
        let is_known = cache.get::<bool>(&known).await?.is_some();

        let mut counts = vec![Count { rule: &rule::NAME_AND_ADDRESS, key: format!("{name}.{from}") }];
        if !is_known {
            counts.push(Count { rule: &rule::NAME, key: name });
        }
        if let Some(address) = address {
            counts.push(Count { rule: &rule::ADDRESS, key: address });
        }
        Ok(Self { cache, known, counts })
    }

    async fn count(&self) -> Result<(), Refusal> {
        for count in &self.counts {
            count.check(self.cache).await?;
        }
        for count in &self.counts {
            count.add(self.cache).await?;
        }
        Ok(())
    }

    /// The password was right: the name begins anew, and its address is known. The address has one attempt less
    /// against it, and no more, or else whoever has an account could try those of others for ever.
    pub(super) async fn succeeded(self) {
        let outcome = async {
            for count in &self.counts {
                count.forgive(self.cache).await?;
            }
            self.cache.set(&self.known, &true, KNOWN_FOR).await
        };
        if let Err(error) = outcome.await {
            without_counting::<()>(&error);
        }
    }
}

impl Count {
    /// # Errors
    ///
    /// While a pause lasts.
    async fn check(&self, cache: &Cache) -> Result<(), Refusal> {
        match cache.get::<i64>(&self.pause_key()).await? {
            Some(until) => Err(Refusal::Pause(left(until, cache.now()))),
            None => Ok(()),
        }
    }

    /// # Errors
    ///
    /// If another attempt has begun at the same time, and the pause after that one.
    async fn add(&self, cache: &Cache) -> Result<(), Refusal> {
        let key = self.count_key();
        cache.add(&key, &0, rule::REMEMBERED_FOR).await?;
        let count = cache.incr(&key, 1).await?.unwrap_or(1);
        cache.touch(&key, rule::REMEMBERED_FOR).await?;
        let Some(pause) = self.rule.pause_after(count) else { return Ok(()) };
        let until = cache.now() + pause;
        match cache.add(&self.pause_key(), &milliseconds(until), pause).await? {
            true => Ok(()),
            false => Err(Refusal::Pause(pause)),
        }
    }

    async fn forgive(&self, cache: &Cache) -> Result<(), CacheError> {
        let key = self.count_key();
        match self.rule.is_forgiven_whole {
            true => cache.delete(&key).await.map(drop)?,
            false => cache.decr(&key, 1).await.map(drop)?,
        }
        cache.delete(&self.pause_key()).await.map(drop)
    }

    fn count_key(&self) -> String {
        format!("vestibule.login.count.{}.{}", self.rule.name, self.key)
    }

    fn pause_key(&self) -> String {
        format!("vestibule.login.pause.{}.{}", self.rule.name, self.key)
    }
}

fn refused(pause: Duration) -> Error {
    let detail = "too many attempts to log in: wait before the next one";
    Error::new(StatusCode::TOO_MANY_REQUESTS, detail).with_retry_after(pause).telling(Told::new(detail))
}

fn without_counting<T>(error: &CacheError) -> Option<T> {
    let cause = crate::base::error::chain(error);
    tracing::warn!(target: "vestibule::auth", cause, "logins are not counted: the cache does not answer");
    None
}

/// Spellings of one name count as one. A cache that is shared tells nobody who has tried to log in.
fn name_key(request: &Request, username: &str) -> String {
    const SALT: &str = "vestibule.auth.throttle";
    let name = username.trim().to_lowercase();
    let key = signing::salted_key(Algorithm::Sha256, SALT, request.shared().keys.current());
    b64url::encode(&key.sign(name.as_bytes()).as_ref()[..18])
}

fn address_key(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

fn milliseconds(at: Timestamp) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// What is left of a pause: at least a moment, at most the longest there is, whatever stands in the cache.
fn left(until: i64, now: Timestamp) -> Duration {
    let left = until.saturating_sub(milliseconds(now)).max(1);
    Duration::from_millis(left.unsigned_abs()).min(rule::LONGEST)
}
