//! `Draft`: a file that is complete before anyone can see it under its own name.
//!
//! Its name until then is Django's: that of the session's file, `_out_`, and random characters.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::base::clock::Timestamp;
use crate::base::crypto::{self, KEY_ALPHABET};

/// What stands between the name of the session's file and the random characters.
pub(super) const MARK: &str = "_out_";

/// How many random characters a draft's name has.
const RANDOM: usize = 12;

/// A file written to its end and synced; removed when dropped, unless it was put in its place.
pub(super) struct Draft {
    path: PathBuf,
    is_placed: bool,
}

impl Draft {
    /// Writes what is to become the file at `path`.
    pub(super) fn write(path: &Path, text: &str, modified: Timestamp) -> io::Result<Self> {
        let random = crypto::random_text(RANDOM, KEY_ALPHABET).map_err(io::Error::other)?;
        let mut name = path.as_os_str().to_owned();
        name.push(MARK);
        name.push(random);
        let path = PathBuf::from(name);

        let mut file = create(&path)?;
        let draft = Self { path, is_placed: false };
        file.write_all(text.as_bytes())?;
        // By our clock, which the session's expiry goes by.
        file.set_modified(SystemTime::from(modified))?;
        file.sync_all()?;
        Ok(draft)
    }

    /// Puts it where a file is, in one step.
    pub(super) fn replace(mut self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        self.is_placed = true;
        Ok(())
    }

    /// Puts it where no file is, in one step; false if there is one.
    pub(super) fn put(self, path: &Path) -> io::Result<bool> {
        match fs::hard_link(&self.path, path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            // Not every file system has hard links.
            Err(_) => self.put_over_empty_file(path),
        }
    }

    /// In two steps, as Django does it. Nobody is told the key in between.
    fn put_over_empty_file(self, path: &Path) -> io::Result<bool> {
        match create(path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(error),
        }
        self.replace(path).inspect_err(|_| _ = fs::remove_file(path))?;
        Ok(true)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_placed {
            // What is left is cleared with the expired sessions.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A new file that only we may read.
fn create(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::super::tests::Place;
    use super::*;
    use crate::web::sessions::conformance::NOW;

    #[test]
    fn a_draft_that_is_not_put_in_its_place_is_removed() {
        let place = Place::new();

        let draft = Draft::write(&place.path("a"), "text", NOW).unwrap();
        assert!(place.names()[0].starts_with("a_out_"));
        drop(draft);

        assert!(place.names().is_empty());
    }

    #[test]
    fn a_name_that_is_taken_is_not_replaced_with_or_without_hard_links() {
        for put in [Draft::put, Draft::put_over_empty_file] {
            let place = Place::new();
            let path = place.path("a");

            assert!(put(Draft::write(&path, "first", NOW).unwrap(), &path).unwrap());
            assert!(!put(Draft::write(&path, "second", NOW).unwrap(), &path).unwrap());

            assert_eq!(fs::read_to_string(&path).unwrap(), "first");
            assert_eq!(place.names(), ["a"]);
        }
    }

    #[test]
    fn a_draft_whose_place_is_gone_leaves_nothing() {
        let place = Place::new();
        let draft = Draft::write(&place.path("a"), "text", NOW).unwrap();

        assert!(draft.put(&place.path("missing/a")).is_err());

        assert!(place.names().is_empty());
    }
}
