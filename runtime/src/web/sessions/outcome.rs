//! `Outcome`: what an answer carries because of its request's session.
//!
//! The rules (Django, `contrib/sessions/middleware.py`):
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
//! What the view has saved by itself, by [`SessionHandle::save`] and its like, stays saved.
//!
//! ```text
//! sessionid=63bb…g6cy; expires=Fri, 16 Jan 2026 03:04:05 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax
//! sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax
//! ```

use crate::base::clock::Timestamp;
use crate::base::ready::MaybeReady;
use crate::web::cookies::{Cookies, SetCookie};

use super::{Expiry, SessionError, SessionHandle, SessionKey, Sessions};

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
    /// Have the browser forget it: delete it with the settings' [`path`](super::SessionSettings::path) and
    /// [`domain`](super::SessionSettings::domain).
    Delete,
}

impl Sessions {
    /// Saves the session if it is to be saved, and says what the answer must carry: at once, if nothing is to be
    /// saved or the store has nothing to wait for.
    ///
    /// `session` is the one that [`Sessions::begin`] gave, or `None` if nothing asked for it. `status` is the
    /// answer's: an error of the server saves nothing.
    ///
    /// # Errors
    ///
    /// [`SessionError::Interrupted`] if another request has ended the session, and [`SessionError::Store`]
    /// if it cannot be saved. The answer must then be an error too: what it says did not happen.
    pub fn finish<'a>(
        &'a self,
        session: Option<&'a SessionHandle>,
        cookies: &'a Cookies,
        status: u16,
    ) -> MaybeReady<'a, Result<Outcome, SessionError>> {
        self.finish_unless(session, cookies, status, || false)
    }

    /// The same for a request whose body may have broken off. That is asked only where there is something to save:
    /// most requests have nothing.
    pub(crate) fn finish_unless<'a>(
        &'a self,
        session: Option<&'a SessionHandle>,
        cookies: &'a Cookies,
        status: u16,
        broke_off: impl FnOnce() -> bool,
    ) -> MaybeReady<'a, Result<Outcome, SessionError>> {
        let outcome = match self.due(session, cookies, || is_saved_with(status) && !broke_off()) {
            Due::Forget => Outcome { cookie: CookieChange::Delete, vary: true },
            Due::Nothing { accessed } => Outcome { cookie: CookieChange::None, vary: accessed },
            Due::Tell => self.moved(session),
            Due::Save => return self.save(session, cookies),
        };
        MaybeReady::Ready(Ok(outcome))
    }

    /// Saves the session, which has something to be saved.
    fn save<'a>(
        &'a self,
        session: Option<&'a SessionHandle>,
        cookies: &'a Cookies,
    ) -> MaybeReady<'a, Result<Outcome, SessionError>> {
        let now = self.manager.clock.now();
        if let Some(saved) = session.and_then(|session| session.save_at_once(now)) {
            return MaybeReady::Ready(saved.map(|(key, expiry)| self.sent(&key, expiry, now)));
        }
        MaybeReady::later(async move {
            let session = session.cloned().unwrap_or_else(|| self.begin(cookies));
            session.save().await?;
            Ok(self.moved(Some(&session)))
        })
    }

    /// What is to be done with the session.
    fn due(&self, session: Option<&SessionHandle>, cookies: &Cookies, saves: impl FnOnce() -> bool) -> Due {
        let settings = &self.manager.settings;
        let cookie = || cookies.get(&settings.cookie_name);
        let (is_empty, accessed, modified, moved) = match session {
            Some(session) => session.flags(),
            None => (cookie().and_then(SessionKey::from_cookie).is_none(), false, false, false),
        };
        if is_empty && cookie().is_some() {
            return Due::Forget;
        }
        let is_saved = modified || settings.save_every_request;
        match !is_empty && (is_saved || moved) && saves() {
            true if is_saved => Due::Save,
            true => Due::Tell,
            false => Due::Nothing { accessed },
        }
    }

    /// What the answer carries of a session that is stored where it is now.
    #[cold]
    fn moved(&self, session: Option<&SessionHandle>) -> Outcome {
        match session.and_then(SessionHandle::stored_as) {
            Some((key, expiry)) => self.sent(&key, expiry, self.manager.clock.now()),
            None => Outcome { cookie: CookieChange::None, vary: true },
        }
    }

    /// What the answer carries of a session under this key.
    #[inline]
    fn sent(&self, key: &SessionKey, expiry: Expiry, now: Timestamp) -> Outcome {
        Outcome { cookie: CookieChange::Set(self.manager.cookie(key, expiry, now), now), vary: true }
    }
}

/// An error of the server saves nothing.
fn is_saved_with(status: u16) -> bool {
    status < 500
}

/// What is to be done with a session when its request is answered.
enum Due {
    /// The browser is to forget its cookie.
    Forget,
    /// Nothing.
    Nothing { accessed: bool },
    /// It is stored under a new key, which the browser is to be told.
    Tell,
    /// It is to be saved, and its key sent.
    Save,
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
        let outcome = sessions.finish(None, &Cookies::parse(cookies), 200).into_ready().unwrap().unwrap();
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

        let outcome = sessions.finish(Some(&session), &cookies, 500).into_ready().unwrap().unwrap();
        assert!(matches!(outcome.cookie, CookieChange::None) && outcome.vary);
        assert!(sessions.finish(Some(&session), &cookies, 499).into_ready().is_none());
    }

    #[test]
    fn a_store_that_is_away_is_told_and_keeps_what_was_to_be_saved() {
        let sessions = without_store().sessions;
        let cookies = Cookies::parse(VALID);
        let session = sessions.begin(&cookies);
        session.clear();
        let loaded = block_on(session.load()).unwrap();
        loaded.insert("k", 1).unwrap();

        let failed = block_on(sessions.finish(Some(&session), &cookies, 200));

        assert!(matches!(failed, Err(SessionError::Store(StoreError::Unavailable(_)))));
        assert_eq!(loaded.get("k").unwrap(), Some(1));
        assert!(session.is_modified() && session.key().is_some());
    }
}
