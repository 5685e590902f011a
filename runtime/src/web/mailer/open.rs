//! A mailer, made of the settings when the application starts.

use std::sync::Arc;
use std::time::Duration;

use super::{Inner, Mailer};
use crate::base::clock::Clock;
use crate::base::error::Error;
use crate::base::mail::{Address, Console, File, MailBackend, Memory};
#[cfg(feature = "smtp")]
use crate::base::mail::{Security, Smtp, SmtpSettings};
use crate::web::request::Unfinished;
use crate::web::settings::{EmailBackend, Settings, SettingsError};
use crate::web::shutdown::Shutdown;

/// Before the second, third and fourth try of what is sent later: a server that is started again is there by then.
pub(super) const PAUSES: &[Duration] =
    &[Duration::from_secs(5), Duration::from_secs(30), Duration::from_secs(120)];

impl Mailer {
    /// With the application's own backend, or the one that the settings name. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// If the settings, which have been checked, name a mail server or an address that cannot be.
    pub(crate) fn open(
        settings: &Settings,
        own: Option<Arc<dyn MailBackend>>,
        clock: &Clock,
        unfinished: Unfinished,
        shutdown: Shutdown,
    ) -> Result<Self, Error> {
        let outbox = Memory::default();
        let named = settings.email_backend.or(settings.debug.then_some(EmailBackend::Console));
        let is_kept = own.is_none() && named == Some(EmailBackend::Memory);
        let backend = match (own, named) {
            (Some(own), _) => Some(own),
            (None, Some(named)) => Some(backend(named, settings, &outbox)?),
            (None, None) => None,
        };
        Ok(Self(Arc::new(Inner {
            backend,
            outbox: is_kept.then_some(outbox),
            default_from: address("default_from_email", &settings.default_from_email)?,
            server: address("server_email", &settings.server_email)?,
            subject_prefix: settings.email_subject_prefix.clone(),
            admins: settings.admins.clone(),
            managers: settings.managers.clone(),
            pauses: PAUSES,
            clock: clock.clone(),
            unfinished,
            shutdown,
        })))
    }
}

fn backend(named: EmailBackend, settings: &Settings, outbox: &Memory) -> Result<Arc<dyn MailBackend>, Error> {
    Ok(match named {
        EmailBackend::Console => Arc::new(Console),
        EmailBackend::File => match &settings.email_file_path {
            Some(directory) => Arc::new(File::new(directory)),
            None => return Err(SettingsError::MailWithoutDirectory.into()),
        },
        EmailBackend::Memory => Arc::new(outbox.clone()),
        EmailBackend::Smtp => smtp(settings)?,
    })
}

#[cfg(feature = "smtp")]
fn smtp(settings: &Settings) -> Result<Arc<dyn MailBackend>, Error> {
    let mut smtp = SmtpSettings::default();
    (smtp.host, smtp.port, smtp.timeout) =
        (settings.email_host.clone(), settings.email_port, settings.email_timeout);
    smtp.security = match (settings.email_use_tls, settings.email_use_ssl) {
        (true, _) => Security::StartTls,
        (false, true) => Security::Tls,
        (false, false) => Security::None,
    };
    if !settings.email_host_user.is_empty() {
        smtp.credentials = Some((settings.email_host_user.clone(), settings.email_host_password.clone()));
    }
    let smtp = Smtp::new(smtp).map_err(|error| {
        Error::internal("the mail server of `email_host` cannot be spoken to").caused_by(error)
    })?;
    Ok(Arc::new(smtp))
}

#[cfg(not(feature = "smtp"))]
fn smtp(_: &Settings) -> Result<Arc<dyn MailBackend>, Error> {
    Err(SettingsError::NotBuiltIn {
        name: "email_backend",
        word: EmailBackend::Smtp.as_str(),
        feature: "smtp",
    }
    .into())
}

fn address(name: &'static str, text: &str) -> Result<Address, SettingsError> {
    text.parse().map_err(|why| SettingsError::MailAddress { name, address: text.to_owned(), why })
}
