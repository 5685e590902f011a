//! Keeps mails, for tests: Django's `locmem` with its `mail.outbox`.

use std::sync::{Arc, Mutex, PoisonError};

use super::{MailBackend, MailFuture, Message};

/// Keeps mails in memory, all of them: for tests. Clones keep them together.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Vec<Message>>>);

impl Memory {
    /// What was sent, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl MailBackend for Memory {
    fn send<'a>(&'a self, message: &'a Message) -> MailFuture<'a> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
        MailFuture::Ready(Ok(()))
    }
}
