//! `Held`: the lock under which a session's file is compared and then replaced or removed.
//!
//! The lock is on the file itself, so that there is nothing beside the sessions to be made, cleaned up, or
//! taken by somebody else in a directory that is open to all. Whoever replaces or removes a file leaves those
//! who wait for it with a lock on what has no name any more; so each looks, once it has the lock, whether the
//! name still stands for the file, and begins again if not.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::directory::Found;
use super::draft::Draft;

/// How long to wait for the lock. It is held for some microseconds.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// How often to look whether another process is done.
const RETRY_AFTER: Duration = Duration::from_millis(1);

/// A session's file, which no other process of ours replaces or removes until this is dropped.
pub(super) struct Held {
    path: PathBuf,
    file: File,
}

impl Held {
    /// Waits for the file at `path`; `None` if there is none, or is none any more.
    pub(super) fn take(path: &Path) -> io::Result<Option<Self>> {
        Self::take_within(path, LOCK_WAIT)
    }

    fn take_within(path: &Path, wait: Duration) -> io::Result<Option<Self>> {
        let started = Instant::now();
        loop {
            // Some network file systems lock only what may be written.
            let file = match OpenOptions::new().read(true).write(true).open(path) {
                Ok(file) => file,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            };
            match file.try_lock() {
                Ok(()) => match fs::symlink_metadata(path) {
                    Ok(named) if is_same(&file.metadata()?, &named) => {
                        return Ok(Some(Self { path: path.to_owned(), file }));
                    }
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                    Err(error) => return Err(error),
                },
                Err(TryLockError::WouldBlock) => thread::sleep(RETRY_AFTER),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if started.elapsed() > wait {
                return Err(ErrorKind::TimedOut.into());
            }
        }
    }

    pub(super) fn read(&self) -> io::Result<Found> {
        Found::in_file(&self.file)
    }

    pub(super) fn replace(self, draft: Draft) -> io::Result<()> {
        draft.replace(&self.path)
    }

    pub(super) fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

#[cfg(unix)]
fn is_same(file: &Metadata, named: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    (file.dev(), file.ino()) == (named.dev(), named.ino())
}

/// Elsewhere a file that is open cannot be replaced.
#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::super::tests::Place;
    use super::*;
    use crate::web::sessions::conformance::NOW;

    fn is_taken(path: &Path) -> bool {
        let refused = Held::take_within(path, Duration::ZERO).err().map(|error| error.kind());
        refused == Some(ErrorKind::TimedOut)
    }

    #[test]
    fn a_file_is_held_once_and_free_when_its_holder_is_gone() {
        let place = Place::new();
        let path = place.path("a");
        fs::write(&path, "first").unwrap();

        let held = Held::take(&path).unwrap().unwrap();
        assert!(is_taken(&path));
        drop(held);

        assert!(!is_taken(&path));
    }

    #[test]
    fn whoever_waited_holds_what_was_put_there_meanwhile() {
        let place = Place::new();
        let path = place.path("a");
        fs::write(&path, "first").unwrap();
        let first = Held::take(&path).unwrap().unwrap();

        let waiting = {
            let path = path.clone();
            thread::spawn(move || Held::take(&path).unwrap().unwrap().read().unwrap().text)
        };
        first.replace(Draft::write(&path, "second", NOW).unwrap()).unwrap();

        assert_eq!(waiting.join().unwrap(), "second");
    }

    #[test]
    fn what_was_removed_meanwhile_cannot_be_held() {
        let place = Place::new();
        let path = place.path("a");
        fs::write(&path, "first").unwrap();
        let first = Held::take(&path).unwrap().unwrap();

        let waiting = {
            let path = path.clone();
            thread::spawn(move || Held::take(&path).unwrap().is_none())
        };
        first.remove().unwrap();

        assert!(waiting.join().unwrap());
    }
}
