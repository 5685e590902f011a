//! `Limit`: how often something may be done, so that nobody floods a table or a mailbox.
//!
//! Counts stand in the `default` cache, as those of wrong passwords do (`auth::throttle`): a cache that is away keeps
//! nobody out, and has a line in the log. `login_throttle = false` turns these off, too.

use std::time::Duration;

use crate::base::cache::{Cache, CacheError};
use crate::base::error::{Error, chain};
use crate::web::auth::{address_key, name_key, too_many};
use crate::web::caches;
use crate::web::request::{Request, Shared};

/// So many within an hour, counted from one full hour to the next.
pub(super) struct Limit {
    /// A word in the names of its entries.
    name: &'static str,
    most: i64,
}

/// Forms to register with, from one client: who asks more often is after the names that are taken.
pub(super) const SIGNUPS: Limit = Limit { name: "signup", most: 30 };

/// Forms that ask for a mail, from one client.
pub(super) const RESETS: Limit = Limit { name: "reset", most: 20 };

/// Mails to one address.
pub(super) const MAILS: Limit = Limit { name: "mail", most: 5 };

const WITHIN: Duration = Duration::from_secs(60 * 60);

impl Limit {
    /// Counts one more of this request's client. One whose address nobody knows is not counted.
    ///
    /// # Errors
    ///
    /// 429 with `Retry-After` if there were too many.
    pub(super) async fn count_client(&self, request: &Request) -> Result<(), Error> {
        let Some(client) = request.client_ip() else { return Ok(()) };
        match self.count(request.shared(), &address_key(client)).await {
            None => Ok(()),
            Some(pause) => Err(too_many("too many forms from one address: wait before the next one", pause)),
        }
    }

    /// Counts one more for this mailbox, in whatever case it is written; whether it is not one too many.
    pub(super) async fn allows_mailbox(&self, shared: &Shared, mailbox: &str) -> bool {
        self.count(shared, &name_key(&shared.keys, mailbox)).await.is_none()
    }

    /// How long to wait, if this is one too many.
    async fn count(&self, shared: &Shared, whose: &str) -> Option<Duration> {
        if !shared.settings.login_throttle {
            return None;
        }
        let counted = async { self.count_in(shared.caches.get(caches::DEFAULT)?, whose).await };
        counted.await.unwrap_or_else(|error| {
            let cause = chain(&error);
            tracing::warn!(target: "vestibule::auth", cause, "forms are not counted: the cache does not answer");
            None
        })
    }

    async fn count_in(&self, cache: &Cache, whose: &str) -> Result<Option<Duration>, CacheError> {
        let (hour, left) = hour(cache.now().unix_timestamp());
        let key = format!("vestibule.limit.{}.{hour}.{whose}", self.name);
        cache.add(&key, &0, WITHIN).await?;
        let count = cache.incr(&key, 1).await?.unwrap_or(1);
        Ok((count > self.most).then_some(left))
    }
}

/// The number of the hour that an instant is in, and what is left of it.
fn hour(now: i64) -> (i64, Duration) {
    let seconds = WITHIN.as_secs().cast_signed();
    let left = seconds - now.rem_euclid(seconds);
    (now.div_euclid(seconds), Duration::from_secs(left.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_ends_where_the_next_begins() {
        assert_eq!(hour(7200), (2, Duration::from_secs(3600)));
        assert_eq!(hour(10_799), (2, Duration::from_secs(1)));
        assert_eq!(hour(10_800), (3, Duration::from_secs(3600)));
    }
}
