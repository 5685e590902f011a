//! `Spool`: bytes that arrive, in memory as long as there is room, then in a temporary file.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{BATCH, Content, StorageError};
use crate::base::blocking::blocking;
use crate::base::error::Error;

/// Writes what arrives. Dropped, it leaves nothing.
#[derive(Debug)]
pub(crate) struct Spool {
    directory: PathBuf,
    /// All of it; or, if there is a file, what is not written yet.
    held: Vec<u8>,
    file: Option<File>,
    size: u64,
}

impl Spool {
    /// In this directory, should memory not do.
    pub(crate) fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), held: Vec::new(), file: None, size: 0 }
    }

    /// Takes some more. `room` is how many bytes may still be held in memory, by this and by others.
    ///
    /// # Errors
    ///
    /// [`StorageError::Full`], or another if the temporary file cannot be made or written.
    pub(crate) async fn write(&mut self, bytes: &[u8], room: &mut usize) -> Result<(), StorageError> {
        self.size += bytes.len() as u64;
        if self.file.is_none() {
            if let Some(left) = room.checked_sub(bytes.len()) {
                *room = left;
                self.held.extend_from_slice(bytes);
                return Ok(());
            }
            let directory = self.directory.clone();
            self.file = Some(done(blocking(move || temporary_file(&directory)).await)?);
            *room += self.held.len();
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() >= BATCH { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), StorageError> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let mut held = std::mem::take(&mut self.held);
        let written = blocking(move || {
            file.write_all(&held)?;
            held.clear();
            held.shrink_to(BATCH);
            Ok((file, held))
        });
        let (file, held) = done(written.await)?;
        (self.file, self.held) = (Some(file), held);
        Ok(())
    }

    /// All that was written.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub(crate) async fn finish(mut self) -> Result<Content, StorageError> {
        self.flush().await?;
        Ok(match self.file {
            Some(file) => Content::of_file(file, self.size),
            None => self.held.into(),
        })
    }
}

fn done<T>(result: Result<io::Result<T>, Error>) -> Result<T, StorageError> {
    result.map_err(StorageError::not_done)?.map_err(StorageError::of_writing)
}

/// One that has no name from its begin (`O_TMPFILE`) or loses it at once, and that only this process can read.
fn temporary_file(directory: &Path) -> io::Result<File> {
    let file = tempfile::tempfile_in(directory)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ready::block_on;

    fn spooled(pieces: &[&[u8]], room: &mut usize) -> Content {
        let directory = tempfile::tempdir().unwrap();
        block_on(async {
            let mut spool = Spool::new(directory.path());
            for piece in pieces {
                spool.write(piece, room).await.unwrap();
            }
            let content = spool.finish().await.unwrap();
            assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0, "a file without a name");
            content
        })
    }

    #[test]
    fn what_there_is_room_for_stays_in_memory() {
        let mut room = 10;

        assert_eq!(&**spooled(&[b"abc", b"def"], &mut room).as_bytes().unwrap(), b"abcdef");
        assert_eq!(room, 4);
        assert!(spooled(&[b"abcd"], &mut room).as_bytes().is_some());
        assert!(spooled(&[b"x"], &mut room).as_bytes().is_none());
    }

    #[test]
    fn what_goes_into_a_file_leaves_its_room_to_others() {
        let (mut room, large) = (10, vec![b'x'; 300_000]);

        let content = spooled(&[b"abc", &large, b"def"], &mut room);

        assert_eq!((room, content.as_bytes(), content.size()), (10, None, 300_006));
        let read = block_on(content.read()).unwrap();
        assert!(read.starts_with(b"abcx") && read.ends_with(b"xdef") && read.len() == 300_006);
    }

    #[cfg(unix)]
    #[test]
    fn only_this_process_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;

        let file = temporary_file(&std::env::temp_dir()).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_directory_that_is_missing_is_no_missing_file() {
        let mut spool = Spool::new(Path::new("/nowhere/at/all"));
        let error = block_on(spool.write(b"x", &mut 0)).unwrap_err();
        assert!(matches!(error, StorageError::Failed(_)), "{error:?}");
    }
}
