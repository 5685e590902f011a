//! How an untrusted cache comes to be trusted again.
//!
//! A task of each process that wants to read from the cache looks at it once a second until it can. When the cache
//! answers, one of them empties it, in steps that all processes know of:
//!
//! 1. The cache is *recovering*. After the grace there is nobody left who changes a row without telling it.
//! 2. All its entries are removed. What comes in from now on was read from rows, under a hold that is older than the
//!    next change.
//! 3. It is *trusted*, unless somebody has distrusted it meanwhile.
//!
//! Who dies in between leaves it recovering, and another goes on from there. Emptying it twice harms nobody.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::base::cache::{CacheError, Key, Server};
use crate::base::error::{self, BoxError};
use crate::web::sessions::StoreError;

use super::table::State;
use super::trust::Leased;

/// Works until the cache can be believed.
pub(super) async fn recover(leased: Weak<Leased>) {
    let task = Task(leased);
    let mut told = false;
    while let Some(leased) = task.0.upgrade() {
        match leased.try_to_recover().await {
            Ok(true) => {
                tracing::info!(target: "vestibule::sessions", "sessions are read from the cache");
                return;
            }
            Err(trouble) if trouble.lasts && !told => {
                told = true;
                let cause = error::chain(&*trouble.cause);
                tracing::warn!(target: "vestibule::sessions", cause, "sessions cannot be read from the cache");
            }
            Ok(false) | Err(_) => {}
        }
        let pause = leased.times.pause;
        drop(leased);
        tokio::time::sleep(pause).await;
    }
}

/// Says that it is over when it is dropped, also with its runtime.
struct Task(Weak<Leased>);

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(leased) = self.0.upgrade() {
            leased.is_recovering.store(false, Ordering::Release);
        }
    }
}

/// What keeps the cache from being recovered.
struct Trouble {
    cause: BoxError,
    /// Whether it does not go by itself.
    lasts: bool,
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self { lasts: !matches!(error, StoreError::Unavailable(_)), cause: error.into() }
    }
}

impl From<CacheError> for Trouble {
    fn from(error: CacheError) -> Self {
        Self { lasts: !matches!(error, CacheError::Unavailable(_)), cause: error.into() }
    }
}

impl Leased {
    /// Does what can be done now; whether the cache can be believed.
    async fn try_to_recover(self: &Arc<Self>) -> Result<bool, Trouble> {
        let known = self.read().await?;
        let server = self.cache.backend().server().await?;
        let lasts = |time: Duration| known.since.elapsed() > time;
        match known.state() {
            State::Trusted(trusted) if *trusted == server => return Ok(true),
            // What another has begun.
            State::Recovering(_) if !lasts(self.times.patience) => {}
            State::Recovering(recovering) if *recovering == server => {
                return self.finish(&server, known.epoch()).await;
            }
            State::Trusted(_) | State::Recovering(_) => {
                tracing::info!(target: "vestibule::sessions", "the cache is another, or was restarted");
                self.table.swap(known.epoch(), &State::Untrusted).await?;
            }
            State::Untrusted if !lasts(self.quiet()) => {}
            State::Untrusted | State::New => {
                let recovering = State::Recovering(server.clone());
                if let Some(epoch) = self.table.swap(known.epoch(), &recovering).await? {
                    tokio::time::sleep(self.times.grace).await;
                    return self.finish(&server, &epoch).await;
                }
            }
        }
        Ok(false)
    }

    /// Empties a cache that every change is told to, and has it trusted.
    async fn finish(self: &Arc<Self>, server: &Server, epoch: &str) -> Result<bool, Trouble> {
        if let Err(error) = self.empty(server).await {
            self.table.swap(epoch, &State::Untrusted).await?;
            return Err(error.into());
        }
        self.table.swap(epoch, &State::Trusted(server.clone())).await?;
        // If somebody was faster, or has distrusted it, that is seen here.
        Ok(self.read().await?.believed() == Some(server))
    }

    /// Removes every entry, and sees whether the server can be told anything: one that only reads cannot.
    async fn empty(&self, server: &Server) -> Result<(), CacheError> {
        let cache = self.cache.backend();
        cache.clear(&self.prefix, Some(server)).await?;
        let (probe, now) = (Key { start: self.prefix.as_bytes(), rest: b" probe" }, self.cache.now());
        let hold = cache.hold(probe, now, Some(server)).await?;
        cache.delete(probe, Some(&hold), now).await.map(drop)
    }
}
