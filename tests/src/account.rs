//! Somebody else to be, for what root is not asked to do or not refused.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::TempDir;

/// A user of the system.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    user: u32,
    group: u32,
}

impl Account {
    /// The first of these users that exists, if we are root; `None` if we are not, and need nobody else.
    ///
    /// # Panics
    ///
    /// If none of them exists.
    pub fn other_than_root(names: &[&str]) -> Option<Self> {
        // Whoever makes a directory owns it.
        let ours = fs::metadata(TempDir::new().path()).expect("a directory").uid();
        (ours == 0).then(|| {
            let users = fs::read_to_string("/etc/passwd").expect("/etc/passwd");
            let found = names.iter().find_map(|name| Self::find(&users, name));
            found.unwrap_or_else(|| panic!("there is no user {}", names.join(" or ")))
        })
    }

    /// Looks in `name:password:user:group:…` (passwd(5)).
    fn find(users: &str, name: &str) -> Option<Self> {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2).map(str::parse);
        Some(Self { user: numbers.next()?.ok()?, group: numbers.next()?.ok()? })
    }

    /// Has the program run as this user.
    pub fn runs<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.uid(self.user).gid(self.group)
    }

    /// Gives this user the file or directory.
    ///
    /// # Panics
    ///
    /// If it cannot be given away.
    pub fn owns(&self, path: &Path) {
        chown(path, Some(self.user), Some(self.group)).expect("root's right to give away");
    }
}
