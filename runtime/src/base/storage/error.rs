//! `StorageError`: why a file could not be kept, or had.

use std::fmt;
use std::io;

use vestibule_macros::ErrorStatus;

use crate::base::error::{BoxError, Error};

/// Why a file could not be kept, or had. Its text names no file, since visitors name them.
#[derive(Debug, ErrorStatus)]
#[non_exhaustive]
pub enum StorageError {
    /// There is no such file.
    #[status(404)]
    NotFound,
    /// A name that leads out of the storage, or that no file may have. Django's `SuspiciousFileOperation`.
    #[status(400)]
    Name,
    /// There is no space left (RFC 4918 section 11.5).
    #[status(507)]
    Full(BoxError),
    /// It cannot be reached, or says that it may work later.
    #[status(503)]
    Unavailable(BoxError),
    /// It could not be read or written.
    Failed(BoxError),
}

impl StorageError {
    /// What it means that a file could not be found, read or changed.
    pub(super) fn of(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound,
            _ => Self::of_writing(error),
        }
    }

    /// What it means that something could not be written: where, is ours to know.
    pub(super) fn of_writing(error: io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => Self::Full(error.into()),
            _ => Self::Failed(error.into()),
        }
    }

    /// What it means that the work was not done at all: it panicked, or the server ends.
    pub(super) fn not_done(error: Error) -> Self {
        Self::Failed(error.chain().into())
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "there is no such file in the storage",
            Self::Name => "the name of a file leads out of the storage, or is none",
            Self::Full(_) => "there is no space left for a file",
            Self::Unavailable(_) => "the storage is not available",
            Self::Failed(_) => "a file could not be read or written",
        })
    }
}

impl std::error::Error for StorageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotFound | Self::Name => None,
            Self::Full(source) | Self::Unavailable(source) | Self::Failed(source) => Some(&**source),
        }
    }
}
