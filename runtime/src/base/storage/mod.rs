//! Files that are kept: a [`Storage`] is asked by name, and what keeps them is a [`StorageBackend`] (Django,
//! `core/files/storage/`).
//!
//! ```
//! # vestibule::server::run(1, async {
//! use vestibule::storage::{FileSystemStorage, Storage};
//!
//! # let directory = std::env::temp_dir().join(format!("vestibule-storage-{}", std::process::id()));
//! let storage = Storage::new(FileSystemStorage::new(&directory));
//! let name = storage.save("notes/to do.txt", "buy tea").await?;
//! assert_eq!(name, "notes/to_do.txt");
//! assert_eq!(storage.url(&name)?, "/media/notes/to_do.txt");
//!
//! // What is there is never overwritten.
//! let other = storage.save("notes/to do.txt", "buy milk").await?;
//! assert!(other.starts_with("notes/to_do_") && other.ends_with(".txt"));
//!
//! assert_eq!(storage.open(&name).await?.read().await?, "buy tea");
//! storage.delete(&name).await?;
//! assert!(!storage.exists(&name).await?);
//! # std::fs::remove_dir_all(directory).unwrap();
//! # Ok::<_, vestibule::storage::StorageError>(())
//! # }).unwrap().unwrap();
//! ```

mod backend;
mod content;
mod error;
mod file_system;
mod names;
mod spool;

pub use backend::{Listing, StorageBackend, StorageFuture};
pub use content::{Chunks, Content, ContentReader};
pub use error::StorageError;
pub use file_system::FileSystemStorage;
pub use names::get_valid_name;
pub(crate) use spool::Spool;

use std::sync::Arc;

use names::{path_to_save, path_within};

/// So many bytes are read or written at a time, where a file is copied.
const BATCH: usize = 256 * 1024;

/// Where files are kept. Clones are cheap.
///
/// As an argument of a view it is the site's: the directory `media_root`, or what `App::build().storage(…)` names.
#[derive(Clone, Debug)]
pub struct Storage(Arc<dyn StorageBackend>);

impl Storage {
    /// What this backend keeps.
    pub fn new(backend: impl StorageBackend) -> Self {
        Self(Arc::new(backend))
    }

    /// Keeps a file, and answers the name that it is kept under: `name` with its last part as
    /// [`get_valid_name`] makes it and, if that is taken, seven random letters more. All else stands for directories.
    ///
    /// `Ok` means that it is on the disk, all of it.
    ///
    /// # Errors
    ///
    /// [`StorageError`]; nothing is kept then.
    pub async fn save(&self, name: &str, content: impl Into<Content>) -> Result<String, StorageError> {
        self.0.save(&path_to_save(name)?, &content.into()).await
    }

    /// What is in a file.
    ///
    /// # Errors
    ///
    /// [`StorageError::NotFound`], which is answered with 404, [`StorageError::Name`], with 400, and others.
    pub async fn open(&self, name: &str) -> Result<Content, StorageError> {
        self.0.open(path_within(name)?).await
    }

    /// Takes a file away. That it is not there is no error.
    ///
    /// # Errors
    ///
    /// [`StorageError`]
    pub async fn delete(&self, name: &str) -> Result<(), StorageError> {
        self.0.delete(path_within(name)?).await
    }

    /// Whether a name is taken.
    ///
    /// # Errors
    ///
    /// [`StorageError`]
    pub async fn exists(&self, name: &str) -> Result<bool, StorageError> {
        self.0.exists(path_within(name)?).await
    }

    /// How many bytes a file has.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub async fn size(&self, name: &str) -> Result<u64, StorageError> {
        self.0.size(path_within(name)?).await
    }

    /// The address that browsers find a file at, whether or not it is there.
    ///
    /// # Errors
    ///
    /// [`StorageError`], if it has none.
    pub fn url(&self, name: &str) -> Result<String, StorageError> {
        self.0.url(path_within(name)?)
    }

    /// What is in a directory; with an empty name, in the storage.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub async fn listdir(&self, directory: &str) -> Result<Listing, StorageError> {
        self.0.listdir(if directory.is_empty() { "" } else { path_within(directory)? }).await
    }
}
