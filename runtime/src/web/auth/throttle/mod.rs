//! Pauses after wrong passwords, so that nobody tries a list of them (OWASP, Authentication Cheat Sheet, "Account
//! Lockout"; Django leaves that to others).
//!
//! What is counted, and how long the pause after each further wrong password is: a second, then twice as long each
//! time, up to the longest. While it lasts no password is checked, right or wrong, and the answer is 429 with
//! `Retry-After`; so it is for whoever has begun before it and would be told now, so that a crowd learns no more than one
//! after the other, and all of a browser's tabs get in. An hour after the last wrong password all is forgotten.
//!
//! | wrong ones of | without a pause | longest pause | against |
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
use crate::base::signing::{self, Keys, b64url};
use crate::web::caches;
use crate::web::request::Request;

use rule::Rule;

/// How long an address from which a name has logged in is remembered.
const KNOWN_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// One try to log in, with what is counted if it fails.
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

/// Why no password is checked now, or nothing told of it.
enum Refusal {
    Pause(Duration),
    Cache(CacheError),
}

impl From<CacheError> for Refusal {
    fn from(error: CacheError) -> Self {
        Self::Cache(error)
    }
}

impl Refusal {
    fn or_without_counting(self) -> Result<(), Error> {
        match self {
            Self::Pause(pause) => {
                Err(too_many("too many attempts to log in: wait before the next one", pause))
            }
            Self::Cache(error) => {
                without_counting(&error);
                Ok(())
            }
        }
    }
}

impl<'a> Attempt<'a> {
    /// Before a password is looked at; afterwards either [`Attempt::succeeded`] or [`Attempt::failed`] says whether the
    /// outcome may be told. `None` if nothing is counted.
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
            Err(error) => {
                without_counting(&error);
                return Ok(None);
            }
        };
        attempt.check().await?;
        Ok(Some(attempt))
    }

    async fn new(request: &'a Request, username: &str) -> Result<Self, CacheError> {
        let cache = request.cache(caches::DEFAULT)?;
        let name = name_key(&request.shared().keys, username);
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

    async fn check(&self) -> Result<(), Error> {
        for count in &self.counts {
            count.check(self.cache).await.or_else(Refusal::or_without_counting)?;
        }
        Ok(())
    }

    /// The password was wrong: counts it, and begins the pauses that follow.
    ///
    /// # Errors
    ///
    /// 429 if another attempt has begun one meanwhile: nothing of this one is told.
    pub(super) async fn failed(self) -> Result<(), Error> {
        let mut outcome = Ok(());
        for count in &self.counts {
            let counted = count.add(self.cache).await.or_else(Refusal::or_without_counting);
            outcome = outcome.and(counted);
        }
        outcome
    }

    /// The password was right: the name begins anew, and its address is known. What the address has against it stays,
    /// or else whoever has an account could try those of others for ever.
    ///
    /// # Errors
    ///
    /// 429 if a pause has begun meanwhile: nothing of this one is told.
    pub(super) async fn succeeded(self) -> Result<(), Error> {
        self.check().await?;
        let outcome = async {
            for count in self.counts.iter().filter(|count| count.rule.is_forgiven) {
                count.forgive(self.cache).await?;
            }
            self.cache.set(&self.known, &true, KNOWN_FOR).await
        };
        if let Err(error) = outcome.await {
            without_counting(&error);
        }
        Ok(())
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
    /// If there is a pause already.
    async fn add(&self, cache: &Cache) -> Result<(), Refusal> {
        let key = self.count_key();
        cache.add(&key, &0, rule::REMEMBERED_FOR).await?;
        let count = cache.incr(&key, 1).await?.unwrap_or(1);
        cache.touch(&key, rule::REMEMBERED_FOR).await?;
        let Some(pause) = self.rule.pause_after(count) else { return Ok(()) };
        let until = cache.now() + pause;
        match cache.add(&self.pause_key(), &milliseconds(until), pause).await? {
            true => Ok(()),
            false => self.check(cache).await,
        }
    }

    async fn forgive(&self, cache: &Cache) -> Result<(), CacheError> {
        cache.delete(&self.count_key()).await?;
        cache.delete(&self.pause_key()).await.map(drop)
    }

    fn count_key(&self) -> String {
        format!("vestibule.login.count.{}.{}", self.rule.name, self.key)
    }

    fn pause_key(&self) -> String {
        format!("vestibule.login.pause.{}.{}", self.rule.name, self.key)
    }
}

/// 429 with `Retry-After`; `detail` is for the log and for the visitor.
pub(crate) fn too_many(detail: &'static str, pause: Duration) -> Error {
    Error::new(StatusCode::TOO_MANY_REQUESTS, detail).with_retry_after(pause).telling(Told::new(detail))
}

fn without_counting(error: &CacheError) {
    let cause = crate::base::error::chain(error);
    tracing::warn!(target: "vestibule::auth", cause, "logins are not counted: the cache does not answer");
}

/// Spellings of one name count as one. A cache that is shared tells nobody who has tried to log in.
pub(crate) fn name_key(keys: &Keys, username: &str) -> String {
    const SALT: &str = "vestibule.auth.throttle";
    let name = username.trim().to_lowercase();
    let key = signing::salted_key(Algorithm::Sha256, SALT, keys.current());
    b64url::encode(&key.sign(name.as_bytes()).as_ref()[..18])
}

/// An IPv6 client counts by its network.
pub(crate) fn address_key(address: IpAddr) -> String {
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
