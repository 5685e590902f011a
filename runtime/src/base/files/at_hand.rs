//! What the kernel answers without waiting for a disk or a network.

use std::fs::File;
use std::io::IoSliceMut;
use std::path::Path;

use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
use rustix::io::{Errno, ReadWriteFlags, preadv2};

/// The file, if all of its path is known. `None` says nothing: a kernel may be too old, or forbid the question.
pub(super) fn open(path: &Path) -> Option<File> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    openat2(CWD, path, flags, Mode::empty(), ResolveFlags::CACHED).ok().map(File::from)
}

/// What is known of a place in a file.
pub(super) enum Read {
    /// So many bytes are there; none where the file ends.
    Bytes(usize),
    /// They have to be waited for.
    Later,
    /// This file system does not tell.
    Unknown,
}

/// Reads what is in memory of the bytes from `at` on.
pub(super) fn read(file: &File, chunk: &mut [u8], at: u64) -> Read {
    match preadv2(file, &mut [IoSliceMut::new(chunk)], at, ReadWriteFlags::NOWAIT) {
        Ok(read) => Read::Bytes(read),
        Err(Errno::AGAIN | Errno::INTR) => Read::Later,
        Err(_) => Read::Unknown,
    }
}
