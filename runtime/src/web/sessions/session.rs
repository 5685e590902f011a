//! `Session`: the data of one visitor, and what a view may do with it at once.
//!
//! What has to wait for the store (`load`, `save`, `flush`, …) stands in `lifecycle.rs`.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex as AsyncMutex;

use crate::base::clock::Timestamp;
use crate::base::json;

use super::expiry::{self, Expiry};
use super::site::Site;
use super::state::State;
use super::{Data, SessionError, SessionKey};

/// The entry of the session's data by which pages find out whether the browser keeps cookies.
const TEST_COOKIE: (&str, &str) = ("testcookie", "worked");

/// A visitor's session.
///
/// A handle: clones are the same session. Views get it loaded, from `request.session().await?` or as an
/// argument; what is read and written then costs no waiting, and what was changed is saved when the answer is
/// on its way out.
///
/// # Example
///
/// ```
/// use vestibule::sessions::{Session, SessionError};
///
/// /// Remembers a hobby and answers with the one before.
/// fn change_hobby(session: &Session, hobby: &str) -> Result<Option<String>, SessionError> {
///     let before = session.get("hobby")?;
///     session.insert("hobby", hobby)?;
///     Ok(before)
/// }
/// ```
///
/// Of two requests that change the same key at the same time, the later one wins.
///
/// # Errors
///
/// What reads or changes data answers [`SessionError::NotLoaded`] on a handle that nobody has loaded.
#[derive(Clone)]
pub struct Session {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) site: Arc<Site>,
    pub(super) state: Mutex<State>,
    /// Held while the store is asked, so that clones of one handle load once and save one after another.
    pub(super) storing: AsyncMutex<()>,
}

impl Session {
    pub(super) fn new(site: Arc<Site>, key: Option<SessionKey>) -> Self {
        let state = Mutex::new(State { key, ..State::default() });
        Self { inner: Arc::new(Inner { site, state, storing: AsyncMutex::new(()) }) }
    }

    /// The key it is stored under; `None` for a session that was never saved or was flushed.
    pub fn key(&self) -> Option<SessionKey> {
        self.state().key.clone()
    }

    /// Parses the value under `key`; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`SessionError::Value`] if the value is no `T`.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        self.data()?.get(key).map_err(|source| SessionError::value(key, source))
    }

    /// Puts a value under `key`. The session counts as modified, even if the same value was there before.
    ///
    /// # Errors
    ///
    /// [`SessionError::Value`] if it cannot be written as JSON; nothing is changed then.
    pub fn insert<T: Serialize>(&self, key: &str, value: T) -> Result<(), SessionError> {
        let json = json::to_string(&value).map_err(|source| SessionError::value(key, source))?;
        self.loaded()?.insert(key, json.into());
        Ok(())
    }

    /// Puts JSON text under `key` without waiting for a session that nobody has loaded: that is done when it is
    /// saved.
    pub(crate) fn insert_unloaded(&self, key: &str, json: Arc<str>) {
        let mut state = self.state();
        if state.key.is_none() {
            state.begin_empty();
        }
        state.accessed = true;
        state.insert_unloaded(key, json);
    }

    /// Puts every entry of `data` into the session, which counts as modified even if there are none.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn update(&self, data: &Data) -> Result<(), SessionError> {
        let mut state = self.loaded()?;
        for (key, json) in data.iter() {
            state.insert(key, json.into());
        }
        state.modified = true;
        Ok(())
    }

    /// Removes what is under `key` and says whether there was anything; only then it is modified.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn remove(&self, key: &str) -> Result<bool, SessionError> {
        Ok(self.loaded()?.remove(key))
    }

    /// Removes and returns the value under `key`.
    ///
    /// # Errors
    ///
    /// [`SessionError::Value`] if the value is no `T`; it stays then.
    pub fn pop<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        let value = self.get(key)?;
        self.remove(key)?;
        Ok(value)
    }

    /// The value under `key`, or `default`, which is then put there.
    ///
    /// # Errors
    ///
    /// [`SessionError::Value`] if the value is no `T`, or the default cannot be written as JSON.
    pub fn setdefault<T: Serialize + DeserializeOwned>(
        &self,
        key: &str,
        default: T,
    ) -> Result<T, SessionError> {
        if let Some(value) = self.get(key)? {
            return Ok(value);
        }
        self.insert(key, &default)?;
        Ok(default)
    }

    /// Whether anything is under `key`.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn contains(&self, key: &str) -> Result<bool, SessionError> {
        Ok(self.data()?.contains(key))
    }

    /// The keys, in the order they were first set.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn keys(&self) -> Result<Vec<String>, SessionError> {
        Ok(self.data()?.keys().map(str::to_owned).collect())
    }

    /// All of the data, as it is now; later changes do not show in it. Costs next to nothing.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn data(&self) -> Result<Data, SessionError> {
        let state = self.loaded()?;
        state.data.clone().ok_or(SessionError::NotLoaded)
    }

    /// Removes everything and keeps the key. Needs no loading.
    ///
    /// To log a visitor out, use [`Session::flush`], which ends the key too.
    pub fn clear(&self) {
        self.state().clear();
    }

    /// Whether it is empty, accessed, modified and moved.
    pub(super) fn flags(&self) -> (bool, bool, bool, bool) {
        let state = self.state();
        (state.is_empty(), state.accessed, state.modified, state.moved)
    }

    /// Whether there is no key and no data. A session that has a key is not empty, even if its data is.
    pub fn is_empty(&self) -> bool {
        self.state().is_empty()
    }

    /// Whether its data was asked for; the answer then carries `Vary: Cookie`.
    pub fn is_accessed(&self) -> bool {
        self.state().accessed
    }

    /// Whether it was changed; it is then saved and its cookie sent.
    pub fn is_modified(&self) -> bool {
        self.state().modified
    }

    /// Has the session saved and its cookie sent even though nothing was changed, to move its expiry.
    pub fn mark_modified(&self) {
        self.state().modified = true;
    }

    /// Sets when this session ends, over what the settings say.
    ///
    /// [`Expiry::Default`] goes back to the settings and modifies only a session that had an expiry.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn set_expiry(&self, expiry: Expiry) -> Result<(), SessionError> {
        let now = self.inner.site.clock.now();
        let mut state = self.loaded()?;
        match expiry.to_json(now) {
            Some(json) => state.insert(expiry::KEY, json),
            None => _ = state.remove(expiry::KEY),
        }
        Ok(())
    }

    /// What [`Session::set_expiry`] has set.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn expiry(&self) -> Result<Expiry, SessionError> {
        Ok(Expiry::of(&self.data()?))
    }

    /// Seconds until the end, if it is saved now; negative if it has passed. Django's `get_expiry_age`.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn expiry_age(&self) -> Result<i64, SessionError> {
        let site = &self.inner.site;
        Ok(self.expiry()?.age(site.clock.now(), &site.settings))
    }

    /// The instant of the end, if it is saved now. Django's `get_expiry_date`.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn expiry_date(&self) -> Result<Timestamp, SessionError> {
        let site = &self.inner.site;
        Ok(self.expiry()?.date(site.clock.now(), &site.settings))
    }

    /// Whether it ends with the browser. Django's `get_expire_at_browser_close`.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn expires_at_browser_close(&self) -> Result<bool, SessionError> {
        Ok(self.expiry()?.is_at_browser_close(&self.inner.site.settings))
    }

    /// Leaves a mark that the next request finds if the browser keeps cookies.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn set_test_cookie(&self) -> Result<(), SessionError> {
        self.insert(TEST_COOKIE.0, TEST_COOKIE.1)
    }

    /// Whether an earlier request has left the mark.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn test_cookie_worked(&self) -> Result<bool, SessionError> {
        let data = self.data()?;
        Ok(data.get::<String>(TEST_COOKIE.0).ok().flatten().as_deref() == Some(TEST_COOKIE.1))
    }

    /// Removes the mark and says whether there was one.
    ///
    /// # Errors
    ///
    /// Only [`SessionError::NotLoaded`].
    pub fn delete_test_cookie(&self) -> Result<bool, SessionError> {
        self.remove(TEST_COOKIE.0)
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // No code of ours panics between two changes that belong together, and none of the user's runs here.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state of a session that has data, which from now on counts as accessed.
    fn loaded(&self) -> Result<MutexGuard<'_, State>, SessionError> {
        let mut state = self.state();
        if state.data.is_none() {
            return Err(SessionError::NotLoaded);
        }
        state.accessed = true;
        Ok(state)
    }
}

/// Prints the flags, and nothing of the key or the data.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Session")
            .field("accessed", &state.accessed)
            .field("modified", &state.modified)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::web::sessions::test_stores::{block_on, new_session};

    /// A session of a visitor without a cookie.
    fn loaded() -> Session {
        let session = new_session();
        block_on(session.load()).unwrap();
        session
    }

    fn modified_by(change: impl FnOnce(&Session)) -> bool {
        let session = loaded();
        change(&session);
        session.is_modified()
    }

    #[test]
    fn data_is_not_read_before_it_is_loaded() {
        let session = new_session();

        assert!(matches!(session.get::<u32>("k"), Err(SessionError::NotLoaded)));
        assert!(matches!(session.insert("k", 1), Err(SessionError::NotLoaded)));
        assert!(!session.is_accessed() && session.is_empty());

        session.clear();
        session.insert("k", 1).unwrap();
        assert_eq!(session.get("k").unwrap(), Some(1));
    }

    #[test]
    fn reading_is_access_and_no_change() {
        assert!(!modified_by(|session| {
            session.get::<u32>("k").unwrap();
            session.contains("k").unwrap();
            session.keys().unwrap();
            session.pop::<u32>("k").unwrap();
            session.remove("k").unwrap();
            session.set_expiry(Expiry::Default).unwrap();
            session.expiry_age().unwrap();
            assert!(session.is_accessed());
        }));
    }

    #[test]
    fn writing_is_a_change_even_of_the_same_value() {
        assert!(modified_by(|session| session.insert("k", 1).unwrap()));
        assert!(modified_by(|session| session.update(&Data::new()).unwrap()));
        assert!(modified_by(|session| assert_eq!(session.setdefault("k", 1).unwrap(), 1)));
        assert!(modified_by(|session| session.set_expiry(Expiry::BrowserClose).unwrap()));
        assert!(modified_by(Session::clear));
    }

    #[test]
    fn pop_and_setdefault_are_those_of_a_dictionary() {
        let session = loaded();

        assert_eq!(session.setdefault("k", 1).unwrap(), 1);
        assert_eq!(session.setdefault("k", 2).unwrap(), 1);
        assert_eq!(session.pop("k").unwrap(), Some(1));
        assert_eq!(session.pop::<u32>("k").unwrap(), None);
    }

    #[test]
    fn a_value_that_json_cannot_hold_is_refused_at_once() {
        let session = loaded();
        let lists_as_keys = std::collections::BTreeMap::from([(vec![1], 1)]);

        let refused = session.insert("k", lists_as_keys).unwrap_err();

        assert_eq!(refused.to_string(), "the session's `k` cannot be read or written");
        assert!(!session.is_modified() && !session.contains("k").unwrap());
    }

    #[test]
    fn a_duration_counts_from_the_call_and_seconds_from_each_save() {
        let session = loaded();

        session.set_expiry(Expiry::FromNow(Duration::from_secs(90))).unwrap();
        assert!(matches!(session.expiry().unwrap(), Expiry::At(_)));
        session.set_expiry(Expiry::in_seconds(90)).unwrap();
        assert_eq!(session.expiry().unwrap(), Expiry::Seconds(90));
        assert_eq!(session.expiry_age().unwrap(), 90);
    }

    #[test]
    fn the_test_cookie_works_once_it_is_set() {
        let session = loaded();

        assert!(!session.test_cookie_worked().unwrap());
        session.set_test_cookie().unwrap();
        assert!(session.test_cookie_worked().unwrap());
        assert!(session.delete_test_cookie().unwrap());
    }

    #[test]
    fn debug_shows_neither_key_nor_data() {
        let session = loaded();
        session.insert("secret", "value").unwrap();

        assert_eq!(format!("{session:?}"), "Session { accessed: true, modified: true, .. }");
    }
}
