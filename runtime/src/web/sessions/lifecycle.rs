//! What a session does with its store: `load`, `create`, `save`, `cycle_key`, `delete`, `flush`.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::MutexGuard;
use tracing::Instrument;

use crate::base::clock::Timestamp;

use super::session::Session;
use super::state::{Pending, Written};
use super::store::{Create, Delete, Load, Save};
use super::{Expiry, Record, SessionError, SessionKey, StoreError};

/// How often a save is tried. Each failure means that another request saved the same session in between, so
/// this many would have to overtake one.
const SAVE_ATTEMPTS: usize = 1000;

/// How many keys are drawn for a new session. A second one is needed once in 36^32 sessions.
const KEY_ATTEMPTS: usize = 10;

/// What is done to a session's record.
enum Change {
    Create,
    Save,
    CycleKey,
    /// With an entry to be changed on the way.
    MoveToSuccessor(&'static str, Arc<str>),
    Delete,
    Flush,
}

impl Session {
    /// Reads the data from the store, the first time it is called; clones that call it meanwhile wait.
    ///
    /// The session counts as accessed. If the visitor's key is unknown to the store, or its record has
    /// expired, the session is empty and has no key from then on.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] if the store cannot be read; a later call tries again.
    pub async fn load(&self) -> Result<(), SessionError> {
        self.load_data(true).await
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
    /// # Errors
    ///
    /// [`SessionError::Interrupted`] if another request has ended the session meanwhile, and
    /// [`SessionError::Store`] if the store cannot be written.
    pub async fn cycle_key(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::CycleKey).await
    }

    /// Removes the record from the store. The handle keeps its key and data: saving it afterwards is
    /// [`SessionError::Interrupted`] if it had been loaded before. A session that is kept in its cookie has
    /// neither any more, and the cookie is deleted.
    ///
    /// To log a visitor out, use [`Session::flush`].
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] if the record cannot be removed.
    pub async fn delete(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::Delete).await
    }

    /// Ends the session: its record is removed, its data cleared and its key forgotten. What is put into the
    /// handle afterwards is a new session.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] if the record cannot be removed. The session is unchanged then.
    pub async fn flush(&self) -> Result<(), SessionError> {
        self.to_its_end(Change::Flush).await
    }

    /// [`Session::cycle_key`] with an entry changed on the way, for a session that other requests may be using at this
    /// moment: they find it under its new key, for a minute or two (see `successor.rs`).
    pub(crate) async fn cycle_key_gently(
        &self,
        entry: &'static str,
        json: impl Into<Arc<str>>,
    ) -> Result<(), SessionError> {
        self.to_its_end(Change::MoveToSuccessor(entry, json.into())).await
    }

    /// Loads; without access, the session does not count as accessed.
    pub(crate) async fn load_data(&self, is_access: bool) -> Result<(), SessionError> {
        if let Some(loaded) = self.load_now(is_access) {
            return loaded;
        }
        let _storing = self.storing().await;
        self.load_record().await
    }

    /// Loads where nothing has to be waited for: it is loaded, or the store is in memory.
    fn load_now(&self, is_access: bool) -> Option<Result<(), SessionError>> {
        // Such a store does not wait, so that the lock may be held meanwhile.
        let mut state = self.state();
        state.accessed |= is_access;
        if state.data.is_some() {
            return Some(Ok(()));
        }
        let Some(key) = &state.key else {
            state.missing();
            return Some(Ok(()));
        };
        match self.inner.site.store.load_now(key)? {
            Ok(Load::Found(stored)) => state.loaded(stored),
            Ok(Load::Missing) if self.inner.site.successors.is_none() => state.missing(),
            // That has to be waited for.
            Ok(Load::Missing | Load::Replace) => return None,
            Err(error) => return Some(Err(error.into())),
        }
        Some(Ok(()))
    }

    /// Saves as [`Session::save`] does, where nothing has to be waited for: the store is in memory, the session
    /// is loaded and has a key, and no other request was faster. `None` has done nothing.
    ///
    /// What it was saved under, and when it ends.
    pub(super) fn save_now(&self, now: Timestamp) -> Option<Result<(SessionKey, Expiry), SessionError>> {
        // Where there is no other handle, nobody else asks the store.
        let _storing = match Arc::strong_count(&self.inner) {
            1 => None,
            _ => Some(self.inner.storing.try_lock().ok()?),
        };
        let mut state = self.state();
        let (key, data) = (state.key.clone()?, state.data.clone()?);
        let site = &self.inner.site;
        let expiry = Expiry::of(&data);
        let record = Record { data, expires_at: expiry.date(now, &site.settings) };
        let saved = match site.store.save_now(&key, &record, state.version.as_ref())? {
            Ok(Save::Saved(version)) => Ok((key, version)),
            Ok(Save::SavedAs(key, version)) => Ok((key, version)),
            Ok(Save::Gone) if self.inner.site.successors.is_none() => Err(SessionError::Interrupted),
            // That is for who waits.
            Ok(Save::Gone | Save::Changed(_)) => return None,
            Err(error) => Err(error.into()),
        };
        state.accessed = true;
        Some(saved.map(|(key, version)| {
            state.saved(&key, version);
            (key, expiry)
        }))
    }

    /// Waits until no clone of this handle asks the store. Mostly none does.
    async fn storing(&self) -> MutexGuard<'_, ()> {
        match self.inner.storing.try_lock() {
            Ok(storing) => storing,
            Err(_) => self.inner.storing.lock().await,
        }
    }

    /// Runs a change of the store to its end even if whoever asked for it stops waiting, as a view does
    /// whose client has left: a new key is never made without the old one being deleted.
    ///
    /// What is done at once needs no task of its own for that.
    async fn to_its_end(&self, change: Change) -> Result<(), SessionError> {
        let mut task = Box::pin(self.clone().make(change));
        if let Poll::Ready(result) = poll_fn(|cx| Poll::Ready(task.as_mut().poll(cx))).await {
            return result;
        }
        match tokio::spawn(task.in_current_span()).await {
            Ok(result) => result,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime is shutting down.
                Err(error) => Err(StoreError::Unavailable(error.into()).into()),
            },
        }
    }

    async fn make(self, change: Change) -> Result<(), SessionError> {
        let _storing = self.storing().await;
        match change {
            Change::Save => self.save_record().await,
            // These are rare, and larger.
            Change::Create => Box::pin(self.create_record()).await,
            Change::CycleKey => Box::pin(self.move_record()).await,
            Change::MoveToSuccessor(entry, json) => Box::pin(self.move_to_successor(entry, json)).await,
            Change::Delete => self.delete_record().await,
            Change::Flush => {
                self.delete_record().await?;
                self.state().ended();
                Ok(())
            }
        }
    }

    pub(super) async fn load_record(&self) -> Result<(), SessionError> {
        let key = {
            let mut state = self.state();
            if state.data.is_some() {
                return Ok(());
            }
            let Some(key) = state.key.clone() else {
                state.missing();
                return Ok(());
            };
            key
        };
        match self.inner.site.store.load(&key).await? {
            Load::Found(stored) => self.state().loaded(stored),
            Load::Missing => match self.successor_of(&key).await? {
                Some((key, stored)) => self.state().found_elsewhere(key, stored),
                None => self.state().missing(),
            },
            Load::Replace => {
                // Rare, and larger than all else.
                Box::pin(self.create_record()).await?;
                self.state().begin_empty();
            }
        }
        Ok(())
    }

    async fn create_record(&self) -> Result<(), SessionError> {
        if self.inner.site.store.is_in_cookie() {
            // There is nowhere to store it before the answer leaves.
            self.state().modified = true;
            return Ok(());
        }
        let pending = self.state().begin_writing();
        let record = self.inner.site.record(pending.data.clone());
        let written = self.write_under_new_key(record).await;
        self.state().end_writing(written, pending)?;
        self.state().created();
        Ok(())
    }

    async fn save_record(&self) -> Result<(), SessionError> {
        self.state().accessed = true;
        self.load_record().await?;
        let pending = self.state().begin_writing();
        let Some(key) = &pending.key else {
            let record = self.inner.site.record(pending.data.clone());
            let written = self.write_under_new_key(record).await;
            self.state().end_writing(written, pending)?;
            self.state().created();
            return Ok(());
        };
        let written = self.write_over(key.clone(), &pending).await;
        self.state().end_writing(written, pending)
    }

    pub(super) async fn move_record(&self) -> Result<(), SessionError> {
        if self.inner.site.store.is_in_cookie() {
            self.state().modified = true;
            return self.save_record().await;
        }
        self.load_record().await?;
        match self.move_elsewhere().await {
            // Unless the session has only moved before.
            Err(SessionError::Interrupted) => {}
            moved => return moved,
        }
        let key = self.key().ok_or(SessionError::Interrupted)?;
        let (key, stored) = self.successor_of(&key).await?.ok_or(SessionError::Interrupted)?;
        self.state().found_elsewhere(key, stored);
        self.move_elsewhere().await
    }

    async fn move_elsewhere(&self) -> Result<(), SessionError> {
        let pending = self.state().begin_writing();
        let written = self.write_elsewhere(&pending).await;
        self.state().end_writing(written, pending)?;
        self.state().created();
        Ok(())
    }

    async fn delete_record(&self) -> Result<(), SessionError> {
        let store = &self.inner.site.store;
        if let Some(key) = self.key()
            && let Delete::Gone = store.delete(&key, None).await?
        {
            self.delete_successor_of(&key).await?;
        }
        if store.is_in_cookie() {
            self.state().emptied();
        }
        Ok(())
    }

    async fn write_under_new_key(&self, record: Record) -> Result<Written, SessionError> {
        for _ in 0..KEY_ATTEMPTS {
            let key = SessionKey::random()?;
            match self.inner.site.store.create(&key, &record).await? {
                Create::Created(version) => return Ok(Written { key, record, version }),
                Create::CreatedAs(key, version) => return Ok(Written { key, record, version }),
                Create::KeyTaken => {}
            }
        }
        Err(StoreError::Failed("every key drawn for a new session was taken".into()).into())
    }

    /// Replaces the record under `key`; if another request has replaced it first, with that one's data and
    /// this one's changes.
    async fn write_over(&self, mut key: SessionKey, pending: &Pending) -> Result<Written, SessionError> {
        let site = &self.inner.site;
        let mut record = site.record(pending.data.clone());
        let mut expected = pending.version.clone();
        let mut queue = None;
        for _ in 0..SAVE_ATTEMPTS {
            let stored = match site.store.save(&key, &record, expected.as_ref()).await? {
                Save::Saved(version) => return Ok(Written { key, record, version }),
                Save::SavedAs(key, version) => return Ok(Written { key, record, version }),
                Save::Gone => {
                    let (successor, stored) =
                        self.successor_of(&key).await?.ok_or(SessionError::Interrupted)?;
                    key = successor;
                    stored
                }
                Save::Changed(stored) => stored,
            };
            record = site.record(pending.changes.apply(stored.record.data));
            expected = Some(stored.version);
            if queue.is_none() {
                queue = Some(site.queue(&key).await.ok_or_else(overtaken)?);
            }
        }
        Err(overtaken())
    }

    /// Stores the session under a new key and removes the old record, with what other requests have put
    /// there until the moment it is removed. If that fails, nothing is left under the new key.
    async fn write_elsewhere(&self, pending: &Pending) -> Result<Written, SessionError> {
        let record = self.inner.site.record(pending.data.clone());
        let written = self.write_under_new_key(record).await?;
        self.settle_in(written, pending).await
    }

    /// Removes the old record of what has been stored under a new key.
    pub(super) async fn settle_in(
        &self,
        mut written: Written,
        pending: &Pending,
    ) -> Result<Written, SessionError> {
        let site = &self.inner.site;
        let Some(old) = &pending.key else { return Ok(written) };
        match self.empty_out(old, pending, &mut written).await {
            Ok(()) => Ok(written),
            Err(error) => {
                // Nobody knows this key: a record that cannot be removed either expires by itself.
                if let Err(left) = site.store.delete(&written.key, None).await {
                    tracing::warn!(target: "vestibule::sessions", error = %left, "a session record is left behind");
                }
                Err(error)
            }
        }
    }

    /// Removes the record under `old`, after what changed there in the meantime is in `written` too.
    async fn empty_out(
        &self,
        old: &SessionKey,
        pending: &Pending,
        written: &mut Written,
    ) -> Result<(), SessionError> {
        let site = &self.inner.site;
        let mut expected = pending.version.clone();
        for _ in 0..SAVE_ATTEMPTS {
            let stored = match site.store.delete(old, expected.as_ref()).await? {
                Delete::Deleted => return Ok(()),
                // Nothing of the old record was read, so nothing of it comes back.
                Delete::Gone if expected.is_none() => return Ok(()),
                Delete::Gone => return Err(SessionError::Interrupted),
                Delete::Changed(stored) => stored,
            };
            let record = site.record(pending.changes.apply(stored.record.data));
            expected = Some(stored.version);
            // No one else knows the new key yet.
            match site.store.save(&written.key, &record, None).await? {
                Save::Saved(version) => (written.record, written.version) = (record, version),
                _ => return Err(SessionError::Interrupted),
            }
        }
        Err(overtaken())
    }
}

fn overtaken() -> SessionError {
    StoreError::Unavailable("too many requests save this session at the same time".into()).into()
}
