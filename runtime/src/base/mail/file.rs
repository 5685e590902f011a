//! Writes mails into a directory, one file each: Django's `filebased`, whose files hold one connection's each.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use super::{MailBackend, MailError, MailFuture, Message};
use crate::base::blocking::blocking;

/// Writes mails into a directory, which it makes if need be, each as a file that mail programs open:
/// `20260102-030405-5kq0…vz.eml`. Only the user that the process runs as can read them.
#[derive(Clone, Debug)]
pub struct File {
    directory: Arc<PathBuf>,
}

impl File {
    /// Into this directory.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: Arc::new(directory.into()) }
    }

    fn write(&self, message: &Message) -> io::Result<()> {
        fs::create_dir_all(&*self.directory)?;
        let (date, time) = (message.date().date(), message.date().time());
        let name = format!(
            "{:04}{:02}{:02}-{:02}{:02}{:02}-{}.eml",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second(),
            message.token(),
        );
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.directory.join(name))?;
        file.write_all(message.as_bytes())?;
        file.sync_all()
    }
}

impl MailBackend for File {
    fn send<'a>(&'a self, message: &'a Message) -> MailFuture<'a> {
        let (file, message) = (self.clone(), message.clone());
        MailFuture::later(async move {
            let written = blocking(move || file.write(&message)).await;
            let written = written.map_err(|error| MailError::Failed(error.chain().into()))?;
            written.map_err(|error| MailError::Failed(error.into()))
        })
    }
}
