//! `MailBackend`: what sends mails.

use std::fmt;

use super::{MailError, Message};
use crate::base::ready::MaybeReady;

/// What a backend answers: at once where nothing has to be waited for.
pub type MailFuture<'a> = MaybeReady<'a, Result<(), MailError>>;

/// What sends mails: one of those that `email_backend` names, or the application's own, named with
/// `App::build().mail_backend(…)`.
///
/// `Ok` means that somebody has taken the mail over: the mail server, the disk. Of what fails for now it says
/// [`MailError::Unavailable`], so that [`Mailer::send_later`](crate::mail::Mailer::send_later) tries again.
///
/// # Example
///
/// One for a service that takes mails by HTTP:
///
/// ```
/// # use vestibule::prelude::*;
/// use vestibule::mail::{Email, MailBackend, MailError, MailFuture, Mailer, Message};
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// # #[derive(Debug, Clone)] struct Http;
/// # impl Http { async fn put(&self, _: &str, bytes: &[u8]) -> Result<u16, std::io::Error> { Ok(if bytes.len() > 100 { 200 } else { 400 }) } }
///
/// #[derive(Debug)]
/// struct Postman(Http);
///
/// impl MailBackend for Postman {
///     fn send<'a>(&'a self, message: &'a Message) -> MailFuture<'a> {
///         MailFuture::later(async move {
///             match self.0.put("https://postman.example/mails", message.as_bytes()).await {
///                 Ok(200) => Ok(()),
///                 Ok(status) => Err(MailError::Failed(format!("the postman answered {status}").into())),
///                 Err(error) => Err(MailError::Unavailable(error.into())),
///             }
///         })
///     }
/// }
/// # #[view(GET, "/")] async fn index(mailer: Mailer) -> Result<&'static str> {
/// #     mailer.send(Email::new("Hello", "you").to("ada@example.com")).await?;
/// #     Ok("sent")
/// # }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build().mail_backend(Postman(Http))).await?;
/// # assert_eq!(client.get("/").await.text(), "sent");
/// # Ok(()) })? }
/// ```
pub trait MailBackend: fmt::Debug + Send + Sync + 'static {
    /// Sends a mail, whole, to all of its [`recipients`](Message::recipients) or to none.
    fn send<'a>(&'a self, message: &'a Message) -> MailFuture<'a>;
}
