//! What is watched: the folders of the templates, and those that the settings name.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use crate::web::request::Request;

/// How many files are looked at: a look is not to take long, however large a folder is.
const MOST: usize = 4000;

/// The folders, and this process.
#[derive(Clone, Debug)]
pub(super) struct Files {
    folders: Vec<PathBuf>,
    started: SystemTime,
}

impl Files {
    pub(super) fn of(request: &Request) -> Self {
        static STARTED: OnceLock<SystemTime> = OnceLock::new();
        let templates = request.templates().directories().iter().map(PathBuf::from);
        let others = request.settings().live_reload_folders.iter().map(PathBuf::from);
        Self { folders: templates.chain(others).collect(), started: *STARTED.get_or_init(SystemTime::now) }
    }

    /// A number that changes when a file is written, added, renamed or removed, and when the process starts anew. Links
    /// to folders are not followed, since they may go in circles, nor what is hidden, where editors keep their drafts.
    pub(super) fn state(&self) -> u64 {
        let (mut state, mut left, mut open) = (hash(self.started), MOST, self.folders.clone());
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if is_hidden(&entry.file_name()) || left == 0 {
                    continue;
                }
                left -= 1;
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => open.push(entry.path()),
                    // A sum, since folders list their files in any order.
                    _ => state = state.wrapping_add(of_file(&entry.path())),
                }
            }
        }
        state
    }
}

/// Names that begin with a dot, and the copies that some editors make: `page.html~`, `#page.html#`.
fn is_hidden(name: &std::ffi::OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".") || name.starts_with(b"#") || name.ends_with(b"~")
}

fn of_file(path: &Path) -> u64 {
    let written = fs::metadata(path).ok().map(|found| (found.modified().ok(), found.len()));
    hash((path, written))
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_happens_to_a_file_is_another_state() {
        let folder = std::env::temp_dir().join(format!("vestibule-reload-{}", std::process::id()));
        let files = Files { folders: vec![folder.clone()], started: SystemTime::UNIX_EPOCH };
        let mut states = vec![files.state()];
        fs::create_dir_all(folder.join("below")).unwrap();
        let page = folder.join("below").join("page.html");

        for text in ["one", "longer"] {
            fs::write(&page, text).unwrap();
            states.push(files.state());
        }
        fs::rename(&page, folder.join("page.html")).unwrap();
        states.push(files.state());
        fs::write(folder.join(".page.html.swp"), "draft").unwrap();
        assert_eq!(files.state(), states[3]);
        fs::remove_dir_all(&folder).unwrap();

        assert_eq!(files.state(), states[0]);
        let again = Files { started: SystemTime::now(), ..files };
        states.push(again.state());
        states.sort_unstable();
        states.dedup();
        assert_eq!(states.len(), 5);
    }
}
