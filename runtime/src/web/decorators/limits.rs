//! `rate_limit(…)`: how often somebody may ask for a view (OWASP, REST Security Cheat Sheet; API Security Top 10, API4).
//!
//! Requests are counted in the `default` cache, so that processes which share it count together. **While it is away, each process
//! counts for itself**: to let everyone in would be a way in for whoever can bring the cache down, and to let nobody in a way to
//! bring the site down. A refused request is not counted, so that who keeps asking is let in as often as the limit says.
//!
//! In the cache stands a number for each of two windows (`window`), under
//!
//! ```text
//! vestibule.rate.tQ0yRZk1cJb5n8mYqC3u9w1x.29457424      a keyed hash of view, limit and who it is; the window's number
//! ```

use std::sync::LazyLock;
use std::time::Duration;

use crate::base::cache::{Cache, CacheError, CacheSettings};
use crate::base::clock::Clock;
use crate::base::crypto::Algorithm;
use crate::base::error::{self, Error};
use crate::base::signing::{self, b64url};
use crate::web::auth::{address_key, too_many};
use crate::web::caches;
use crate::web::request::{Request, UserSlot};
use crate::web::tables::{LimitKey, ViewEntry};
use crate::web::view::{RateLimit, RateLimitBy};

use super::window::Window;

/// Where requests are counted while the application's cache is away.
static OF_THIS_PROCESS: LazyLock<Option<Cache>> =
    LazyLock::new(|| Cache::open(&CacheSettings::default(), &Clock::system()).ok());

/// Counts the request by each of the view's limits.
///
/// # Errors
///
/// 429 with `Retry-After` if one of them is reached; then it counts by none. Those of the session and the users, where the
/// visitor cannot be looked up.
pub(super) async fn check(
    entry: &'static ViewEntry,
    keys: &'static [Option<LimitKey>],
    request: &mut Request,
) -> Result<(), Error> {
    let mut counted: Vec<Count> = Vec::new();
    for (limit, key) in entry.info.flags.rate_limits.iter().zip(keys) {
        let Some(who) = who(limit.by, *key, request).await? else { continue };
        let mut count =
            Count::new(entry_key(entry, *limit, &who, request), Window::at(*limit, request.now()));
        if let Some(wait) = count.add(request).await {
            for earlier in &counted {
                earlier.take_back().await;
            }
            return Err(too_many("too many requests: wait before the next one", wait));
        }
        counted.push(count);
    }
    Ok(())
}

/// Whom a request is counted for; `None` for nobody.
async fn who(by: RateLimitBy, key: Option<LimitKey>, request: &mut Request) -> Result<Option<String>, Error> {
    Ok(Some(match by {
        RateLimitBy::Function => return Ok(key.and_then(|key| key(request))),
        RateLimitBy::Path => format!("path {}", request.path()),
        RateLimitBy::Ip => address(request),
        RateLimitBy::User if matches!(request.user, UserSlot::Absent) => address(request),
        RateLimitBy::User => match request.user_ref().await? {
            Some(user) => format!("user {}", user.id()),
            None => address(request),
        },
    }))
}

/// Those whose address nobody knows are one.
fn address(request: &Request) -> String {
    format!("ip {}", request.client_ip().map_or_else(String::new, address_key))
}

/// The name of its entries, but for the window: a cache that is shared tells nobody who asks for what.
fn entry_key(entry: &'static ViewEntry, limit: RateLimit, who: &str, request: &Request) -> String {
    const SALT: &str = "vestibule.rate_limit";
    let key = signing::salted_key(Algorithm::Sha256, SALT, request.shared().keys.current());
    let text = format!("{} {} {limit} {who}", entry.view(), entry.info.path);
    b64url::encode(&key.sign(text.as_bytes()).as_ref()[..18])
}

/// What is counted, and when.
struct Count {
    key: String,
    window: Window,
    /// Where it has been.
    cache: Option<Cache>,
}

impl Count {
    fn new(key: String, window: Window) -> Self {
        Self { key, window, cache: None }
    }

    /// Counts one more; how long it has to wait, if it is one too many.
    async fn add(&mut self, request: &Request) -> Option<Duration> {
        let added = match request.cache(caches::DEFAULT) {
            Ok(cache) => self.add_in(cache).await,
            Err(error) => Err(error),
        };
        let wait = match (added, OF_THIS_PROCESS.as_ref()) {
            (Ok(wait), _) => wait,
            (Err(error), own) => {
                let cause = error::chain(&error);
                tracing::warn!(target: "vestibule::rate_limit", cause, "the cache does not answer: this process counts for itself");
                self.add_in(own?).await.unwrap_or_default()
            }
        };
        if wait.is_some() {
            self.take_back().await;
        }
        wait
    }

    async fn add_in(&mut self, cache: &Cache) -> Result<Option<Duration>, CacheError> {
        let current = self.increment(cache).await?;
        self.cache = Some(cache.clone());
        let previous = cache.get::<i64>(&self.name(self.window.number - 1)).await?.unwrap_or_default();
        Ok(self.window.wait(current, previous))
    }

    /// One step where there is a count, three where there is none: of several that begin it at once, none is lost.
    async fn increment(&self, cache: &Cache) -> Result<i64, CacheError> {
        let name = self.name(self.window.number);
        if let Some(count) = cache.incr(&name, 1).await? {
            return Ok(count);
        }
        cache.add(&name, &0, self.window.lifetime()).await?;
        Ok(cache.incr(&name, 1).await?.unwrap_or(1))
    }

    /// If the cache is away by now, the window will soon be over.
    async fn take_back(&self) {
        if let Some(cache) = &self.cache {
            let _ = cache.decr(&self.name(self.window.number), 1).await;
        }
    }

    fn name(&self, window: i64) -> String {
        format!("vestibule.rate.{}.{window}", self.key)
    }
}
