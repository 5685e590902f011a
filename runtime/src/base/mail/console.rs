//! Prints mails on standard output, as Django's `console` does.

use std::io::{self, Write as _};

use super::{MailBackend, MailError, MailFuture, Message};
use crate::base::blocking::blocking;

/// What stands below each mail.
const RULE: [u8; 79] = [b'-'; 79];

/// Prints mails on standard output, each with a line of dashes below it: for a developer's machine, where whoever
/// reads the terminal may read the mails.
#[derive(Clone, Copy, Debug, Default)]
pub struct Console;

impl MailBackend for Console {
    fn send<'a>(&'a self, message: &'a Message) -> MailFuture<'a> {
        let text = printed(message);
        MailFuture::later(async move {
            let print = move || {
                let mut out = io::stdout().lock();
                out.write_all(&text).and_then(|()| out.flush())
            };
            let printed = blocking(print).await.map_err(|error| MailError::Failed(error.chain().into()))?;
            printed.map_err(|error| MailError::Failed(error.into()))
        })
    }
}

fn printed(message: &Message) -> Vec<u8> {
    let mut text: Vec<u8> = message.as_bytes().iter().copied().filter(|byte| *byte != b'\r').collect();
    text.push(b'\n');
    text.extend(RULE);
    text.push(b'\n');
    text
}
