//! Hands mails to a mail server (RFC 5321), by lettre.

use std::fmt;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncTransport as _, Tokio1Executor};

use super::{Address, MailBackend, MailError, MailFuture, Message};
use crate::base::error::BoxError;

/// Whether what is said to the mail server can be read on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Security {
    /// It can.
    #[default]
    None,
    /// It begins in the clear and is encrypted from STARTTLS on, or ends there (`email_use_tls`; port 587).
    StartTls,
    /// It is encrypted from the start (`email_use_ssl`; port 465).
    Tls,
}

/// Where the mail server is, and how it is spoken to.
#[derive(Clone)]
#[non_exhaustive]
pub struct SmtpSettings {
    /// Its name, which its certificate must have. Default: `localhost`.
    pub host: String,
    /// Its port. Default: 25.
    pub port: u16,
    /// Name and password to log in with. Default: none.
    pub credentials: Option<(String, String)>,
    /// Whether it is encrypted. Default: it is not.
    pub security: Security,
    /// How long one mail may take, from the connection to the receipt. Default: 30 seconds.
    pub timeout: Duration,
}

impl Default for SmtpSettings {
    fn default() -> Self {
        Self {
            host: "localhost".into(),
            port: 25,
            credentials: None,
            security: Security::None,
            timeout: Duration::from_secs(30),
        }
    }
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

/// Hands mails to a mail server, each on a connection of its own. Certificates are those that the system trusts, or those
/// of the file that `SSL_CERT_FILE` in the environment names.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    timeout: Duration,
}

impl Smtp {
    /// Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// If the host's name is none that a certificate could have.
    pub fn new(settings: SmtpSettings) -> Result<Self, MailError> {
        let parameters = || TlsParameters::new(settings.host.clone()).map_err(failed);
        let tls = match settings.security {
            Security::None => Tls::None,
            Security::StartTls => Tls::Required(parameters()?),
            Security::Tls => Tls::Wrapper(parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&*settings.host)
            .port(settings.port)
            .timeout(Some(settings.timeout))
            .tls(tls);
        if let Some((user, password)) = settings.credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self { transport: builder.build(), timeout: settings.timeout })
    }
}

impl MailBackend for Smtp {
    fn send<'a>(&'a self, message: &'a Message) -> MailFuture<'a> {
        MailFuture::later(async move {
            let to = message.recipients().map(mailbox).collect::<Result<_, _>>()?;
            let envelope = Envelope::new(Some(mailbox(message.from())?), to).map_err(failed)?;
            let sending = self.transport.send_raw(&envelope, message.as_bytes());
            match tokio::time::timeout(self.timeout, sending).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(told(error)),
                Err(_) => Err(MailError::Unavailable(
                    format!("it has taken longer than {} seconds", self.timeout.as_secs()).into(),
                )),
            }
        })
    }
}

fn mailbox(address: &Address) -> Result<lettre::Address, MailError> {
    address.mailbox().parse().map_err(failed)
}

fn failed(error: impl Into<BoxError>) -> MailError {
    MailError::Failed(error.into())
}

/// Of what the server has answered the number alone: the text often repeats the recipient.
fn told(error: lettre::transport::smtp::Error) -> MailError {
    match error.status() {
        Some(code) if error.is_transient() => {
            MailError::Unavailable(format!("it has answered {code}").into())
        }
        Some(code) => MailError::Failed(format!("the mail server has answered {code}").into()),
        // It has said something that is no answer of SMTP, or lacks what we need.
        None if error.is_client() || error.is_response() => MailError::Failed(error.into()),
        None => MailError::Unavailable(error.into()),
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").finish_non_exhaustive()
    }
}
