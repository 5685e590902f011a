//! Files, opened and read without holding the thread that answers others.
//!
//! What the kernel has at hand (a name that was looked up before, bytes that were read before) is taken on the spot:
//! two hops to another thread would cost more than a small file does. On Linux it can be asked for just that
//! (`openat2` with `RESOLVE_CACHED`, `preadv2` with `RWF_NOWAIT`); all else, and everything elsewhere, is done on threads apart.

#[cfg(target_os = "linux")]
mod at_hand;
#[cfg(not(target_os = "linux"))]
#[path = "none_at_hand.rs"]
mod at_hand;
mod reader;

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::base::clock::Timestamp;

pub(crate) use reader::Reader;

/// Bytes read at a time. The whole of most files of a site: one look, and no second one while it is sent.
pub(crate) const CHUNK: usize = 128 * 1024;

/// A file to be read.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) file: Arc<File>,
    /// Bytes that were in it when it was opened.
    pub(crate) size: u64,
    /// When it was changed last, as exactly as the file system says it.
    pub(crate) modified: Option<Timestamp>,
}

impl Opened {
    /// Opens a file, and nothing else: a folder, a pipe or a device is `InvalidInput`.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub(crate) async fn open(path: &Path) -> io::Result<Self> {
        if let Some(opened) = at_hand::open(path).and_then(|file| Self::of(file).ok()) {
            return Ok(opened);
        }
        let path = path.to_owned();
        on_a_thread(move || {
            // Asked before it is opened: to open a device may do something.
            if !std::fs::metadata(&path)?.is_file() {
                return Err(no_file());
            }
            Self::of(open_at_once(&path)?)
        })
        .await
    }

    /// The same of a file that is open.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub(crate) async fn from_file(file: File) -> io::Result<Self> {
        on_a_thread(move || Self::of(file)).await
    }

    fn of(file: File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(no_file());
        }
        Ok(Self { file: Arc::new(file), size: metadata.len(), modified: modified(&metadata) })
    }
}

/// Without waiting for the other end, should a pipe have taken the file's place.
fn open_at_once(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

fn no_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "that path is no file")
}

/// `None` for what no calendar has.
fn modified(metadata: &Metadata) -> Option<Timestamp> {
    let nanoseconds = match metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_nanos()).ok()?,
        Err(before) => -i128::try_from(before.duration().as_nanos()).ok()?,
    };
    Timestamp::from_unix_timestamp_nanos(nanoseconds).ok()
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
