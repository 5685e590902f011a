//! `FileSystemStorage`: files in a directory of this machine (Django, `core/files/storage/filesystem.py`).

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::names::{alternative, path_within};
use super::{Content, Listing, StorageBackend, StorageError, StorageFuture};
use crate::base::blocking::blocking;

/// What stays as it is in the address of a file: Django's `filepath_to_uri`.
const ADDRESS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'/')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')')
    .remove(b'\'');

/// How often another name is tried where one is taken. One of 62^7 is enough.
const TRIES: usize = 100;

/// Keeps files in a directory, which it makes if need be.
///
/// A file is written beside its place under a name that begins with `.upload-`, and put there when it is whole and on
/// the disk: nobody sees half of one, and what is there is never overwritten. No name leads out of the directory, not
/// by a symbolic link either.
#[derive(Clone, Debug)]
pub struct FileSystemStorage(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    location: PathBuf,
    base_url: String,
    file_mode: Option<u32>,
    directory_mode: Option<u32>,
}

impl FileSystemStorage {
    /// In this directory; with `/media/` before the addresses of its files, and files that all may read (`0o644`).
    pub fn new(location: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            location: location.into(),
            base_url: "/media/".to_owned(),
            file_mode: Some(0o644),
            directory_mode: None,
        }))
    }

    /// What the addresses of its files begin with; it ends with a slash.
    #[must_use]
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).base_url = base_url.into();
        self
    }

    /// The mode of new files; `None` is what the system gives a temporary file, `0o600`. Only Unix has modes.
    #[must_use]
    pub fn file_permissions(mut self, mode: Option<u32>) -> Self {
        Arc::make_mut(&mut self.0).file_mode = mode;
        self
    }

    /// The mode of new directories; `None` is what the system gives them.
    #[must_use]
    pub fn directory_permissions(mut self, mode: Option<u32>) -> Self {
        Arc::make_mut(&mut self.0).directory_mode = mode;
        self
    }

    /// The directory.
    pub fn location(&self) -> &Path {
        &self.0.location
    }

    fn work<'a, T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Inner, &str) -> Result<T, StorageError> + Send + 'static,
    ) -> StorageFuture<'a, T> {
        let (inner, name) = (Arc::clone(&self.0), name.to_owned());
        StorageFuture::later(async move {
            blocking(move || work(&inner, &name)).await.map_err(StorageError::not_done)?
        })
    }
}

impl StorageBackend for FileSystemStorage {
    fn save<'a>(&'a self, name: &'a str, content: &'a Content) -> StorageFuture<'a, String> {
        let content = content.clone();
        self.work(name, move |inner, name| inner.save(name, &content))
    }

    fn open<'a>(&'a self, name: &'a str) -> StorageFuture<'a, Content> {
        self.work(name, Inner::open)
    }

    fn delete<'a>(&'a self, name: &'a str) -> StorageFuture<'a, ()> {
        self.work(name, Inner::delete)
    }

    fn exists<'a>(&'a self, name: &'a str) -> StorageFuture<'a, bool> {
        self.work(name, |inner, name| match inner.place(name) {
            Ok(place) => Ok(place.symlink_metadata().is_ok()),
            Err(StorageError::NotFound) => Ok(false),
            Err(error) => Err(error),
        })
    }

    fn size<'a>(&'a self, name: &'a str) -> StorageFuture<'a, u64> {
        self.work(name, |inner, name| Ok(inner.file(name)?.1))
    }

    fn url(&self, name: &str) -> Result<String, StorageError> {
        Ok(format!("{}{}", self.0.base_url, utf8_percent_encode(path_within(name)?, ADDRESS)))
    }

    fn listdir<'a>(&'a self, directory: &'a str) -> StorageFuture<'a, Listing> {
        self.work(directory, Inner::list)
    }
}

impl Inner {
    fn save(&self, name: &str, content: &Content) -> Result<String, StorageError> {
        let mut path = self.location.clone();
        self.make_directories(&path)?;
        if let Some((directory, _)) = path_within(name)?.rsplit_once('/') {
            path.push(directory);
            // Of what is there already, nothing may lead outside.
            self.check_within(path.ancestors().find(|known| known.exists()).unwrap_or(&self.location))?;
            self.make_directories(&path)?;
        }
        let mut file = self.written(&path, content).map_err(StorageError::of_writing)?;
        let mut taken = name.to_owned();
        for _ in 0..TRIES {
            match file.persist_noclobber(self.location.join(&taken)) {
                Ok(_) => {
                    sync_directory(&path).map_err(StorageError::of_writing)?;
                    return Ok(taken);
                }
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                    (file, taken) = (error.file, alternative(name)?);
                }
                Err(error) => return Err(StorageError::of_writing(error.error)),
            }
        }
        Err(StorageError::Failed("every name that was tried is taken".into()))
    }

    /// The content in a file that has no name of its own yet, in this directory. It is gone if that fails.
    fn written(&self, directory: &Path, content: &Content) -> io::Result<tempfile::NamedTempFile> {
        let mut file = tempfile::Builder::new().prefix(".upload-").tempfile_in(directory)?;
        let length = content.copy_to(file.as_file_mut())?;
        if length != content.size() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        #[cfg(unix)]
        if let Some(mode) = self.file_mode {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
            file.as_file().set_permissions(mode)?;
        }
        file.as_file().sync_all()?;
        Ok(file)
    }

    fn make_directories(&self, path: &Path) -> Result<(), StorageError> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        if let Some(mode) = self.directory_mode {
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
        }
        match path.is_dir() {
            true => Ok(()),
            false => builder.recursive(true).create(path).map_err(StorageError::of_writing),
        }
    }

    /// What is there under this name, which is a file.
    fn file(&self, name: &str) -> Result<(PathBuf, u64), StorageError> {
        let path = self.place(name)?.canonicalize().map_err(StorageError::of)?;
        self.check_within(&path)?;
        let metadata = path.metadata().map_err(StorageError::of)?;
        // To open a pipe would wait for who writes to it.
        if metadata.is_file() { Ok((path, metadata.len())) } else { Err(StorageError::NotFound) }
    }

    fn open(&self, name: &str) -> Result<Content, StorageError> {
        let (path, _) = self.file(name)?;
        let file = File::open(path).map_err(StorageError::of)?;
        let size = file.metadata().map_err(StorageError::of)?.len();
        Ok(Content::of_file(file, size))
    }

    /// What is not there is deleted, as in Django.
    fn delete(&self, name: &str) -> Result<(), StorageError> {
        match self.place(name).and_then(|place| fs::remove_file(place).map_err(StorageError::of)) {
            Err(StorageError::NotFound) => Ok(()),
            result => result,
        }
    }

    fn list(&self, name: &str) -> Result<Listing, StorageError> {
        let path = match name {
            "" => self.location.clone(),
            _ => self.place(name)?.canonicalize().map_err(StorageError::of)?,
        };
        self.check_within(&path)?;
        let mut listing = Listing::default();
        for entry in fs::read_dir(path).map_err(StorageError::of)? {
            let entry = entry.map_err(StorageError::of)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            match entry.path().is_dir() {
                true => listing.directories.push(name),
                false => listing.files.push(name),
            }
        }
        listing.directories.sort_unstable();
        listing.files.sort_unstable();
        Ok(listing)
    }

    /// Where a file of this name is or would be, in a directory that is there, and within.
    fn place(&self, name: &str) -> Result<PathBuf, StorageError> {
        let (directory, name) = match path_within(name)?.rsplit_once('/') {
            Some((directory, name)) => (self.location.join(directory), name),
            None => (self.location.clone(), name),
        };
        let directory = directory.canonicalize().map_err(StorageError::of)?;
        self.check_within(&directory)?;
        Ok(directory.join(name))
    }

    fn check_within(&self, path: &Path) -> Result<(), StorageError> {
        let root = self.location.canonicalize().map_err(StorageError::of)?;
        let path = path.canonicalize().map_err(StorageError::of)?;
        if path.starts_with(root) { Ok(()) } else { Err(StorageError::Name) }
    }
}

/// A name that was given is not on the disk before its directory is.
fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ready::block_on;

    fn storage() -> (tempfile::TempDir, FileSystemStorage) {
        let directory = tempfile::tempdir().unwrap();
        let storage = FileSystemStorage::new(directory.path().join("media"));
        (directory, storage)
    }

    fn save(storage: &FileSystemStorage, name: &str, text: &'static str) -> Result<String, StorageError> {
        block_on(storage.save(name, &Content::from(text)))
    }

    #[test]
    fn what_is_there_is_never_overwritten() {
        let (_directory, storage) = storage();

        assert_eq!(save(&storage, "a.txt", "one").unwrap(), "a.txt");
        let other = save(&storage, "a.txt", "two").unwrap();

        assert_ne!(other, "a.txt");
        let read = |name: &str| block_on(async { storage.open(name).await.unwrap().read().await.unwrap() });
        assert_eq!((&*read("a.txt"), &*read(&other)), (&b"one"[..], &b"two"[..]));
        let mut files = vec!["a.txt".to_owned(), other];
        files.sort_unstable();
        assert_eq!(block_on(storage.listdir("")).unwrap().files, files, "and nothing else is left");
    }

    #[test]
    fn a_file_is_found_listed_and_deleted() {
        let (_directory, storage) = storage();
        save(&storage, "2026/07/é b.txt", "text").unwrap();

        assert!(block_on(storage.exists("2026/07/é b.txt")).unwrap());
        assert!(!block_on(storage.exists("2025/07/é b.txt")).unwrap());
        assert_eq!(block_on(storage.size("2026/07/é b.txt")).unwrap(), 4);
        assert_eq!(storage.url("2026/07/é b.txt").unwrap(), "/media/2026/07/%C3%A9%20b.txt");
        assert_eq!(block_on(storage.listdir("2026")).unwrap().directories, ["07"]);
        for _ in 0..2 {
            block_on(storage.delete("2026/07/é b.txt")).unwrap();
        }
        assert!(matches!(block_on(storage.open("2026/07/é b.txt")), Err(StorageError::NotFound)));
        assert!(matches!(block_on(storage.open("2026/07")), Err(StorageError::NotFound)));
    }

    #[test]
    fn no_name_leads_outside() {
        let (directory, storage) = storage();
        fs::write(directory.path().join("secret"), "").unwrap();

        for name in ["../secret", "/etc/passwd", "a/../../secret"] {
            assert!(matches!(block_on(storage.open(name)), Err(StorageError::Name)), "{name}");
            assert!(matches!(save(&storage, name, ""), Err(StorageError::Name)), "{name}");
            assert!(matches!(block_on(storage.delete(name)), Err(StorageError::Name)), "{name}");
            assert!(storage.url(name).is_err());
        }
        assert!(directory.path().join("secret").exists());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_outside() {
        let (directory, storage) = storage();
        fs::write(directory.path().join("secret"), "").unwrap();
        save(&storage, "a.txt", "").unwrap();
        std::os::unix::fs::symlink("../secret", storage.location().join("file")).unwrap();
        std::os::unix::fs::symlink("..", storage.location().join("up")).unwrap();

        for name in ["file", "up/secret"] {
            assert!(matches!(block_on(storage.open(name)), Err(StorageError::Name)), "{name}");
        }
        assert!(matches!(save(&storage, "up/x", ""), Err(StorageError::Name)));
        assert!(matches!(save(&storage, "up/new/x", ""), Err(StorageError::Name)));
        assert!(block_on(storage.listdir("up")).is_err());
        block_on(storage.delete("file")).unwrap();
        assert!(directory.path().join("secret").exists(), "the link is gone, and not what it names");
    }

    #[cfg(unix)]
    #[test]
    fn modes_are_as_they_were_asked_for() {
        use std::os::unix::fs::PermissionsExt as _;

        let (_directory, storage) = storage();
        let mode =
            |path: &str| storage.location().join(path).metadata().unwrap().permissions().mode() & 0o777;

        save(&storage, "a", "").unwrap();
        assert_eq!(mode("a"), 0o644);
        let private = storage.clone().file_permissions(Some(0o640)).directory_permissions(Some(0o750));
        save(&private, "b/c", "").unwrap();
        assert_eq!((mode("b"), mode("b/c")), (0o750, 0o640));
    }

    #[test]
    fn a_file_that_is_not_whole_is_not_there() {
        let (_directory, storage) = storage();
        let file = tempfile::tempfile().unwrap();

        let saved = block_on(storage.save("a.txt", &Content::of_file(file, 10)));

        assert!(saved.is_err());
        assert_eq!(block_on(storage.listdir("")).unwrap(), Listing::default());
    }
}
