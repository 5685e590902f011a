//! `Successors`: where a session has gone that was moved because the site has a new secret key.
//!
//! Under `secret_key_fallbacks` a login that was made under an older secret key is good, and whoever finds that out
//! first gives the session a new key (Django, `contrib/auth/__init__.py`, `get_user`). But browsers send their requests
//! by the dozen, and the others, in whatever process, still bring the old key. They are to find the session. So the new
//! key is not drawn but made, of 32 characters of `a-z0-9` like any other:
//!
//! ```text
//! HMAC-SHA256( of the secret key;  minutes since 1970(8, big-endian)  old session key )
//! ```
//!
//! Who finds nothing under a key looks under its successors of this minute and of the last. Nothing is kept for that
//! anywhere, and after two minutes at most the old key leads nowhere. It has never led to more than it had led to
//! before: keys that end with a login or a logout have no successor.

use std::time::Duration;

use tokio::time::sleep;

use crate::base::clock::Timestamp;
use crate::base::crypto::{Algorithm, HmacKey};
use crate::base::data::Entry;
use crate::base::signing::{self, Keys};

use super::handle::SessionHandle;
use super::state::Written;
use super::store::{Create, Delete, Load, Stored};
use super::{SessionError, SessionKey};

const SALT: &str = "vestibule.sessions.successor";

/// How long a key leads to its successor at least; twice as long at most.
const WINDOW: i64 = 60;

/// How often to look whether another process is done moving a session, and for how long.
const LOOK_AFTER: Duration = Duration::from_millis(10);
const LOOKS: usize = 50;

/// Makes the keys of sessions that move.
pub(super) struct Successors(HmacKey);

impl Successors {
    /// `None` if no session moves, since there is no older key.
    pub(super) fn new(keys: &Keys) -> Option<Self> {
        let has_fallbacks = keys.iter().nth(1).is_some();
        has_fallbacks.then(|| Self(signing::salted_key(Algorithm::Sha256, SALT, keys.current())))
    }

    /// What a session under this key moves to now.
    fn of(&self, key: &SessionKey, now: Timestamp) -> SessionKey {
        self.in_window(key, now.unix_timestamp().div_euclid(WINDOW))
    }

    /// What it may have moved to lately, the earlier first: whoever comes later finds that and makes no other.
    fn lately(&self, key: &SessionKey, now: Timestamp) -> [SessionKey; 2] {
        let window = now.unix_timestamp().div_euclid(WINDOW);
        [self.in_window(key, window - 1), self.in_window(key, window)]
    }

    fn in_window(&self, key: &SessionKey, window: i64) -> SessionKey {
        let message = [&window.to_be_bytes(), key.as_str().as_bytes()].concat();
        SessionKey::of_digest(self.0.sign(&message).as_ref())
    }
}

impl SessionHandle {
    /// Moves the session to its successor, with this entry changed; or goes where another request has moved it.
    ///
    /// The session does not count as modified by that: it is stored already, and what is left is to send its key.
    ///
    /// # Errors
    ///
    /// [`SessionError::Interrupted`] if another request has ended the session meanwhile.
    pub(super) async fn move_to_successor(&self, entry: Entry, now: Timestamp) -> Result<(), SessionError> {
        self.load_record(now).await?;
        let manager = self.manager();
        let (Some(successors), Some(old)) = (&manager.successors, self.key()) else {
            self.state().insert(entry);
            return self.move_record(now).await;
        };
        // In this process one after the other, so that only the first has something to do.
        let queue = manager.queue(&old).await;
        if self.successor_of(&old, now).await?.is_some() {
            drop(queue);
            return self.go_after(&old).await;
        }
        let (pending, was_modified) = {
            let mut state = self.state();
            let was_modified = state.modified;
            (state.begin_writing(), was_modified)
        };
        let moving = pending.clone().with_entry(entry);
        let record = manager.record(moving.data.clone(), now);
        let key = successors.of(&old, now);
        let written = match manager.store.create(&key, &record, now).await {
            Ok(Create::Created(version)) => {
                self.settle_in(Written { key, record, version }, &moving, now).await
            }
            // Another request has been here, or is here in another process.
            Ok(Create::CreatedAs(..) | Create::KeyTaken) => Err(SessionError::Interrupted),
            Err(error) => Err(error.into()),
        };
        let ended = self.state().end_writing(written, pending);
        drop(queue);
        match ended {
            Ok(()) => self.state().moved(was_modified),
            Err(SessionError::Interrupted) => self.go_after(&old).await?,
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Goes where another request has moved the session, or is just moving it. If that comes to no end the session
    /// stays where it is, for the next request to move.
    async fn go_after(&self, old: &SessionKey) -> Result<(), SessionError> {
        for _ in 0..LOOKS {
            if let Load::Found(_) = self.manager().store.load(old, self.now()).await? {
                sleep(LOOK_AFTER).await;
                continue;
            }
            let (key, stored) = self.successor_of(old, self.now()).await?.ok_or(SessionError::Interrupted)?;
            self.state().found_elsewhere(key, stored);
            break;
        }
        Ok(())
    }

    /// The session that has lately moved away from this key.
    pub(super) async fn successor_of(
        &self,
        key: &SessionKey,
        now: Timestamp,
    ) -> Result<Option<(SessionKey, Stored)>, SessionError> {
        let manager = self.manager();
        let Some(successors) = &manager.successors else { return Ok(None) };
        for successor in successors.lately(key, now) {
            if let Load::Found(stored) = manager.store.load(&successor, now).await? {
                return Ok(Some((successor, stored)));
            }
        }
        Ok(None)
    }

    /// Removes the session that has lately moved away from this key.
    pub(super) async fn delete_successor_of(
        &self,
        key: &SessionKey,
        now: Timestamp,
    ) -> Result<(), SessionError> {
        let manager = self.manager();
        let Some(successors) = &manager.successors else { return Ok(()) };
        for successor in successors.lately(key, now) {
            if let Delete::Deleted = manager.store.delete(&successor, None, now).await? {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use time::Duration;

    use super::*;
    use crate::base::cache::{self, CacheSettings};
    use crate::base::clock::Clock;
    use crate::web::cookies::Cookies;
    use crate::web::sessions::backends::Cache;
    use crate::web::sessions::conformance::NOW;
    use crate::web::sessions::test_stores::block_on;
    use crate::web::sessions::{CookieChange, Session, SessionSettings, Sessions};

    fn successors(key: &str) -> Successors {
        Successors::new(&Keys::new(key, ["old"])).unwrap()
    }

    fn key() -> SessionKey {
        SessionKey::from_cookie("63bbvvmx690z601yurx3gdqo5v2bg6cy").unwrap()
    }

    #[test]
    fn a_successor_is_a_key_that_every_process_finds_for_a_while() {
        let successor = successors("new").of(&key(), NOW);
        let is_found =
            |seconds| successors("new").lately(&key(), NOW + Duration::seconds(seconds)).contains(&successor);

        assert_eq!(successor.as_str().len(), 32);
        assert!(successor.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        assert!(is_found(0) && is_found(60));
        assert!(!is_found(120) && !is_found(-60));
    }

    #[test]
    fn it_is_another_for_another_secret_or_session() {
        let successor = successors("new").of(&key(), NOW);

        assert!(successor != successors("newer").of(&key(), NOW));
        assert!(successor != successors("new").of(&SessionKey::random().unwrap(), NOW));
        assert!(Successors::new(&Keys::new("new", [""; 0])).is_none());
    }

    /// A site with a new secret key, whose store is in memory.
    struct Site {
        sessions: Sessions,
        clock: Clock,
    }

    impl Site {
        fn new() -> Self {
            let (clock, settings) = (Clock::fixed(NOW), SessionSettings::default());
            let cache = cache::Cache::open(&CacheSettings::default(), &clock).unwrap();
            let store = Arc::new(Cache::new(cache, settings.clone()));
            let keys = Keys::new("new", ["old"]);
            Self { sessions: Sessions::of(store, settings, &clock, Some(&keys)), clock }
        }

        fn cookies(key: &SessionKey) -> Cookies {
            Cookies::parse(format!("sessionid={}", key.as_str()).as_bytes())
        }

        async fn request(&self, key: &SessionKey) -> Session {
            self.sessions.begin(&Self::cookies(key)).load().await.unwrap()
        }

        /// A session, and one request that has it.
        async fn stored(&self) -> SessionKey {
            let session = self.sessions.begin(&Cookies::parse(b"")).load().await.unwrap();
            session.insert("hash", "old").unwrap();
            session.save().await.unwrap();
            session.key().unwrap()
        }

        /// What is stored under the key that the answer to this request sends.
        async fn answered(&self, session: &Session, old: &SessionKey) -> String {
            let cookies = Self::cookies(old);
            let outcome = self.sessions.finish(Some(session), &cookies, 200).await.unwrap();
            assert!(matches!(outcome.cookie, CookieChange::Set(..)));
            self.request(&session.key().unwrap()).await.data().to_json()
        }
    }

    async fn move_on(session: &Session) {
        session.cycle_key_gently("hash", "\"new\"").await.unwrap();
    }

    #[test]
    fn whoever_has_the_old_key_goes_on_with_the_new_one() {
        block_on(async {
            let site = Site::new();
            let old = site.stored().await;
            let [first, second, writer, cycler] = [
                site.request(&old).await,
                site.request(&old).await,
                site.request(&old).await,
                site.request(&old).await,
            ];

            move_on(&first).await;
            let late = site.request(&old).await;
            move_on(&second).await;
            writer.insert("theirs", 1).unwrap();

            let key = first.key().unwrap();
            assert!(key != old && !site.sessions.exists(&old).await.unwrap());
            assert!(!first.is_modified() && !second.is_modified() && !late.is_modified());
            assert_eq!(site.answered(&first, &old).await, r#"{"hash":"new"}"#);
            assert_eq!(site.answered(&writer, &old).await, r#"{"hash":"new","theirs":1}"#);
            assert_eq!(site.answered(&late, &old).await, r#"{"hash":"new","theirs":1}"#);
            assert!([&second, &writer, &late].iter().all(|session| session.key().as_ref() == Some(&key)));
            // A key that is cycled is cycled.
            cycler.cycle_key().await.unwrap();
            assert!(cycler.key().unwrap() != key && !site.sessions.exists(&key).await.unwrap());
            assert_eq!(site.answered(&cycler, &old).await, r#"{"hash":"new","theirs":1}"#);
        });
    }

    #[test]
    fn what_ends_the_old_key_ends_the_session() {
        block_on(async {
            let site = Site::new();
            let old = site.stored().await;
            let [first, flusher, writer] =
                [site.request(&old).await, site.request(&old).await, site.request(&old).await];
            move_on(&first).await;

            flusher.flush().await.unwrap();

            assert!(!site.sessions.exists(&first.key().unwrap()).await.unwrap());
            writer.insert("theirs", 1).unwrap();
            assert!(matches!(writer.save().await, Err(SessionError::Interrupted)));
            assert!(matches!(writer.cycle_key_gently("hash", "1").await, Err(SessionError::Interrupted)));
            assert!(site.request(&old).await.is_empty());
        });
    }

    #[test]
    fn the_old_key_leads_nowhere_after_a_while() {
        block_on(async {
            let site = Site::new();
            let old = site.stored().await;
            move_on(&site.request(&old).await).await;

            site.clock.set(NOW + Duration::seconds(2 * WINDOW));

            assert!(site.request(&old).await.is_empty());
        });
    }

    #[test]
    fn what_has_moved_is_kept_with_an_error_of_the_server_and_its_key_is_not_sent() {
        block_on(async {
            let site = Site::new();
            let old = site.stored().await;
            let session = site.request(&old).await;
            move_on(&session).await;

            let outcome = site.sessions.finish(Some(&session), &Site::cookies(&old), 500).await.unwrap();

            assert!(matches!(outcome.cookie, CookieChange::None));
            assert_eq!(site.request(&old).await.data().to_json(), r#"{"hash":"new"}"#);
        });
    }
}
