//! `Reader`: an open file, read piece by piece from any place in it.

use std::fs::File;
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::task::JoinHandle;

use super::{CHUNK, at_hand};

/// Reads a file at places that it is told; other readers of the same file do not matter to it.
pub(crate) struct Reader {
    file: Arc<File>,
    /// On a thread, where the kernel has to wait.
    job: Option<JoinHandle<io::Result<Vec<u8>>>>,
    /// Whether it is worth asking what is at hand.
    may_be_at_hand: bool,
}

impl Reader {
    pub(crate) fn new(file: Arc<File>) -> Self {
        Self { file, job: None, may_be_at_hand: true }
    }

    /// All of so many bytes, if they are in memory and no more than [`CHUNK`].
    pub(crate) fn read_at_hand(&mut self, at: u64, length: u64) -> Option<Bytes> {
        let length = usize::try_from(length).ok().filter(|length| *length <= CHUNK)?;
        let mut chunk = vec![0; length];
        match self.take_at_hand(&mut chunk, at) {
            Some(read) if read == length => Some(chunk.into()),
            _ => None,
        }
    }

    /// Up to `length` bytes from `at` on, no more than [`CHUNK`]; none where the file ends. It is asked for the same until
    /// it has them.
    pub(crate) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        at: u64,
        length: u64,
    ) -> Poll<io::Result<Bytes>> {
        let mut job = match self.job.take() {
            Some(job) => job,
            None => {
                let mut chunk = vec![0; usize::try_from(length).unwrap_or(CHUNK).min(CHUNK)];
                if let Some(read) = self.take_at_hand(&mut chunk, at) {
                    chunk.truncate(read);
                    return Poll::Ready(Ok(chunk.into()));
                }
                let file = Arc::clone(&self.file);
                tokio::task::spawn_blocking(move || read_at(&file, chunk, at))
            }
        };
        match Pin::new(&mut job).poll(cx) {
            Poll::Ready(read) => Poll::Ready(read.map_err(io::Error::other).flatten().map(Bytes::from)),
            Poll::Pending => {
                self.job = Some(job);
                Poll::Pending
            }
        }
    }

    fn take_at_hand(&mut self, chunk: &mut [u8], at: u64) -> Option<usize> {
        if !self.may_be_at_hand {
            return None;
        }
        match at_hand::read(&self.file, chunk, at) {
            at_hand::Read::Bytes(read) => Some(read),
            at_hand::Read::Later => None,
            at_hand::Read::Unknown => {
                self.may_be_at_hand = false;
                None
            }
        }
    }
}

fn read_at(file: &File, mut chunk: Vec<u8>, at: u64) -> io::Result<Vec<u8>> {
    loop {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(file, &mut chunk, at);
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(file, &mut chunk, at);
        match read {
            Ok(read) => {
                chunk.truncate(read);
                return Ok(chunk);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
