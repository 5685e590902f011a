//! Mail: what is to be said to whom ([`Email`]), as it is sent ([`Message`]), and what sends it ([`MailBackend`]).
//!
//! A view sends by its [`Mailer`], which is an argument or [`Request::mailer`](crate::Request::mailer). Where mails go is
//! a setting, `email_backend`: to a terminal, into files, to a mail server, or to a test.
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! # vestibule::app! {}
//! use vestibule::mail::{Email, Mailer};
//!
//! #[view(POST, "/invite/")]
//! async fn invite(mailer: Mailer) -> Result<&'static str> {
//!     let email = Email::new("You are invited", "Tea at five.")
//!         .to("Ada Lovelace <ada@example.com>")
//!         .html("<p>Tea at <b>five</b>.</p>");
//!     mailer.send(email).await?;
//!     Ok("sent")
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//!
//! let mut client = Client::new(App::build()).await?;
//! client.post("/invite/", &[]).await;
//! let outbox = client.outbox().await;
//! assert_eq!(outbox[0].subject(), "You are invited");
//! assert_eq!(outbox[0].to()[0].mailbox(), "ada@example.com");
//! # Ok(()) })? }
//! ```
//!
//! **Nothing can be smuggled into a mail.** A line break, or another control character, in a subject, an address, a
//! name or any other header is an error ([`MailError::Header`], Django's `BadHeaderError`) and nothing is sent.

mod extract;
mod later;
mod open;

pub use crate::base::mail::{
    Address, AddressError, Console, Email, File, MailBackend, MailError, MailFuture, Memory, Message,
};
#[cfg(feature = "smtp")]
pub use crate::base::mail::{Security, Smtp, SmtpSettings};
pub use crate::web::settings::EmailBackend;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::base::clock::Clock;
use crate::base::error::{Error, chain};
use crate::base::panics;
use crate::base::visible::Shown;
use crate::web::request::Unfinished;
use crate::web::shutdown::Shutdown;

/// Sends mails, as the settings `email_…` say. Clones are cheap, and may outlive the request.
///
/// It is an argument of views, and [`Request::mailer`](crate::Request::mailer). A view that takes it stops the start of a
/// site whose settings name no `email_backend`.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::mail::{Email, Mailer};
///
/// #[derive(serde::Deserialize)]
/// struct Question { subject: String, text: String }
///
/// #[view(POST, "/contact/")]
/// async fn contact(mailer: Mailer, Form(question): Form<Question>) -> Result<&'static str> {
///     mailer.send(Email::new(question.subject, question.text).to("office@example.com")).await?;
///     Ok("thank you")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// client.post("/contact/", &[("subject", "Tea?"), ("text", "At five?")]).await;
/// assert_eq!(client.outbox().await[0].subject(), "Tea?");
///
/// let evil = client.post("/contact/", &[("subject", "Tea?\nBcc: all@example.com"), ("text", "")]).await;
/// assert_eq!(evil.status(), 400);
/// assert_eq!(client.outbox().await.len(), 1, "nothing was sent");
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct Mailer(Arc<Inner>);

struct Inner {
    /// `None`: the settings name none.
    backend: Option<Arc<dyn MailBackend>>,
    /// What was sent, if that is kept.
    outbox: Option<Memory>,
    default_from: Address,
    server: Address,
    subject_prefix: String,
    admins: Vec<String>,
    managers: Vec<String>,
    /// How long is waited before each further try of what is sent later.
    pauses: &'static [Duration],
    clock: Clock,
    unfinished: Unfinished,
    shutdown: Shutdown,
}

impl Mailer {
    /// Sends a mail, and waits until somebody has taken it over, such as the mail server. A failure of that is a line
    /// in the log as well, which tells no more of whom it is for than the domains.
    ///
    /// # Errors
    ///
    /// [`MailError`]: nothing was sent, to nobody. After a time-out ([`MailError::Unavailable`]) the server may have the
    /// mail all the same.
    pub async fn send(&self, email: Email) -> Result<(), MailError> {
        let message = self.message(email)?;
        let sent = self.deliver(&message).await;
        if let Err(error) = &sent {
            log(&message, &chain(error));
        }
        sent
    }

    /// Sends a mail to all of `admins`, from `server_email`, with `email_subject_prefix` before the subject. Where
    /// there are no `admins` nothing is sent, as in Django.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn mail_admins(&self, subject: &str, text: impl Into<String>) -> Result<(), MailError> {
        self.mail_all(&self.0.admins, subject, text.into()).await
    }

    /// The same to all of `managers`.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn mail_managers(&self, subject: &str, text: impl Into<String>) -> Result<(), MailError> {
        self.mail_all(&self.0.managers, subject, text.into()).await
    }

    async fn mail_all(&self, all: &[String], subject: &str, text: String) -> Result<(), MailError> {
        if all.is_empty() {
            return Ok(());
        }
        let email =
            Email::new(format!("{}{subject}", self.0.subject_prefix), text).from(self.0.server.to_string());
        self.send(all.iter().fold(email, |email, address| email.to(address))).await
    }

    fn message(&self, email: Email) -> Result<Message, MailError> {
        Message::new(email, &self.0.default_from, self.0.clock.now())
    }

    /// A panic of the backend is a failure like others.
    async fn deliver(&self, message: &Message) -> Result<(), MailError> {
        let backend = self.0.backend.as_ref().ok_or(MailError::NoBackend)?;
        let sending = async { Ok::<_, Error>(backend.send(message).await) };
        panics::later(Box::pin(sending))
            .await
            .unwrap_or_else(|panic| Err(MailError::Failed(panic.chain().into())))
    }

    /// What was sent, if it is kept.
    pub(crate) fn outbox(&self) -> Vec<Message> {
        self.0.outbox.as_ref().map(Memory::messages).unwrap_or_default()
    }
}

/// Says that a mail was not sent, with the domains that it was for and no more.
fn log(message: &Message, error: &str) {
    let mut domains: Vec<_> = message.recipients().map(Address::domain).collect();
    domains.sort_unstable();
    domains.dedup();
    let domains = domains.join(", ");
    tracing::error!(
        target: "vestibule::mail", domains = %Shown(&domains), error = %Shown(error), "a mail was not sent"
    );
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("backend", &self.0.backend).finish_non_exhaustive()
    }
}
