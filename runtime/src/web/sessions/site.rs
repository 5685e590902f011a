//! `Site`: what all sessions of one application share.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use crate::base::clock::{Clock, Timestamp};
use crate::base::signing::Keys;
use crate::web::cookies::SetCookie;

use super::expiry::Expiry;
use super::successor::Successors;
use super::{Data, Record, SessionKey, SessionSettings, SessionStore};

/// More queues than this would save nothing: they are entered only by requests that met in one session.
const QUEUES: usize = 64;

/// How long a request waits in a queue.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Site {
    pub(super) store: Arc<dyn SessionStore>,
    pub(super) settings: SessionSettings,
    pub(super) clock: Clock,
    /// `None` where no session moves: there is no older secret key, or nothing on the server.
    pub(super) successors: Option<Successors>,
    plain_cookie: SetCookie,
    hasher: RandomState,
    queues: [Mutex<()>; QUEUES],
}

impl Site {
    pub(super) fn new(
        store: Arc<dyn SessionStore>,
        settings: SessionSettings,
        clock: Clock,
        keys: Option<&Keys>,
    ) -> Self {
        let successors = keys.filter(|_| !store.is_in_cookie()).and_then(Successors::new);
        let queues = std::array::from_fn(|_| Mutex::new(()));
        let plain_cookie = settings.plain_cookie();
        Self { store, settings, clock, successors, plain_cookie, hasher: RandomState::new(), queues }
    }

    /// Waits until no other request of this process that met a conflict saves the session of this key.
    ///
    /// Saving is correct without it. With it, a hundred requests that change one session at the same time
    /// write some hundred times and not some thousand.
    ///
    /// `None` if that takes longer than a store may be waited for: those in front are waiting for it
    /// themselves, one after the other.
    pub(super) async fn queue(&self, key: &SessionKey) -> Option<MutexGuard<'_, ()>> {
        let place = self.hasher.hash_one(key) % QUEUES as u64;
        timeout(PATIENCE, self.queues[place as usize].lock()).await.ok()
    }

    /// The cookie of a session that is saved at `now` and ends as `expiry` says.
    pub(super) fn cookie(&self, key: &SessionKey, expiry: Expiry, now: Timestamp) -> SetCookie {
        let cookie = self.plain_cookie.clone().with_shared_value(key.shared());
        self.settings.ending(cookie, expiry, now)
    }

    /// The record to store for `data` if it is saved now.
    pub(super) fn record(&self, data: Data) -> Record {
        let expires_at = Expiry::of(&data).date(self.clock.now(), &self.settings);
        Record { data, expires_at }
    }
}
