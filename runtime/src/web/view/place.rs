//! `Place`: where something was written.

use std::fmt;
use std::panic::Location;
use std::path::Path;

/// Where something was written: shown at start-up, in logs and by commands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The package, as Cargo names it.
    pub krate: &'static str,
    /// `module_path!()`.
    pub module: &'static str,
    /// `file!()`.
    pub file: &'static str,
    /// `line!()`.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Place {
    /// That of the line that calls this, in this package and module.
    #[track_caller]
    pub const fn here(krate: &'static str, module: &'static str) -> Self {
        let caller = Location::caller();
        Self { krate, module, file: caller.file(), line: caller.line() }
    }

    /// File and line; of a file outside the workspace only the crate and its part of the path:
    /// `vestibule/src/middleware/session.rs:17`.
    pub(crate) fn short(&self) -> String {
        match self.file.rfind("/src/").filter(|_| Path::new(self.file).is_absolute()) {
            Some(at) => format!("{}{}:{}", self.krate, &self.file[at..], self.line),
            None => self.to_string(),
        }
    }
}
