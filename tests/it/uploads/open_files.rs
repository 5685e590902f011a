//! Which files of a directory this process has open, named or not.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest that a test waits for a file to come or go.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct OpenFiles(PathBuf);

impl OpenFiles {
    pub(super) fn of(directory: &Path) -> Self {
        Self(directory.canonicalize().unwrap())
    }

    fn count(&self) -> usize {
        let files = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
        files.filter_map(|file| file.path().read_link().ok()).filter(|path| path.starts_with(&self.0)).count()
    }

    /// Waits until so many are open. None ever has a name.
    pub(super) fn come_to(&self, count: usize) {
        let start = Instant::now();
        while self.count() != count {
            assert!(start.elapsed() < PATIENCE, "{} files are open, and not {count}", self.count());
            std::thread::yield_now();
        }
        assert_eq!(std::fs::read_dir(&self.0).unwrap().count(), 0, "files with a name");
    }
}
