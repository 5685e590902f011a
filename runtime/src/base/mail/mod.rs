//! Mail: what is to be said to whom ([`Email`]), as it is sent ([`Message`]), and what sends it ([`MailBackend`]).

mod address;
mod backend;
mod console;
mod email;
mod error;
mod file;
mod header;
mod memory;
mod message;
mod part;
#[cfg(feature = "smtp")]
mod smtp;
mod transfer;

pub use address::{Address, AddressError};
pub use backend::{MailBackend, MailFuture};
pub use console::Console;
pub use email::Email;
pub use error::MailError;
pub use file::File;
pub use memory::Memory;
pub use message::Message;
#[cfg(feature = "smtp")]
pub use smtp::{Security, Smtp, SmtpSettings};
