//! `State`: what a session handle keeps under its lock. Nothing here waits.

use std::mem;

use crate::base::data::Entry;

use super::changes::Changes;
use super::store::Stored;
use super::{Data, Record, SessionError, SessionKey, Version};

#[derive(Default)]
pub(super) struct State {
    pub(super) key: Option<SessionKey>,
    /// `None` until loaded, or cleared.
    pub(super) data: Option<Data>,
    /// What the store held when it was last read or written; `None` if it was not.
    pub(super) version: Option<Version>,
    /// What was done since then.
    pub(super) changes: Changes,
    pub(super) accessed: bool,
    pub(super) modified: bool,
    /// It is stored under another key than the visitor's, which is to be sent.
    pub(super) moved: bool,
}

impl State {
    /// Notes a change to data that is not there yet; [`State::loaded`] does it.
    pub(super) fn insert_unloaded(&mut self, entry: Entry) {
        if let Some(data) = &mut self.data {
            data.insert_entry(entry.clone());
        }
        self.changes.insert(entry);
        self.modified = true;
    }

    pub(super) fn insert(&mut self, entry: Entry) {
        self.data.get_or_insert_default().insert_entry(entry.clone());
        self.changes.insert(entry);
        self.modified = true;
    }

    /// The data of a session that has been loaded.
    pub(super) fn data(&mut self) -> &Data {
        self.data.get_or_insert_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.key.is_none() && self.data.as_ref().is_none_or(Data::is_empty)
    }

    /// Whether there was anything under `key`.
    pub(super) fn remove(&mut self, key: &str) -> bool {
        let existed = self.data.as_mut().is_some_and(|data| data.remove(key));
        if existed {
            self.changes.remove(key);
            self.modified = true;
        }
        existed
    }

    pub(super) fn clear(&mut self) {
        self.data = Some(Data::new());
        self.changes.clear();
        self.accessed = true;
        self.modified = true;
    }

    /// Takes over what was loaded, unless `clear` was faster.
    pub(super) fn loaded(&mut self, stored: Stored) {
        if self.data.is_none() {
            self.data = Some(self.changes.apply(stored.record.data));
            self.version = Some(stored.version);
        }
    }

    /// The visitor's key turned out to be worth nothing: forgets it, so that a later save draws a new one.
    pub(super) fn missing(&mut self) {
        self.key = None;
        self.begin_empty();
    }

    /// The visitor's text is to be replaced by what is there, which is nothing yet.
    pub(super) fn replaced(&mut self) {
        self.modified = true;
        self.begin_empty();
    }

    /// Nothing is stored: unless `clear` was faster, there is what was put in so far.
    pub(super) fn begin_empty(&mut self) {
        if self.data.is_none() {
            self.data = Some(self.changes.apply(Data::new()));
        }
    }

    /// All there is has been stored.
    pub(super) fn saved(&mut self, key: &SessionKey, version: Version) {
        self.stored_as(key, version);
        self.changes = Changes::default();
    }

    fn stored_as(&mut self, key: &SessionKey, version: Version) {
        if self.key.as_ref() != Some(key) {
            // A new key is to be sent.
            self.modified = true;
            self.key = Some(key.clone());
        }
        self.version = Some(version);
    }

    /// Takes what is to be written. What is done from here on is not part of it.
    pub(super) fn begin_writing(&mut self) -> Pending {
        let data = self.data.clone().unwrap_or_else(|| self.changes.apply(Data::new()));
        Pending {
            key: self.key.clone(),
            data,
            version: self.version.clone(),
            changes: mem::take(&mut self.changes),
        }
    }

    /// Takes over what is stored now; or, if nothing was, puts the changes back for the next time.
    pub(super) fn end_writing(
        &mut self,
        written: Result<Written, SessionError>,
        pending: Pending,
    ) -> Result<(), SessionError> {
        match written {
            Ok(written) => {
                self.stored_as(&written.key, written.version);
                // What was done while it was being written is done to it once more.
                self.data = Some(self.changes.apply(written.record.data));
                Ok(())
            }
            Err(error) => {
                let later = mem::take(&mut self.changes);
                self.changes = pending.changes.then(later);
                Err(error)
            }
        }
    }

    /// A session was begun: its cookie is to be sent.
    pub(super) fn created(&mut self) {
        self.accessed = true;
        self.modified = true;
    }

    /// The session was moved with all that was done to it but what has been done since.
    pub(super) fn moved(&mut self, was_modified: bool) {
        self.modified = was_modified || !self.changes.is_empty();
        self.moved = true;
    }

    /// The session is stored under another key than ours: what was done here is done to it.
    pub(super) fn found_elsewhere(&mut self, key: SessionKey, stored: Stored) {
        self.key = Some(key);
        self.data = Some(self.changes.apply(stored.record.data));
        self.version = Some(stored.version);
        self.moved = true;
    }

    /// The session is over: what comes next is a new one.
    pub(super) fn ended(&mut self) {
        self.emptied();
        self.accessed = true;
    }

    /// Nothing is left of the session, but nobody has asked what was in it.
    pub(super) fn emptied(&mut self) {
        let accessed = self.accessed;
        *self = Self { data: Some(Data::new()), modified: true, accessed, ..Self::default() };
    }
}

/// What a session was when a write began.
#[derive(Clone)]
pub(super) struct Pending {
    pub(super) key: Option<SessionKey>,
    pub(super) data: Data,
    pub(super) version: Option<Version>,
    pub(super) changes: Changes,
}

impl Pending {
    /// With one change more.
    pub(super) fn with_entry(mut self, entry: Entry) -> Self {
        self.data.insert_entry(entry.clone());
        self.changes.insert(entry);
        self
    }
}

/// What a write has stored.
pub(super) struct Written {
    pub(super) key: SessionKey,
    pub(super) record: Record,
    pub(super) version: Version,
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn data(state: &State) -> String {
        state.data.as_ref().map(Data::to_json).unwrap_or_default()
    }

    fn unloaded() -> State {
        let mut state = State { key: Some(SessionKey::random().unwrap()), ..State::default() };
        state.insert_unloaded(Entry::new("ours", "1"));
        state
    }

    fn stored(json: &str) -> Stored {
        let record = Record { data: Data::from_json(json).unwrap(), expires_at: OffsetDateTime::UNIX_EPOCH };
        Stored { record, version: Version::of_number(1) }
    }

    #[test]
    fn what_is_put_in_unloaded_joins_what_is_stored() {
        let mut state = unloaded();
        assert!(state.modified && state.data.is_none());

        state.loaded(stored(r#"{"theirs":2}"#));

        assert_eq!(data(&state), r#"{"theirs":2,"ours":1}"#);
        state.insert_unloaded(Entry::new("ours", "3"));
        assert_eq!(data(&state), r#"{"theirs":2,"ours":3}"#);
    }

    #[test]
    fn what_is_put_in_unloaded_is_all_there_is_where_nothing_is_stored() {
        let mut state = unloaded();
        assert_eq!(unloaded().begin_writing().data.to_json(), r#"{"ours":1}"#);

        state.missing();

        assert_eq!((data(&state).as_str(), state.key.is_none()), (r#"{"ours":1}"#, true));
    }

    #[test]
    fn clearing_forgets_what_was_put_in_unloaded() {
        let mut state = unloaded();

        state.clear();
        state.loaded(stored(r#"{"theirs":2}"#));

        assert_eq!(data(&state), "{}");
    }
}
