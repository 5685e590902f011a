//! `Sessions`: beginning a session on the way in, settling it on the way out.
//!
//! What the answer carries (Django, `contrib/sessions/middleware.py`):
//!
//! | the session | `Set-Cookie` | `Vary: Cookie` |
//! |---|---|---|
//! | has neither key nor data, and the request had its cookie | the deletion | yes |
//! | was modified, the status is below 500 and the body was not broken off | the key | yes |
//! | was moved by a request with the same cookie, and the same holds | the key; nothing is saved | yes |
//! | was accessed | nothing | yes |
//! | was not asked for | nothing | no |
//!
//! A body that broke off (the client has left in the middle of it, or sends no more) is no matter of the view's, which may
//! have begun something that now has no end: nothing is saved, whatever the answer is and whoever has seen the error.
//! What the view has saved by itself, by [`Session::save`] and its like, stays saved.
//!
//! ```text
//! sessionid=63bb…g6cy; expires=Fri, 16 Jan 2026 03:04:05 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax
//! sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax
//! ```

use std::fmt;
use std::sync::Arc;

use crate::base::clock::{Clock, Timestamp};
use crate::base::signing::Keys;
use crate::web::caches::Caches;
use crate::web::cookies::{CookieError, CookieJar, Cookies, SetCookie};
use crate::web::settings::Settings;

use super::site::Site;
use super::{Expiry, Session, SessionError, SessionKey, SessionSettings, SessionStore, StoreError, backends};

/// Records removed by one statement of [`Sessions::clear_expired`]; visitors' writes pass in between.
const CLEAR_BATCH: u32 = 1000;

/// The sessions of an application. Clones are the same sessions.
#[derive(Clone)]
pub struct Sessions {
    site: Arc<Site>,
}

impl Sessions {
    /// Keeps sessions where `settings.session_engine` says. Nothing is opened yet.
    ///
    /// # Errors
    ///
    /// If there is no such engine, or it cannot be had with these settings.
    pub fn open(settings: &Settings, keys: &Keys, clock: &Clock) -> Result<Self, StoreError> {
        Self::open_in(settings, keys, clock, &Caches::open(settings, clock)?)
    }

    /// The same where the caches are open already.
    pub(crate) fn open_in(
        settings: &Settings,
        keys: &Keys,
        clock: &Clock,
        caches: &Caches,
    ) -> Result<Self, StoreError> {
        let store = backends::named(settings, keys, clock, caches)?;
        Ok(Self::of(store, settings.sessions(), clock, Some(keys)))
    }

    /// Keeps sessions in `store`.
    pub fn with_store(store: Arc<dyn SessionStore>, settings: SessionSettings, clock: &Clock) -> Self {
        Self::of(store, settings, clock, None)
    }

    /// Keeps sessions in `store`; those that move because of a new secret key are found by who knows the keys.
    pub(crate) fn of(
        store: Arc<dyn SessionStore>,
        settings: SessionSettings,
        clock: &Clock,
        keys: Option<&Keys>,
    ) -> Self {
        Self { site: Arc::new(Site::new(store, settings, clock.clone(), keys)) }
    }

    /// Makes ready what the store needs, such as its table. Called once at start-up.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn prepare(&self) -> Result<(), StoreError> {
        self.site.store.prepare().await
    }

    /// Where they are kept.
    pub fn store(&self) -> &Arc<dyn SessionStore> {
        &self.site.store
    }

    /// Makes what the store needs and does not make by itself, and says what was made. What `migrate` does.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        self.site.store.migrate().await
    }

    /// How sessions are kept and what their cookie looks like.
    pub fn settings(&self) -> &SessionSettings {
        &self.site.settings
    }

    /// The session of a request with these cookies, not loaded yet.
    pub fn begin(&self, cookies: &Cookies) -> Session {
        let key = cookies.get(&self.site.settings.cookie_name).and_then(SessionKey::from_cookie);
        Session::new(Arc::clone(&self.site), key)
    }

    /// What the answer must carry, if that can be said without waiting: nothing is to be saved, or the store is in
    /// memory. Otherwise `None`, and [`Sessions::finish`] has all to do.
    ///
    /// `session` is the one that [`Sessions::begin`] gave, or `None` if nothing asked for it.
    pub fn finish_now(
        &self,
        session: Option<&Session>,
        cookies: &Cookies,
        status: u16,
    ) -> Option<Result<Outcome, SessionError>> {
        self.settle_now(session, cookies, status, || false)
    }

    /// The same for a request whose body may have broken off. That is asked only where there is something to save:
    /// most requests have nothing.
    pub(crate) fn settle_now(
        &self,
        session: Option<&Session>,
        cookies: &Cookies,
        status: u16,
        broke_off: impl FnOnce() -> bool,
    ) -> Option<Result<Outcome, SessionError>> {
        let outcome = match self.settling(session, cookies, || is_saved_with(status) && !broke_off()) {
            Settling::Forget => Outcome { cookie: CookieChange::Delete, vary: true },
            Settling::Leave { accessed } => Outcome { cookie: CookieChange::None, vary: accessed },
            Settling::Tell => return self.moved(session?).map(Ok),
            Settling::Save => {
                let (session, now) = (session?, self.site.clock.now());
                return match session.save_now(now)? {
                    Ok((key, expiry)) => Some(Ok(self.saved(&key, expiry, now))),
                    Err(error) => Some(Err(error)),
                };
            }
        };
        Some(Ok(outcome))
    }

    /// Saves the session if it is to be saved, and says what the answer must carry.
    ///
    /// `status` is the answer's: an error of the server saves nothing.
    ///
    /// # Errors
    ///
    /// [`SessionError::Interrupted`] if another request has ended the session, and [`SessionError::Store`]
    /// if it cannot be saved. The answer must then be an error too: what it says did not happen.
    pub async fn finish(
        &self,
        session: Option<&Session>,
        cookies: &Cookies,
        status: u16,
    ) -> Result<Outcome, SessionError> {
        match self.finish_now(session, cookies, status) {
            Some(outcome) => outcome,
            None => self.save(session, cookies).await,
        }
    }

    /// Saves the session, which has something to be saved.
    ///
    /// # Errors
    ///
    /// As [`Sessions::finish`].
    pub(crate) async fn save(
        &self,
        session: Option<&Session>,
        cookies: &Cookies,
    ) -> Result<Outcome, SessionError> {
        let session = session.cloned().unwrap_or_else(|| self.begin(cookies));
        session.save().await?;
        match session.key() {
            Some(key) => Ok(self.saved(&key, session.expiry()?, self.site.clock.now())),
            None => Ok(Outcome { cookie: CookieChange::None, vary: true }),
        }
    }

    /// What is to be done with the session.
    fn settling(
        &self,
        session: Option<&Session>,
        cookies: &Cookies,
        saves: impl FnOnce() -> bool,
    ) -> Settling {
        let settings = &self.site.settings;
        let cookie = || cookies.get(&settings.cookie_name);
        let (is_empty, accessed, modified, moved) = match session {
            Some(session) => session.flags(),
            None => (cookie().and_then(SessionKey::from_cookie).is_none(), false, false, false),
        };
        if is_empty && cookie().is_some() {
            return Settling::Forget;
        }
        let is_saved = modified || settings.save_every_request;
        match !is_empty && (is_saved || moved) && saves() {
            true if is_saved => Settling::Save,
            true => Settling::Tell,
            false => Settling::Leave { accessed },
        }
    }

    /// What the answer carries of a session that has only moved, and is stored where it is now.
    #[cold]
    fn moved(&self, session: &Session) -> Option<Outcome> {
        Some(self.saved(&session.key()?, session.expiry().ok()?, self.site.clock.now()))
    }

    /// What the answer carries of a session that has been saved.
    #[inline]
    fn saved(&self, key: &SessionKey, expiry: Expiry, now: Timestamp) -> Outcome {
        Outcome { cookie: CookieChange::Set(self.site.cookie(key, expiry, now), now), vary: true }
    }

    /// Whether a record is stored under `key`, expired or not.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn exists(&self, key: &SessionKey) -> Result<bool, StoreError> {
        self.site.store.exists(key).await
    }

    /// Removes all expired records and says how many. What `clearsessions` does.
    ///
    /// # Errors
    ///
    /// Those of the store; what was removed by then stays removed.
    pub async fn clear_expired(&self) -> Result<u64, StoreError> {
        let mut cleared = 0;
        loop {
            let batch = self.site.store.clear_expired(CLEAR_BATCH).await?;
            cleared += batch;
            if batch < u64::from(CLEAR_BATCH) {
                return Ok(cleared);
            }
        }
    }

    /// Whether a cookie can be sent at all with these settings; asked once at start-up, before a visitor
    /// finds out.
    ///
    /// # Errors
    ///
    /// What is wrong with the name, path, domain or SameSite.
    pub fn check_cookie(&self) -> Result<(), CookieError> {
        CookieJar::new().set(self.settings().plain_cookie(), self.site.clock.now())
    }
}

/// Prints the settings only.
impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("settings", &self.site.settings).finish_non_exhaustive()
    }
}

/// An error of the server saves nothing.
fn is_saved_with(status: u16) -> bool {
    status < 500
}

/// What is to be done with a session when its request is answered.
enum Settling {
    /// The browser is to forget its cookie.
    Forget,
    /// Nothing.
    Leave { accessed: bool },
    /// It is stored under a new key, which the browser is to be told.
    Tell,
    /// It is to be saved, and its key sent.
    Save,
}

/// What the answer must carry because of the session.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What to do with the session's cookie.
    pub cookie: CookieChange,
    /// Whether to add `Cookie` to `Vary`.
    pub vary: bool,
}

/// What to do with the session's cookie.
#[derive(Clone, Debug)]
pub enum CookieChange {
    /// Nothing.
    None,
    /// Send it, its date counted from this instant.
    Set(SetCookie, Timestamp),
    /// Have the browser forget it: delete it with the settings' [`path`](SessionSettings::path) and
    /// [`domain`](SessionSettings::domain).
    Delete,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::sessions::StoreError;
    use crate::web::sessions::test_stores::{block_on, without_store};

    const VALID: &[u8] = b"sessionid=63bbvvmx690z601yurx3gdqo5v2bg6cy";

    /// What the answer to a request with these cookies carries, without the store being asked.
    fn untouched(cookies: &[u8]) -> (bool, bool) {
        let sessions = without_store().sessions;
        let outcome = sessions.finish_now(None, &Cookies::parse(cookies), 200).unwrap().unwrap();
        (matches!(outcome.cookie, CookieChange::Delete), outcome.vary)
    }

    #[test]
    fn a_page_that_asks_for_no_session_asks_no_store() {
        assert_eq!(untouched(b""), (false, false));
        assert_eq!(untouched(VALID), (false, false));
    }

    #[test]
    fn a_cookie_that_is_no_key_is_deleted_even_then() {
        assert_eq!(untouched(b"sessionid=short"), (true, true));
        assert_eq!(untouched(b"sessionid="), (true, true));
    }

    #[test]
    fn an_error_of_the_server_saves_nothing() {
        let sessions = without_store().sessions;
        let cookies = Cookies::parse(VALID);
        let session = sessions.begin(&cookies);
        session.clear();

        let outcome = sessions.finish_now(Some(&session), &cookies, 500).unwrap().unwrap();
        assert!(matches!(outcome.cookie, CookieChange::None) && outcome.vary);
        assert!(sessions.finish_now(Some(&session), &cookies, 499).is_none());
    }

    #[test]
    fn a_store_that_is_away_is_told_and_keeps_what_was_to_be_saved() {
        let sessions = without_store().sessions;
        let cookies = Cookies::parse(VALID);
        let session = sessions.begin(&cookies);
        session.clear();
        session.insert("k", 1).unwrap();

        let failed = block_on(sessions.finish(Some(&session), &cookies, 200));

        assert!(matches!(failed, Err(SessionError::Store(StoreError::Unavailable(_)))));
        assert_eq!(session.get("k").unwrap(), Some(1));
        assert!(session.is_modified() && session.key().is_some());
    }
}
