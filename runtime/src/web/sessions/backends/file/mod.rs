//! `File`: sessions in a directory, one file each, as Django's engine of this name keeps them.
//!
//! | | |
//! |---|---|
//! | name | the session cookie's name and the key: `sessionid63bbvvmx690z601yurx3gdqo5v2bg6cy` |
//! | contents | the text of [`Codec`], and nothing else; empty for a session without entries |
//! | mode | 0600 |
//! | modified | when the session was saved |
//!
//! There is no date of expiry in it. A session ends when [`Expiry`] says so, counted from the file's time of
//! modification, and when less than a second is left. Here we are stricter than Django, which never ends a
//! session on the server whose expiry is a number of seconds.
//!
//! **What was reported survives.** A file is written to its end under another name, synced, put in its place in
//! one step, and then the directory is synced (`draft.rs`). What cannot be written is an error, and the session
//! stays as it was.
//!
//! **Compare and swap** is done under a lock on the session's own file (`held.rs`), which all processes of ours
//! take before they replace or remove it. Django takes none and has no compare and swap: what it saves or ends
//! in the few microseconds between our look at a file and the step that replaces it is lost.
//!
//! Nothing here waits on an async worker: all work is done on tokio's threads for blocking calls.

mod directory;
mod draft;
mod find;
mod held;
mod sweep;

use std::path::Path;
use std::sync::Arc;

use crate::base::clock::Timestamp;
use crate::base::signing::Keys;
use crate::web::sessions::codec::Codec;
use crate::web::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version, Wanted,
};
use crate::web::sessions::{Data, Expiry, SessionKey, SessionSettings};

use directory::{Directory, Found};
use draft::Draft;
use held::Held;
use sweep::Sweep;

/// Keeps sessions in files, which Django may share.
#[derive(Clone, Debug)]
pub struct File {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    directory: Directory,
    settings: SessionSettings,
    codec: Codec,
    sweep: Sweep,
}

impl File {
    /// Keeps sessions in [`file_path`](SessionSettings::file_path), or in the system's directory for temporary
    /// files, signed with `keys`.
    pub fn new(settings: &SessionSettings, keys: &Keys) -> Self {
        let directory = Directory::new(settings);
        let (settings, codec, sweep) = (settings.clone(), Codec::new(keys), Sweep::default());
        Self { inner: Arc::new(Inner { directory, settings, codec, sweep }) }
    }

    /// Does what may block, where that hinders nobody.
    fn run<'a, T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, StoreError> + Send + 'static,
    ) -> StoreFuture<'a, T> {
        let inner = Arc::clone(&self.inner);
        StoreFuture::later(async move {
            let span = tracing::Span::current();
            match tokio::task::spawn_blocking(move || span.in_scope(|| work(&inner))).await {
                Ok(result) => result,
                Err(error) => match error.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    // The runtime is shutting down.
                    Err(error) => Err(StoreError::Unavailable(error.into())),
                },
            }
        })
    }
}

impl SessionStore for File {
    fn prepare(&self) -> StoreFuture<'_, ()> {
        self.run(|inner| {
            inner.directory.check()?;
            inner.directory.check_writable()
        })
    }

    fn load<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, Load> {
        let key = key.clone();
        self.run(move |inner| inner.load(&key, now))
    }

    fn create<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        now: Timestamp,
    ) -> StoreFuture<'a, Create> {
        let (key, data) = (key.clone(), record.data.clone());
        self.run(move |inner| inner.create(&key, &data, now))
    }

    fn save<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Save> {
        let (key, data, expected) = (key.clone(), record.data.clone(), expected.cloned());
        self.run(move |inner| inner.save(&key, &data, expected.as_ref(), now))
    }

    fn delete<'a>(
        &'a self,
        key: &'a SessionKey,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Delete> {
        let (key, expected) = (key.clone(), expected.cloned());
        self.run(move |inner| inner.delete(&key, expected.as_ref(), now))
    }

    fn exists<'a>(&'a self, key: &'a SessionKey, _: Timestamp) -> StoreFuture<'a, bool> {
        let key = key.clone();
        self.run(move |inner| match inner.directory.path_of(&key) {
            Some(path) => inner.directory.has(&path),
            None => Ok(false),
        })
    }

    fn find(&self, wanted: Wanted, now: Timestamp) -> StoreFuture<'_, Vec<(SessionKey, Stored)>> {
        self.run(move |inner| inner.find(&wanted, now))
    }

    fn clear_expired(&self, batch: u32, now: Timestamp) -> StoreFuture<'_, u64> {
        self.run(move |inner| inner.clear_expired(batch, now))
    }
}

impl Inner {
    fn load(&self, key: &SessionKey, now: Timestamp) -> Result<Load, StoreError> {
        let Some(path) = self.directory.path_of(key) else { return Ok(Load::Missing) };
        let Some(found) = self.directory.read(&path)? else { return Ok(Load::Missing) };
        let stored = self.stored(found, now);
        if !is_over(&stored.record, now) {
            return Ok(Load::Found(stored));
        }
        // Someone may have removed it first, or saved it.
        let saved = self.hold(&path)?.map(|held| self.remove_if_over(held, now)).transpose()?.flatten();
        Ok(saved.map_or(Load::Replace, Load::Found))
    }

    fn create(&self, key: &SessionKey, data: &Data, now: Timestamp) -> Result<Create, StoreError> {
        let path = self.directory.path_of(key);
        let path = path.ok_or_else(|| StoreError::Failed("a session file cannot have such a name".into()))?;
        let (text, draft) = self.write(&path, data, now)?;
        if !draft.put(&path).map_err(self.directory.cannot("write a session record"))? {
            return Ok(Create::KeyTaken);
        }
        self.directory.sync()?;
        Ok(Create::Created(Version::of_contents(text)))
    }

    fn save(
        &self,
        key: &SessionKey,
        data: &Data,
        expected: Option<&Version>,
        now: Timestamp,
    ) -> Result<Save, StoreError> {
        let Some(path) = self.directory.path_of(key) else { return Ok(Save::Gone) };
        // A race that is lost already need not be written to the disk first.
        let Some(found) = self.directory.read(&path)? else { return Ok(Save::Gone) };
        if !found.is_of(expected) {
            return Ok(Save::Changed(self.stored(found, now)));
        }
        let (text, draft) = self.write(&path, data, now)?;

        let Some(held) = self.hold(&path)? else { return Ok(Save::Gone) };
        let found = held.read().map_err(self.directory.cannot("read a session record"))?;
        if !found.is_of(expected) {
            return Ok(Save::Changed(self.stored(found, now)));
        }
        held.replace(draft).map_err(self.directory.cannot("write a session record"))?;
        self.directory.sync()?;
        Ok(Save::Saved(Version::of_contents(text)))
    }

    fn delete(
        &self,
        key: &SessionKey,
        expected: Option<&Version>,
        now: Timestamp,
    ) -> Result<Delete, StoreError> {
        let Some(path) = self.directory.path_of(key) else { return Ok(Delete::Gone) };
        let Some(held) = self.hold(&path)? else { return Ok(Delete::Gone) };
        let found = held.read().map_err(self.directory.cannot("read a session record"))?;
        if !found.is_of(expected) {
            return Ok(Delete::Changed(self.stored(found, now)));
        }
        self.remove(held)?;
        Ok(Delete::Deleted)
    }

    /// Removes a record if it has expired, and returns it if not.
    fn remove_if_over(&self, held: Held, now: Timestamp) -> Result<Option<Stored>, StoreError> {
        let found = held.read().map_err(self.directory.cannot("read a session record"))?;
        let stored = self.stored(found, now);
        if !is_over(&stored.record, now) {
            return Ok(Some(stored));
        }
        self.remove(held)?;
        Ok(None)
    }

    fn remove(&self, held: Held) -> Result<(), StoreError> {
        held.remove().map_err(self.directory.cannot("remove a session record"))?;
        self.directory.sync()
    }

    /// `None` if there is no such file.
    fn hold(&self, path: &Path) -> Result<Option<Held>, StoreError> {
        if !self.directory.has(path)? {
            return Ok(None);
        }
        Held::take(path).map_err(self.directory.cannot("lock a session record"))
    }

    fn write(&self, path: &Path, data: &Data, now: Timestamp) -> Result<(String, Draft), StoreError> {
        let text = self.codec.encode(data, now);
        let draft =
            Draft::write(path, &text, now).map_err(self.directory.cannot("write a session record"))?;
        Ok((text, draft))
    }

    fn stored(&self, found: Found, now: Timestamp) -> Stored {
        // Django makes an empty file before it writes the text.
        let data = match &*found.text {
            "" => Data::new(),
            text => self.codec.decode(text, now),
        };
        let expires_at = Expiry::of(&data).date(found.modified, &self.settings);
        Stored { record: Record { data, expires_at }, version: Version::of_contents(found.text) }
    }
}

fn is_over(record: &Record, now: Timestamp) -> bool {
    (record.expires_at - now).whole_seconds() <= 0
}

#[cfg(test)]
pub(super) mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicU32, Ordering};

    use time::Duration;

    use super::directory::instant;
    use super::*;
    use crate::base::clock::Clock;
    use crate::web::sessions::conformance::{Fixture, NOW};
    use crate::web::sessions::test_stores::block_on;
    use crate::web::sessions::{Session, SessionError};

    crate::session_store_suite!({
        let place = Place::new();
        move |settings: &SessionSettings, _: &Clock| place.open(settings)
    });

    /// A directory, removed when dropped.
    pub(in super::super) struct Place(PathBuf);

    impl Place {
        pub(in super::super) fn new() -> Self {
            static COUNT: AtomicU32 = AtomicU32::new(0);
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("vestibule-session-files-{}-{number}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir(&path).unwrap();
            Self(path)
        }

        fn open(&self, settings: &SessionSettings) -> Arc<dyn SessionStore> {
            let settings = SessionSettings { file_path: Some(self.0.clone()), ..settings.clone() };
            Arc::new(File::new(&settings, &Keys::new("example-secret-key", [""; 0])))
        }

        pub(in super::super) fn fixture(self: &Arc<Self>) -> Fixture {
            let place = Arc::clone(self);
            Fixture::new(Arc::new(move |settings: &SessionSettings, _: &Clock| place.open(settings)))
        }

        pub(in super::super) fn file(&self, key: &SessionKey) -> PathBuf {
            self.path(&format!("sessionid{}", key.as_str()))
        }

        pub(in super::super) fn path(&self, name: &str) -> PathBuf {
            self.0.join(name)
        }

        pub(in super::super) fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<_> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn place() -> (Arc<Place>, Fixture) {
        let place = Arc::new(Place::new());
        let fixture = place.fixture();
        (place, fixture)
    }

    fn loaded(at: &Fixture, key: &SessionKey) -> Session {
        block_on(at.request(key).load()).unwrap()
    }

    fn key() -> SessionKey {
        SessionKey::from_cookie("63bbvvmx690z601yurx3gdqo5v2bg6cy").unwrap()
    }

    #[test]
    fn a_file_is_as_django_writes_it() {
        let (place, at) = place();

        block_on(at.store.create(&key(), &at.record(r#"{"hobby":"girl"}"#), NOW)).unwrap();

        assert_eq!(place.names(), ["sessionid63bbvvmx690z601yurx3gdqo5v2bg6cy"]);
        let text = fs::read_to_string(place.file(&key())).unwrap();
        assert_eq!(text, "eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk");
        let found = fs::metadata(place.file(&key())).unwrap();
        assert_eq!(instant(found.modified().unwrap()), NOW);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&found) & 0o777, 0o600);
    }

    #[test]
    fn saving_leaves_nothing_but_the_new_contents() {
        let (place, at) = place();
        let key = block_on(at.stored());
        let before = fs::read(place.file(&key)).unwrap();

        let session = loaded(&at, &key);
        session.insert("n", 2).unwrap();
        block_on(session.save()).unwrap();

        assert_ne!(fs::read(place.file(&key)).unwrap(), before);
        assert_eq!(place.names().len(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_an_empty_session_of_the_same_key() {
        let (place, at) = place();
        for contents in [&b""[..], b"garbage", b"\xff\xfe\x00"] {
            let key = block_on(at.stored());
            fs::write(place.file(&key), contents).unwrap();
            fs::File::open(place.file(&key)).unwrap().set_modified(NOW.into()).unwrap();

            let session = loaded(&at, &key);
            assert!(session.keys().is_empty());
            session.insert("n", 1).unwrap();
            block_on(session.save()).unwrap();

            assert!(session.key() == Some(key.clone()));
            assert_eq!(block_on(at.json(&key)).as_deref(), Some(r#"{"n":1}"#));
        }
    }

    #[test]
    fn what_is_no_plain_file_is_unknown() {
        let (place, at) = place();
        fs::create_dir(place.file(&key())).unwrap();

        assert!(matches!(block_on(at.store.load(&key(), at.clock.now())), Ok(Load::Missing)));
        assert!(matches!(block_on(at.store.save(&key(), &at.record("{}"), None, NOW)), Ok(Save::Gone)));
        assert!(!block_on(at.store.exists(&key(), NOW)).unwrap());
    }

    #[test]
    fn a_session_ends_as_its_entry_says_counted_from_the_last_save() {
        for (entry, age) in [
            ("10", 10),
            ("0", 60),
            ("-5", 0),
            (r#""2026-01-02T03:04:35.678901+00:00""#, 30),
            (r#""2025-12-31T00:00:00+00:00""#, 0),
            ("7200", 7200),
        ] {
            let (_place, at) = place();
            let record = at.record(&format!(r#"{{"_session_expiry":{entry}}}"#));
            block_on(at.store.create(&key(), &record, NOW)).unwrap();
            let lives_at = |seconds: i64| {
                at.clock.set(NOW + Duration::seconds(seconds));
                matches!(block_on(at.store.load(&key(), at.clock.now())), Ok(Load::Found(_)))
            };

            assert!(age == 0 || lives_at(age - 1), "{entry}");
            assert!(!lives_at(age), "{entry}");
        }
    }

    #[test]
    fn a_visitor_whose_session_expired_gets_a_new_one_and_the_file_is_gone() {
        let (place, at) = place();
        let old = block_on(at.stored());
        at.clock.set(NOW + Duration::seconds(61));

        let session = loaded(&at, &old);

        assert!(session.is_modified() && session.keys().is_empty());
        let new = session.key().unwrap();
        assert!(new != old);
        assert_eq!(place.names(), [format!("sessionid{}", new.as_str())]);
    }

    #[test]
    fn a_directory_that_is_gone_is_an_error_and_logs_nobody_out() {
        let (place, at) = place();
        let key = block_on(at.stored());
        fs::remove_dir_all(&place.0).unwrap();

        let session = at.request(&key);
        let failed = block_on(session.load()).unwrap_err();

        assert!(matches!(failed, SessionError::Store(StoreError::Failed(_))), "{failed:?}");
        assert!(session.key().is_some());
        assert!(block_on(at.store.exists(&key, NOW)).is_err());
        assert!(block_on(at.store.delete(&key, None, NOW)).is_err());
        assert!(block_on(at.store.clear_expired(10, NOW)).is_err());
        assert!(block_on(at.store.prepare()).is_err());
    }

    #[test]
    fn errors_name_the_directory_and_no_key() {
        let (place, at) = place();
        let key = block_on(at.stored());
        fs::remove_dir_all(&place.0).unwrap();

        let StoreError::Failed(error) = block_on(at.store.load(&key, at.clock.now())).unwrap_err() else {
            panic!()
        };

        let path = place.0.display();
        let missing =
            format!("cannot keep sessions in `{path}`, which does not exist\nhelp: `mkdir -p {path}`");
        assert!(error.to_string().starts_with(&missing), "{error}");
        assert!(!format!("{error:?}").contains(key.as_str()));
    }

    /// The name of the file just fits; that of the draft does not.
    #[test]
    fn what_cannot_be_written_leaves_what_was_there() {
        let place = Arc::new(Place::new());
        let settings = SessionSettings { cookie_name: "n".repeat(210), ..SessionSettings::default() };
        let store = place.open(&settings);
        let path = place.path(&format!("{}{}", settings.cookie_name, key().as_str()));
        fs::write(&path, "").unwrap();
        fs::File::open(&path).unwrap().set_modified(NOW.into()).unwrap();
        let record = Record { data: Data::from_json(r#"{"n":1}"#).unwrap(), expires_at: NOW };

        let saved = block_on(store.save(&key(), &record, None, NOW));

        assert!(matches!(saved, Err(StoreError::Failed(_))), "{saved:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "");
        assert_eq!(place.names().len(), 1);
    }
}
