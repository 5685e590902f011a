//! What a session does with its store: `load`, `create`, `save`, `cycle_key`, `delete`, `flush`.

use std::future::poll_fn;
use std::task::Poll;

use tracing::Instrument;

use crate::base::clock::Timestamp;
use crate::base::data::Entry;

use super::handle::SessionHandle;
use super::state::{Pending, Written};
use super::store::{Create, Delete, Load, Save};
use super::{Data, Expiry, Record, SessionError, SessionKey, StoreError};

/// How often a save is tried. Each failure means that another request saved the same session in between, so
/// this many would have to overtake one.
const SAVE_ATTEMPTS: usize = 1000;

/// How many keys are drawn for a new session. A second one is needed once in 36^32 sessions.
const KEY_ATTEMPTS: usize = 10;

/// What is done to a session's record.
pub(super) enum Change {
    Create,
    Save,
    CycleKey,
    /// With an entry to be changed on the way.
    MoveToSuccessor(Entry),
    Delete,
    Flush,
}

impl SessionHandle {
    pub(super) async fn load_slowly(&self) -> Result<(), SessionError> {
        let _storing = self.storing().await;
        self.load_record(self.now()).await
    }

    /// Loads where nothing has to be waited for: it is loaded, or the store has the answer. `None` has done nothing.
    /// Without access, the session does not count as accessed.
    ///
    /// What `read` makes of the data.
    pub(super) fn load_at_once<R>(
        &self,
        is_access: bool,
        read: impl FnOnce(&Data) -> R,
    ) -> Option<Result<R, SessionError>> {
        let mut state = self.state();
        state.accessed |= is_access;
        if let Some(data) = &state.data {
            return Some(Ok(read(data)));
        }
        let Some(key) = &state.key else {
            state.missing();
            return Some(Ok(read(state.data())));
        };
        let manager = self.manager();
        match manager.store.load(key, self.now()).into_ready()? {
            Ok(Load::Found(stored)) => state.loaded(stored),
            Ok(Load::Missing) if manager.successors.is_none() => state.missing(),
            Ok(Load::Replace) if manager.store.is_in_cookie() => state.replaced(),
            // That has to be waited for.
            Ok(Load::Missing | Load::Replace) => return None,
            Err(error) => return Some(Err(error.into())),
        }
        Some(Ok(read(state.data())))
    }

    /// Saves as [`SessionHandle::save`] does, where nothing has to be waited for: the store has the answer, the
    /// session is loaded and has a key, and no other request was faster. `None` has done nothing.
    ///
    /// What it was saved under, and when it ends.
    pub(super) fn save_at_once(&self, now: Timestamp) -> Option<Result<(SessionKey, Expiry), SessionError>> {
        let _storing = self.storing_at_once()?;
        let mut state = self.state();
        let (key, data) = (state.key.as_ref()?, state.data.clone()?);
        let manager = self.manager();
        let expiry = Expiry::of(&data);
        let record = Record { data, expires_at: expiry.date(now, &manager.settings) };
        let saved = match manager.store.save(key, &record, state.version.as_ref(), now).into_ready()? {
            Ok(Save::Saved(version)) => Ok((key.clone(), version)),
            Ok(Save::SavedAs(key, version)) => Ok((key, version)),
            Ok(Save::Gone) if manager.successors.is_none() => Err(SessionError::Interrupted),
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

    /// Runs a change of the store to its end even if whoever asked for it stops waiting, as a view does
    /// whose client has left: a new key is never made without the old one being deleted.
    ///
    /// What is done at once needs no task of its own for that.
    pub(super) async fn to_its_end(&self, change: Change) -> Result<(), SessionError> {
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
        let now = self.now();
        match change {
            Change::Save => self.save_record(now).await,
            // These are rare, and larger.
            Change::Create => Box::pin(self.create_record(now)).await,
            Change::CycleKey => Box::pin(self.move_record(now)).await,
            Change::MoveToSuccessor(entry) => Box::pin(self.move_to_successor(entry, now)).await,
            Change::Delete => self.delete_record(now).await,
            Change::Flush => {
                self.delete_record(now).await?;
                self.state().ended();
                Ok(())
            }
        }
    }

    pub(super) async fn load_record(&self, now: Timestamp) -> Result<(), SessionError> {
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
        match self.manager().store.load(&key, now).await? {
            Load::Found(stored) => self.state().loaded(stored),
            Load::Missing => match self.successor_of(&key, now).await? {
                Some((key, stored)) => self.state().found_elsewhere(key, stored),
                None => self.state().missing(),
            },
            Load::Replace => {
                // Rare, and larger than all else.
                Box::pin(self.create_record(now)).await?;
                self.state().begin_empty();
            }
        }
        Ok(())
    }

    async fn create_record(&self, now: Timestamp) -> Result<(), SessionError> {
        if self.manager().store.is_in_cookie() {
            // There is nowhere to store it before the answer leaves.
            self.state().modified = true;
            return Ok(());
        }
        let pending = self.state().begin_writing();
        let written = self.write_under_new_key(pending.data.clone(), now).await;
        self.state().end_writing(written, pending)?;
        self.state().created();
        Ok(())
    }

    async fn save_record(&self, now: Timestamp) -> Result<(), SessionError> {
        self.state().accessed = true;
        self.load_record(now).await?;
        let pending = self.state().begin_writing();
        let Some(key) = &pending.key else {
            let written = self.write_under_new_key(pending.data.clone(), now).await;
            self.state().end_writing(written, pending)?;
            self.state().created();
            return Ok(());
        };
        let written = self.write_over(key.clone(), &pending, now).await;
        self.state().end_writing(written, pending)
    }

    pub(super) async fn move_record(&self, now: Timestamp) -> Result<(), SessionError> {
        if self.manager().store.is_in_cookie() {
            self.state().modified = true;
            return self.save_record(now).await;
        }
        self.load_record(now).await?;
        match self.move_elsewhere(now).await {
            // Unless the session has only moved before.
            Err(SessionError::Interrupted) => {}
            moved => return moved,
        }
        let key = self.key().ok_or(SessionError::Interrupted)?;
        let (key, stored) = self.successor_of(&key, now).await?.ok_or(SessionError::Interrupted)?;
        self.state().found_elsewhere(key, stored);
        self.move_elsewhere(now).await
    }

    async fn move_elsewhere(&self, now: Timestamp) -> Result<(), SessionError> {
        let pending = self.state().begin_writing();
        let written = self.write_elsewhere(&pending, now).await;
        self.state().end_writing(written, pending)?;
        self.state().created();
        Ok(())
    }

    async fn delete_record(&self, now: Timestamp) -> Result<(), SessionError> {
        let store = &self.manager().store;
        if let Some(key) = self.key()
            && let Delete::Gone = store.delete(&key, None, now).await?
        {
            self.delete_successor_of(&key, now).await?;
        }
        if store.is_in_cookie() {
            self.state().emptied();
        }
        Ok(())
    }

    async fn write_under_new_key(&self, data: Data, now: Timestamp) -> Result<Written, SessionError> {
        let record = self.manager().record(data, now);
        for _ in 0..KEY_ATTEMPTS {
            let key = SessionKey::random()?;
            match self.manager().store.create(&key, &record, now).await? {
                Create::Created(version) => return Ok(Written { key, record, version }),
                Create::CreatedAs(key, version) => return Ok(Written { key, record, version }),
                Create::KeyTaken => {}
            }
        }
        Err(StoreError::Failed("every key drawn for a new session was taken".into()).into())
    }

    /// Replaces the record under `key`; if another request has replaced it first, with that one's data and
    /// this one's changes.
    async fn write_over(
        &self,
        mut key: SessionKey,
        pending: &Pending,
        now: Timestamp,
    ) -> Result<Written, SessionError> {
        let manager = self.manager();
        let mut record = manager.record(pending.data.clone(), now);
        let mut expected = pending.version.clone();
        let mut queue = None;
        for _ in 0..SAVE_ATTEMPTS {
            let stored = match manager.store.save(&key, &record, expected.as_ref(), now).await? {
                Save::Saved(version) => return Ok(Written { key, record, version }),
                Save::SavedAs(key, version) => return Ok(Written { key, record, version }),
                Save::Gone => {
                    let (successor, stored) =
                        self.successor_of(&key, now).await?.ok_or(SessionError::Interrupted)?;
                    key = successor;
                    stored
                }
                Save::Changed(stored) => stored,
            };
            record = manager.record(pending.changes.apply(stored.record.data), now);
            expected = Some(stored.version);
            if queue.is_none() {
                queue = Some(manager.queue(&key).await.ok_or_else(overtaken)?);
            }
        }
        Err(overtaken())
    }

    /// Stores the session under a new key and removes the old record, with what other requests have put
    /// there until the moment it is removed. If that fails, nothing is left under the new key.
    async fn write_elsewhere(&self, pending: &Pending, now: Timestamp) -> Result<Written, SessionError> {
        let written = self.write_under_new_key(pending.data.clone(), now).await?;
        self.settle_in(written, pending, now).await
    }

    /// Removes the old record of what has been stored under a new key.
    pub(super) async fn settle_in(
        &self,
        mut written: Written,
        pending: &Pending,
        now: Timestamp,
    ) -> Result<Written, SessionError> {
        let manager = self.manager();
        let Some(old) = &pending.key else { return Ok(written) };
        match self.empty_out(old, pending, &mut written, now).await {
            Ok(()) => Ok(written),
            Err(error) => {
                // Nobody knows this key: a record that cannot be removed either expires by itself.
                if let Err(left) = manager.store.delete(&written.key, None, now).await {
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
        now: Timestamp,
    ) -> Result<(), SessionError> {
        let manager = self.manager();
        let mut expected = pending.version.clone();
        for _ in 0..SAVE_ATTEMPTS {
            let stored = match manager.store.delete(old, expected.as_ref(), now).await? {
                Delete::Deleted => return Ok(()),
                // Nothing of the old record was read, so nothing of it comes back.
                Delete::Gone if expected.is_none() => return Ok(()),
                Delete::Gone => return Err(SessionError::Interrupted),
                Delete::Changed(stored) => stored,
            };
            let record = manager.record(pending.changes.apply(stored.record.data), now);
            expected = Some(stored.version);
            // No one else knows the new key yet.
            match manager.store.save(&written.key, &record, None, now).await? {
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
