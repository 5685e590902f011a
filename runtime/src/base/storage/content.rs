//! `Content`: what is in a file, wherever its bytes are.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use super::{BATCH, StorageError};
use crate::base::blocking::blocking;

/// Bytes of a chunk: Django's `DEFAULT_CHUNK_SIZE`.
const CHUNK: usize = 64 * 1024;

/// What is in a file: bytes in memory, or a file that is open. Clones are cheap, and share it.
///
/// A temporary file has no name, so that nothing is left of it when the last clone is gone, however that comes about.
///
/// ```
/// use std::io::Read as _;
/// use vestibule::storage::Content;
///
/// let content = Content::from("a picture");
/// assert_eq!(content.size(), 9);
///
/// let mut first = [0; 3];
/// content.reader().read_exact(&mut first).unwrap();
/// assert_eq!(&first, b"a p");
/// ```
#[derive(Clone)]
pub struct Content(Kind);

#[derive(Clone)]
enum Kind {
    Memory(Bytes),
    File(Arc<File>, u64),
}

impl Content {
    /// What is in a file that is open and stays as it is.
    pub(super) fn of_file(file: File, size: u64) -> Self {
        Self(Kind::File(Arc::new(file), size))
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match &self.0 {
            Kind::Memory(bytes) => bytes.len() as u64,
            Kind::File(_, size) => *size,
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.size() == 0
    }

    /// All of it, if it is in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Memory(bytes) => Some(bytes),
            Kind::File(..) => None,
        }
    }

    /// All of it, brought into memory.
    ///
    /// # Errors
    ///
    /// [`StorageError::Failed`] if it cannot be read.
    pub async fn read(&self) -> Result<Bytes, StorageError> {
        if let Some(bytes) = self.as_bytes() {
            return Ok(bytes.clone());
        }
        let (mut reader, size) = (self.reader(), usize::try_from(self.size()).unwrap_or_default());
        let read = blocking(move || {
            let mut bytes = Vec::with_capacity(size);
            reader.read_to_end(&mut bytes).map(|_| Bytes::from(bytes))
        });
        read.await.map_err(StorageError::not_done)?.map_err(StorageError::of_writing)
    }

    /// All of it, 64 KiB at a time.
    ///
    /// ```
    /// # vestibule::server::run(1, async {
    /// use vestibule::storage::Content;
    ///
    /// let content = Content::from(vec![0; 100_000]);
    /// let mut chunks = content.chunks();
    /// let mut sizes = Vec::new();
    /// while let Some(chunk) = chunks.next().await {
    ///     sizes.push(chunk.unwrap().len());
    /// }
    /// assert_eq!(sizes, [65_536, 34_464]);
    /// # }).unwrap();
    /// ```
    pub fn chunks(&self) -> Chunks {
        Chunks { reader: Some(self.reader()) }
    }

    /// It as the standard library reads a file, from its begin. Reading blocks, so that it belongs into
    /// [`blocking`](crate::blocking()).
    pub fn reader(&self) -> ContentReader {
        ContentReader { content: self.clone(), position: 0 }
    }

    /// Where another program finds it, if it is in a file and the system has a name for what has none: Linux, under
    /// `/proc`, for as long as this or a clone of it is held.
    pub fn temporary_file_path(&self) -> Option<PathBuf> {
        match &self.0 {
            #[cfg(target_os = "linux")]
            Kind::File(file, _) => {
                let number = std::os::fd::AsRawFd::as_raw_fd(&**file);
                Some(format!("/proc/{}/fd/{number}", std::process::id()).into())
            }
            _ => None,
        }
    }

    /// Writes all of it, from its begin, and says how many bytes that were.
    pub(super) fn copy_to(&self, to: &mut File) -> io::Result<u64> {
        match &self.0 {
            Kind::Memory(bytes) => to.write_all(bytes).map(|()| bytes.len() as u64),
            Kind::File(..) => io::copy(&mut BufReader::with_capacity(BATCH, self.reader()), to),
        }
    }

    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        match &self.0 {
            Kind::Memory(bytes) => {
                let rest = usize::try_from(position).ok().and_then(|start| bytes.get(start..));
                rest.unwrap_or_default().read(buffer)
            }
            Kind::File(file, _) => read_file_at(file, buffer, position),
        }
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_file_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Memory(bytes))
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Content {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&Content> for Content {
    fn from(content: &Content) -> Self {
        content.clone()
    }
}

/// The size; what is in it may be anything.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("size", &self.size()).finish_non_exhaustive()
    }
}

/// A [`Content`] as a file of the standard library, with a position of its own.
#[derive(Clone, Debug)]
pub struct ContentReader {
    content: Content,
    position: u64,
}

impl Read for ContentReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.content.read_at(buffer, self.position)?;
        self.position += length as u64;
        Ok(length)
    }
}

impl Seek for ContentReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.content.size().checked_add_signed(by),
        };
        let before = || io::Error::new(io::ErrorKind::InvalidInput, "a position before the begin of a file");
        self.position = position.ok_or_else(before)?;
        Ok(self.position)
    }
}

/// A [`Content`], 64 KiB at a time.
#[derive(Debug)]
pub struct Chunks {
    /// `None` after the end, or an error.
    reader: Option<ContentReader>,
}

impl Chunks {
    /// The next, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, StorageError>> {
        let mut reader = self.reader.take()?;
        if let Some(bytes) = reader.content.as_bytes() {
            let start = usize::try_from(reader.position).ok()?;
            let chunk = bytes.slice(start..bytes.len().min(start.saturating_add(CHUNK)));
            reader.position += chunk.len() as u64;
            self.reader = Some(reader);
            return (!chunk.is_empty()).then_some(Ok(chunk));
        }
        let read = blocking(move || {
            let mut chunk = Vec::with_capacity(CHUNK);
            let read = reader.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
            (reader, read.map(|_| chunk))
        });
        match read.await {
            Ok((_, Ok(chunk))) if chunk.is_empty() => None,
            Ok((reader, Ok(chunk))) => {
                self.reader = Some(reader);
                Some(Ok(chunk.into()))
            }
            Ok((_, Err(error))) => Some(Err(StorageError::of_writing(error))),
            Err(error) => Some(Err(StorageError::not_done(error))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ready::block_on;

    fn in_a_file(bytes: &[u8]) -> Content {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Content::of_file(file, bytes.len() as u64)
    }

    #[test]
    fn it_is_the_same_in_memory_and_in_a_file() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
        for content in [in_a_file(&bytes), Content::from(bytes.clone())] {
            let read = block_on(async {
                let (mut chunks, mut all) = (content.chunks(), Vec::new());
                while let Some(chunk) = chunks.next().await {
                    all.push(chunk.unwrap());
                }
                assert_eq!(all.iter().map(Bytes::len).collect::<Vec<_>>(), [65_536, 65_536, 65_536, 3392]);
                all.concat()
            });
            assert_eq!(read, bytes);
            assert_eq!(block_on(content.read()).unwrap(), bytes);
        }
    }

    #[test]
    fn each_reader_has_a_position_of_its_own() {
        for content in [in_a_file(b"abcdef"), Content::from("abcdef")] {
            let (mut one, mut other, mut two) = (content.reader(), content.reader(), [0; 2]);

            one.read_exact(&mut two).unwrap();
            other.seek(SeekFrom::End(-2)).unwrap();
            other.read_exact(&mut two).unwrap();
            assert_eq!(&two, b"ef");
            one.read_exact(&mut two).unwrap();
            assert_eq!(&two, b"cd");
            assert_eq!(one.seek(SeekFrom::Start(100)).unwrap(), 100);
            assert_eq!(one.read(&mut two).unwrap(), 0);
            assert!(one.seek(SeekFrom::Current(-101)).is_err());
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_without_a_name_is_found_by_other_programs() {
        let path = in_a_file(b"abc").temporary_file_path().unwrap();
        assert!(!path.exists(), "it is gone with its content");

        let content = in_a_file(b"abc");
        assert_eq!(std::fs::read(content.temporary_file_path().unwrap()).unwrap(), b"abc");
        assert_eq!(Content::from("abc").temporary_file_path(), None);
    }
}
