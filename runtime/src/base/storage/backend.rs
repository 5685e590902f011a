//! `StorageBackend`: what keeps files.

use std::fmt;

use super::{Content, StorageError};
use crate::base::ready::MaybeReady;

/// What a backend answers: at once where nothing has to be waited for.
pub type StorageFuture<'a, T> = MaybeReady<'a, Result<T, StorageError>>;

/// What keeps files: a directory, a store of objects, or the application's own, named with
/// `App::build().storage(…)`.
///
/// Names have parts that are joined by `/`, never empty, `.` or `..`, without control characters, backslashes and
/// colons: [`Storage`](super::Storage), which applications ask, has looked at them.
pub trait StorageBackend: fmt::Debug + Send + Sync + 'static {
    /// Keeps a file under this name or, if that is taken, under another like it, which it answers. `Ok` means that it is
    /// kept: all of it, where the end of this process does not reach it.
    fn save<'a>(&'a self, name: &'a str, content: &'a Content) -> StorageFuture<'a, String>;

    /// What is in a file.
    fn open<'a>(&'a self, name: &'a str) -> StorageFuture<'a, Content>;

    /// Takes a file away. That it is not there is no error.
    fn delete<'a>(&'a self, name: &'a str) -> StorageFuture<'a, ()>;

    /// Whether a name is taken.
    fn exists<'a>(&'a self, name: &'a str) -> StorageFuture<'a, bool>;

    /// How many bytes a file has.
    fn size<'a>(&'a self, name: &'a str) -> StorageFuture<'a, u64>;

    /// The address that browsers find a file at.
    ///
    /// # Errors
    ///
    /// If it has none.
    fn url(&self, name: &str) -> Result<String, StorageError>;

    /// What is in a directory; of the storage itself with an empty name.
    fn listdir<'a>(&'a self, directory: &'a str) -> StorageFuture<'a, Listing>;
}

/// What is in a directory, by name and in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Directories in it.
    pub directories: Vec<String>,
    /// Files in it.
    pub files: Vec<String>,
}
