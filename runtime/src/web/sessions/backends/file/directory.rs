//! `Directory`: where the files are, what they are called, and what is wrong when there are none.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use time::Duration;

use crate::base::clock::Timestamp;
use crate::base::error::BoxError;
use crate::web::sessions::store::{StoreError, Version};
use crate::web::sessions::{SessionKey, SessionSettings};

use super::draft::Draft;

/// Keys of more characters are nobody's: those of Django's table have no more room either.
const LONGEST_KEY: usize = 40;

#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    /// What the names of session files begin with.
    prefix: String,
}

/// What stands in a file.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) modified: Timestamp,
}

impl Directory {
    pub(super) fn new(settings: &SessionSettings) -> Self {
        let path = settings.file_path.clone().unwrap_or_else(std::env::temp_dir);
        Self { path, prefix: settings.cookie_name.clone() }
    }

    /// Fails if it is not there, or is no directory.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match fs::metadata(&self.path) {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(self.unusable(&ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(self.missing()),
            Err(error) => Err(self.cannot("keep sessions")(error)),
        }
    }

    /// Fails if no file can be made in it: for the start of a program, which is when somebody looks.
    pub(super) fn check_writable(&self) -> Result<(), StoreError> {
        let name = format!("{}{}", self.prefix, "0".repeat(LONGEST_KEY));
        match Draft::write(&self.path.join(name), "", Timestamp::UNIX_EPOCH) {
            Ok(_) => Ok(()),
            Err(error) if is_refusal(&error) => Err(self.unusable(&error)),
            // A disk that is full, or a server that is away, may be well again before it is needed.
            Err(error) => Err(StoreError::Unavailable(Box::new(self.error("write a session record", error)))),
        }
    }

    fn unusable(&self, error: &io::Error) -> StoreError {
        let path = self.path.display();
        let text = format!(
            "cannot keep sessions in `{path}`: {error}\n\
             help: name a directory that this program's user may write in `session_file_path`"
        );
        StoreError::Failed(text.into())
    }

    fn missing(&self) -> StoreError {
        let path = self.path.display();
        let text = format!(
            "cannot keep sessions in `{path}`, which does not exist\n\
             help: `mkdir -p {path}`, or name another in `session_file_path`"
        );
        StoreError::Failed(text.into())
    }

    pub(super) fn entries(&self) -> Result<fs::ReadDir, StoreError> {
        fs::read_dir(&self.path).map_err(self.cannot("list the session records"))
    }

    /// The file of this key, or `None` for what can be nobody's: a visitor names no other file.
    pub(super) fn path_of(&self, key: &SessionKey) -> Option<PathBuf> {
        let key = key.as_str();
        is_key(key).then(|| self.path.join(format!("{}{key}", self.prefix)))
    }

    /// What the name of a file has after the prefix.
    pub(super) fn rest_of<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix(&*self.prefix)
    }

    /// Whether there is such a file. What is no plain file is none.
    pub(super) fn has(&self, path: &Path) -> Result<bool, StoreError> {
        match fs::symlink_metadata(path) {
            Ok(found) => Ok(found.is_file()),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // Without its directory nobody would be known; that is no reason to log everyone out.
                self.check()?;
                Ok(false)
            }
            Err(error) => Err(self.cannot("read a session record")(error)),
        }
    }

    /// What stands in a file; `None` if there is none, or it is not ours to read.
    pub(super) fn read(&self, path: &Path) -> Result<Option<Found>, StoreError> {
        if !self.has(path)? {
            return Ok(None);
        }
        match fs::File::open(path).and_then(|file| Found::in_file(&file)) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                tracing::warn!(
                    target: "vestibule::sessions", directory = %self.path.display(),
                    "a session record is not ours to read; it counts as unknown"
                );
                Ok(None)
            }
            Err(error) => Err(self.cannot("read a session record")(error)),
        }
    }

    /// Makes what was put into the directory, or taken from it, survive a loss of power.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        // Elsewhere a directory cannot be opened.
        if cfg!(not(unix)) {
            return Ok(());
        }
        match fs::File::open(&self.path).and_then(|directory| directory.sync_all()) {
            // A file system that does not know how.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            result => result.map_err(self.cannot("sync what was changed")),
        }
    }

    /// What to say of an error: what we wanted to do, and where. Never the file: its name is the key.
    pub(super) fn cannot(&self, what: &'static str) -> impl FnOnce(io::Error) -> StoreError {
        move |source| {
            let later = matches!(
                source.kind(),
                ErrorKind::TimedOut
                    | ErrorKind::ResourceBusy
                    | ErrorKind::StaleNetworkFileHandle
                    | ErrorKind::NetworkDown
                    | ErrorKind::NetworkUnreachable
                    | ErrorKind::HostUnreachable
            );
            let error: BoxError = Box::new(self.error(what, source));
            if later { StoreError::Unavailable(error) } else { StoreError::Failed(error) }
        }
    }

    fn error(&self, what: &'static str, source: io::Error) -> FileError {
        FileError { what, directory: self.path.clone(), source }
    }
}

/// Whether it is not for want of luck that nothing can be written there.
fn is_refusal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::Unsupported
            | ErrorKind::InvalidFilename
    )
}

/// Whether it may be a session's key. Django, contrib/sessions/backends/file.py.
pub(super) fn is_key(text: &str) -> bool {
    (1..=LONGEST_KEY).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

impl Found {
    pub(super) fn in_file(mut file: &fs::File) -> io::Result<Self> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let modified = instant(file.metadata()?.modified()?);
        // What is no text is not ours and does not verify, whatever becomes of it here.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Self { text, modified })
    }

    pub(super) fn is_of(&self, expected: Option<&Version>) -> bool {
        expected.is_none_or(|version| version.contents() == Some(self.text.as_bytes()))
    }
}

/// A file's time may be of any year; ours end with the calendar.
pub(super) fn instant(time: SystemTime) -> Timestamp {
    let since_1970 = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => Duration::try_from(after).unwrap_or(Duration::MAX),
        Err(before) => Duration::try_from(before.duration()).map_or(Duration::MIN, |before| -before),
    };
    Timestamp::UNIX_EPOCH.saturating_add(since_1970)
}

/// A call to the file system that failed.
#[derive(Debug)]
struct FileError {
    what: &'static str,
    directory: PathBuf,
    source: io::Error,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot {} in `{}`", self.what, self.directory.display())
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_names_a_file_that_is_no_session() {
        let directory = Directory::new(&SessionSettings::default());
        let path_of = |key: &str| directory.path_of(&SessionKey::from_cookie(key).unwrap());

        assert!(path_of("63bbvvmx690z601yurx3gdqo5v2bg6cy").is_some());
        for hostile in [
            "/../../../../etc/passwd",
            "..........",
            "abcdefgh/",
            "abcdefgh\0",
            "abcdefgh_out_12345678",
            "ABCDEFGH",
            "abcdefgé",
            "abcdefg ",
            &"a".repeat(41),
            &"a".repeat(5000),
        ] {
            assert_eq!(path_of(hostile), None, "{hostile:?}");
        }
    }

    #[test]
    fn a_file_of_any_age_has_an_instant() {
        let years = |years: u64| std::time::Duration::from_secs(years * 366 * 86400);
        let now = SystemTime::UNIX_EPOCH;

        assert_eq!(instant(now), Timestamp::UNIX_EPOCH);
        assert_eq!(instant(now + years(20_000)).year(), 9999);
        assert_eq!(instant(now - years(20_000)).year(), -9999);
    }
}
