//! A directory that is gone when the test is.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A new directory, removed with everything in it when dropped.
#[derive(Debug)]
pub struct TempDir {
    path: PathBuf,
}

impl TempDir {
    /// Makes one.
    ///
    /// # Panics
    ///
    /// If it cannot be made.
    #[allow(clippy::new_without_default, reason = "it touches the disk")]
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("vestibule-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Self { path }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A database URL for a file in it.
    pub fn sqlite(&self) -> String {
        format!("sqlite://{}", self.path.join("db.sqlite3").display())
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // A leftover directory harms nobody.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
