//! `SessionHandle`: the session of a request, whether it has been loaded or not.
//!
//! What its operations do with the store stands in `lifecycle.rs`.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, MutexGuard as AsyncMutexGuard};

use crate::base::clock::Timestamp;
use crate::base::data::Entry;

use super::lifecycle::Change;
use super::manager::Manager;
use super::state::State;
use super::store::Stored;
use super::{Data, Expiry, Session, SessionError, SessionKey};

/// The session of a request, whether it has been loaded or not.
///
/// [`Request::session_handle`](crate::Request::session_handle) gives it, for what needs no data and is therefore
/// spared the reading; [`load`](Self::load) makes a [`Session`] of it, whose data can be read and written. Clones
/// are the same session.
///
/// # Example
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(POST, "/forget-me/")]
/// async fn forget_me(request: &mut Request) -> Result {
///     request.session_handle()?.flush().await?;
///     Ok(Response::text("Who were you?"))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// client.set_cookie("sessionid", "63bbvvmx690z601yurx3gdqo5v2bg6cy");
/// let response = client.post("/forget-me/", &[]).await;
/// assert!(response.set_cookie("sessionid").unwrap().contains("Max-Age=0"), "the browser forgets it");
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct SessionHandle {
    inner: Arc<Inner>,
}

struct Inner {
    manager: Arc<Manager>,
    state: Mutex<State>,
    /// Held while the store is asked, so that clones of one handle load once and save one after another.
    storing: AsyncMutex<()>,
}

impl SessionHandle {
    pub(super) fn new(manager: Arc<Manager>, key: Option<SessionKey>) -> Self {
        let state = Mutex::new(State { key, ..State::default() });
        Self { inner: Arc::new(Inner { manager, state, storing: AsyncMutex::new(()) }) }
    }

    /// A session that is stored so.
    pub(super) fn found(manager: Arc<Manager>, key: SessionKey, stored: Stored) -> Self {
        let handle = Self::new(manager, Some(key));
        handle.state().loaded(stored);
        handle
    }

    /// The key it is stored under; `None` for a session that was never saved or was flushed.
    pub fn key(&self) -> Option<SessionKey> {
        self.state().key.clone()
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

    /// Removes everything and keeps the key.
    ///
    /// To log a visitor out, use [`SessionHandle::flush`], which ends the key too.
    pub fn clear(&self) {
        self.state().clear();
    }

    /// The session with its data, which is read from the store the first time; clones that ask for it meanwhile
    /// wait.
    ///
    /// The session counts as accessed. If the visitor's key is unknown to the store, or its record has
    /// expired, the session is empty and has no key from then on.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] if the store cannot be read; a later call tries again.
    pub async fn load(&self) -> Result<Session, SessionError> {
        self.clone().into_loaded().await
    }

    /// The same of a handle that is not needed any more.
    pub(crate) async fn into_loaded(self) -> Result<Session, SessionError> {
        match self.load_at_once(true, |_| ()) {
            Some(loaded) => loaded?,
            // Boxed, since this is part of the future of every request.
            None => Box::pin(self.load_slowly()).await?,
        }
        Ok(Session::of_loaded(self))
    }

    /// The same without counting as access: nobody has asked for the data yet.
    pub(crate) async fn load_unaccessed(&self) -> Result<Session, SessionError> {
        match self.load_at_once(false, |_| ()) {
            Some(loaded) => loaded?,
            None => Box::pin(self.load_slowly()).await?,
        }
        Ok(Session::of_loaded(self.clone()))
    }

    /// Its data, for who does nothing but read it.
    pub(crate) async fn load_data(&self) -> Result<Data, SessionError> {
        match self.load_at_once(true, Data::clone) {
            Some(data) => data,
            None => {
                Box::pin(self.load_slowly()).await?;
                Ok(self.state().data().clone())
            }
        }
    }

    /// The session with its data, if that is there already.
    pub fn loaded(&self) -> Option<Session> {
        self.state().data.is_some().then(|| Session::of_loaded(self.clone()))
    }

    /// Stores the session as it is now under a new key. The record of an old key stays.
    ///
    /// A session that has not been loaded is stored empty.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] if the record cannot be written. The session is unchanged then.
    pub async fn create(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::Create).await
    }

    /// Stores the session now, and not only when the answer is on its way out.
    ///
    /// If another request has saved the session since this one loaded it, the changes of both are kept; of
    /// one key, this request's. A session without a key gets one.
    ///
    /// # Errors
    ///
    /// [`SessionError::Interrupted`] if another request has ended the session, and [`SessionError::Store`]
    /// if the store cannot be written. Nothing is stored then.
    pub async fn save(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::Save).await
    }

    /// Gives the session a new key and keeps its data.
    ///
    /// Call it after any change of privilege; `login` does. The record under the old key is deleted before
    /// this returns, so a copied cookie stops working at once.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(POST, "/upgrade/")]
    /// async fn upgrade(session: Session) -> Result<&'static str> {
    ///     session.insert("is_admin", true)?;
    ///     session.cycle_key().await?;
    ///     Ok("")
    /// }
    ///
    /// #[view(GET, "/")]
    /// async fn index(session: Session) -> Result<String> {
    ///     Ok(session.get::<bool>("is_admin")?.unwrap_or(false).to_string())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.post("/upgrade/", &[]).await;
    /// let old = client.cookie("sessionid").unwrap().to_owned();
    /// client.post("/upgrade/", &[]).await;
    /// assert_ne!(client.cookie("sessionid"), Some(old.as_str()));
    /// assert_eq!(client.get("/").await.text(), "true");
    ///
    /// client.set_cookie("sessionid", &old);
    /// assert_eq!(client.get("/").await.text(), "false");
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SessionError::Interrupted`] if another request has ended the session meanwhile, and
    /// [`SessionError::Store`] if the store cannot be written.
    pub async fn cycle_key(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::CycleKey).await
    }

    /// Removes the record from the store. The key and data stay here: saving it afterwards is
    /// [`SessionError::Interrupted`] if it had been loaded before. A session that is kept in its cookie has
    /// neither any more, and the cookie is deleted.
    ///
    /// To log a visitor out, use [`SessionHandle::flush`].
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] if the record cannot be removed.
    pub async fn delete(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::Delete).await
    }

    /// Ends the session: its record is removed, its data cleared and its key forgotten. What is put in
    /// afterwards is a new session; a [`Session`] stays loaded, and is empty.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] if the record cannot be removed. The session is unchanged then.
    pub async fn flush(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::Flush).await
    }

    /// [`SessionHandle::cycle_key`] with an entry changed on the way, for a session that other requests may be using
    /// at this moment: they find it under its new key, for a minute or two (see `successor.rs`).
    pub(crate) async fn cycle_key_gently(&self, key: &str, json: &str) -> Result<(), SessionError> {
        self.to_its_end(Change::MoveToSuccessor(Entry::new(key, json))).await
    }

    /// Puts JSON text under `key` without waiting for data that is not there yet: that is done when it is saved.
    pub(crate) fn insert_unloaded(&self, key: &str, json: &str) {
        let mut state = self.state();
        if state.key.is_none() {
            state.begin_empty();
        }
        state.accessed = true;
        state.insert_unloaded(Entry::new(key, json));
    }

    /// Whether it is empty, accessed, modified and moved.
    pub(super) fn flags(&self) -> (bool, bool, bool, bool) {
        let state = self.state();
        (state.is_empty(), state.accessed, state.modified, state.moved)
    }

    /// Under which key a loaded session is stored, and when it ends.
    pub(super) fn stored_as(&self) -> Option<(SessionKey, Expiry)> {
        let state = self.state();
        Some((state.key.clone()?, Expiry::of(state.data.as_ref()?)))
    }

    pub(super) fn manager(&self) -> &Manager {
        &self.inner.manager
    }

    pub(super) fn now(&self) -> Timestamp {
        self.inner.manager.clock.now()
    }

    /// Waits until no clone of this handle asks the store. Mostly none does.
    pub(super) async fn storing(&self) -> AsyncMutexGuard<'_, ()> {
        match self.inner.storing.try_lock() {
            Ok(storing) => storing,
            Err(_) => self.inner.storing.lock().await,
        }
    }

    /// The same without waiting. Where there is no other handle, nobody else asks the store.
    pub(super) fn storing_at_once(&self) -> Option<Option<AsyncMutexGuard<'_, ()>>> {
        match Arc::strong_count(&self.inner) {
            1 => Some(None),
            _ => self.inner.storing.try_lock().ok().map(Some),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // No code of ours panics between two changes that belong together, and none of the user's runs here.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Prints the flags, and nothing of the key or the data.
impl fmt::Debug for SessionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("SessionHandle")
            .field("accessed", &state.accessed)
            .field("modified", &state.modified)
            .finish_non_exhaustive()
    }
}
