//! `Session`: the data of one visitor, and what a view may do with it at once.

use std::fmt;
use std::ops::Deref;
use std::sync::MutexGuard;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::clock::Timestamp;
use crate::base::data::Entry;

use super::expiry::{self, Expiry};
use super::state::State;
use super::{Data, SessionError, SessionHandle};

/// The entry of the session's data by which pages find out whether the browser keeps cookies.
const TEST_COOKIE: (&str, &str) = ("testcookie", "worked");

/// A visitor's session, loaded.
///
/// Views get it from `request.session().await?` or as an argument; what is read and written then costs no waiting,
/// and what was changed is saved when the answer is on its way out. Clones are the same session. It stays loaded:
/// after [`flush`](SessionHandle::flush) it is empty, and what is put in is a new session.
///
/// What may be done without the data, and what has to wait for the store (`save`, `cycle_key`, `flush`), it has from
/// [`SessionHandle`].
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
#[derive(Clone)]
pub struct Session {
    handle: SessionHandle,
}

/// A loaded session is a session.
impl Deref for Session {
    type Target = SessionHandle;

    fn deref(&self) -> &SessionHandle {
        &self.handle
    }
}

impl Session {
    /// That of a handle whose data is there, and from there on never goes.
    pub(super) fn of_loaded(handle: SessionHandle) -> Self {
        Self { handle }
    }

    /// Parses the value under `key`; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`SessionError::Value`] if the value is no `T`.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        self.data().get(key).map_err(|source| SessionError::value(key, source))
    }

    /// Puts a value under `key`. The session counts as modified, even if the same value was there before.
    ///
    /// # Errors
    ///
    /// [`SessionError::Value`] if it cannot be written as JSON; nothing is changed then.
    pub fn insert<T: Serialize>(&self, key: &str, value: T) -> Result<(), SessionError> {
        let entry = Entry::of(key, &value).map_err(|source| SessionError::value(key, source))?;
        self.loaded().insert(entry);
        Ok(())
    }

    /// Puts every entry of `data` into the session, which counts as modified even if there are none.
    pub fn update(&self, data: &Data) {
        let mut state = self.loaded();
        for (key, json) in data.iter() {
            state.insert(Entry::new(key, json));
        }
        state.modified = true;
    }

    /// Removes what is under `key` and says whether there was anything; only then it is modified.
    pub fn remove(&self, key: &str) -> bool {
        self.loaded().remove(key)
    }

    /// Removes and returns the value under `key`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/")]
    /// async fn index(session: Session) -> Result<String> {
    ///     let notice: Option<String> = session.pop("notice")?;
    ///     Ok(notice.unwrap_or_default())
    /// }
    ///
    /// #[view(POST, "/save/")]
    /// async fn save(session: Session) -> Result {
    ///     session.insert("notice", "Saved.")?;
    ///     redirect(index::url())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.post("/save/", &[]).await;
    /// assert_eq!(client.get("/").await.text(), "Saved.");
    /// assert_eq!(client.get("/").await.text(), "", "shown once");
    /// # Ok(()) })? }
    /// ```
    ///
    /// For such lines there are [`messages`](crate::messages).
    ///
    /// # Errors
    ///
    /// [`SessionError::Value`] if the value is no `T`; it stays then.
    pub fn pop<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        let value = self.get(key)?;
        self.remove(key);
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
    pub fn contains(&self, key: &str) -> bool {
        self.loaded().data().contains(key)
    }

    /// The keys, in the order they were first set.
    pub fn keys(&self) -> Vec<String> {
        self.data().keys().map(str::to_owned).collect()
    }

    /// All of the data, as it is now; later changes do not show in it. Costs next to nothing.
    pub fn data(&self) -> Data {
        self.loaded().data().clone()
    }

    /// Sets when this session ends, over what the settings say.
    ///
    /// [`Expiry::Default`] goes back to the settings and modifies only a session that had an expiry.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use std::time::Duration;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Choice { stay: bool }
    ///
    /// #[view(POST, "/login/")]
    /// async fn login(session: Session, Form(choice): Form<Choice>) -> Result {
    ///     session.insert("name", "gary")?;
    ///     session.set_expiry(match choice.stay {
    ///         true => Expiry::After(Duration::from_secs(30 * 24 * 60 * 60)),
    ///         false => Expiry::BrowserClose,
    ///     });
    ///     redirect("/")
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.post("/login/", &[("stay", "on")]).await;
    /// assert!(response.set_cookie("sessionid").unwrap().contains("Max-Age=2592000"));
    /// let response = client.post("/login/", &[]).await;
    /// assert!(!response.set_cookie("sessionid").unwrap().contains("Max-Age"), "it ends with the browser");
    /// # Ok(()) })? }
    /// ```
    pub fn set_expiry(&self, expiry: Expiry) {
        let json = expiry.to_json(self.now());
        let mut state = self.loaded();
        match json {
            Some(json) => state.insert(Entry::new(expiry::KEY, &json)),
            None => _ = state.remove(expiry::KEY),
        }
    }

    /// What [`Session::set_expiry`] has set.
    pub fn expiry(&self) -> Expiry {
        Expiry::of(self.loaded().data())
    }

    /// Seconds until the end, if it is saved now; negative if it has passed. Django's `get_expiry_age`.
    pub fn expiry_age(&self) -> i64 {
        self.expiry().age(self.now(), &self.manager().settings)
    }

    /// The instant of the end, if it is saved now. Django's `get_expiry_date`.
    pub fn expiry_date(&self) -> Timestamp {
        self.expiry().date(self.now(), &self.manager().settings)
    }

    /// Whether it ends with the browser. Django's `get_expire_at_browser_close`.
    pub fn expires_at_browser_close(&self) -> bool {
        self.expiry().is_at_browser_close(&self.manager().settings)
    }

    /// Leaves a mark that the next request finds if the browser keeps cookies.
    ///
    /// A page that has a login form calls it, and the view that takes the form asks [`test_cookie_worked`](Self::test_cookie_worked):
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, POST, "/login/")]
    /// async fn login(request: &mut Request, session: Session) -> &'static str {
    ///     if request.method() == http::Method::GET {
    ///         session.set_test_cookie();
    ///         return "<form method=post> …";
    ///     }
    ///     match session.delete_test_cookie() {
    ///         true => "welcome",
    ///         false => "please allow cookies",
    ///     }
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.get("/login/").await;
    /// assert_eq!(client.post("/login/", &[]).await.text(), "welcome");
    ///
    /// client.clear_cookies();
    /// assert_eq!(client.post("/login/", &[]).await.text(), "please allow cookies");
    /// # Ok(()) })? }
    /// ```
    pub fn set_test_cookie(&self) {
        self.loaded().insert(Entry::new(TEST_COOKIE.0, &format!("\"{}\"", TEST_COOKIE.1)));
    }

    /// Whether an earlier request has left the mark.
    pub fn test_cookie_worked(&self) -> bool {
        self.loaded().data().text(TEST_COOKIE.0).as_deref() == Some(TEST_COOKIE.1)
    }

    /// Removes the mark and says whether there was one.
    pub fn delete_test_cookie(&self) -> bool {
        self.remove(TEST_COOKIE.0)
    }

    /// The state, which from now on counts as accessed.
    fn loaded(&self) -> MutexGuard<'_, State> {
        let mut state = self.state();
        state.accessed = true;
        state
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
        block_on(new_session().load()).unwrap()
    }

    fn modified_by(change: impl FnOnce(&Session)) -> bool {
        let session = loaded();
        change(&session);
        session.is_modified()
    }

    #[test]
    fn what_is_loaded_stays_loaded() {
        let session = loaded();
        session.insert("k", 1).unwrap();

        block_on(session.flush()).unwrap();

        assert!(session.is_empty() && !session.contains("k"));
        session.insert("k", 2).unwrap();
        assert_eq!(session.get("k").unwrap(), Some(2));
    }

    #[test]
    fn whoever_clears_or_flushes_needs_no_data_and_has_it_then() {
        for clears in [true, false] {
            let handle = new_session();
            match clears {
                true => handle.clear(),
                false => block_on(handle.flush()).unwrap(),
            }

            let session = block_on(handle.load()).unwrap();

            assert_eq!(session.data().len(), 0);
            assert!(handle.is_modified());
        }
    }

    #[test]
    fn reading_is_access_and_no_change() {
        assert!(!modified_by(|session| {
            session.get::<u32>("k").unwrap();
            session.contains("k");
            session.keys();
            session.pop::<u32>("k").unwrap();
            session.remove("k");
            session.set_expiry(Expiry::Default);
            session.expiry_age();
            assert!(session.is_accessed());
        }));
    }

    #[test]
    fn writing_is_a_change_even_of_the_same_value() {
        assert!(modified_by(|session| session.insert("k", 1).unwrap()));
        assert!(modified_by(|session| session.update(&Data::new())));
        assert!(modified_by(|session| assert_eq!(session.setdefault("k", 1).unwrap(), 1)));
        assert!(modified_by(|session| session.set_expiry(Expiry::BrowserClose)));
        assert!(modified_by(|session| session.clear()));
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
        assert!(!session.is_modified() && !session.contains("k"));
    }

    #[test]
    fn a_duration_counts_from_the_call_and_seconds_from_each_save() {
        let session = loaded();

        session.set_expiry(Expiry::FromNow(Duration::from_secs(90)));
        assert!(matches!(session.expiry(), Expiry::At(_)));
        session.set_expiry(Expiry::in_seconds(90));
        assert_eq!(session.expiry(), Expiry::Seconds(90));
        assert_eq!(session.expiry_age(), 90);
    }

    #[test]
    fn the_test_cookie_works_once_it_is_set() {
        let session = loaded();

        assert!(!session.test_cookie_worked());
        session.set_test_cookie();
        assert!(session.test_cookie_worked());
        assert!(session.delete_test_cookie());
    }

    #[test]
    fn debug_shows_neither_key_nor_data() {
        let session = loaded();
        session.insert("secret", "value").unwrap();

        assert_eq!(format!("{session:?}"), "Session { accessed: true, modified: true, .. }");
    }
}
