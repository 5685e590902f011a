//! What sending mails wants of its settings, looked at when the site starts: what contradicts itself is said then, and
//! not by the first mail that is never sent.

use super::{EmailBackend, Settings, SettingsError};
use crate::base::mail::Address;

pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    check_backend(settings)?;
    if settings.email_use_tls && settings.email_use_ssl {
        return Err(SettingsError::MailTlsTwice);
    }
    if settings.email_host_user.is_empty() != settings.email_host_password.is_empty() {
        return Err(SettingsError::MailCredentials);
    }
    if settings.email_timeout.is_zero() {
        return Err(SettingsError::MailTimeout);
    }
    if settings.email_subject_prefix.contains(char::is_control) {
        return Err(SettingsError::NoHeader { name: "email_subject_prefix" });
    }
    check_address("default_from_email", &settings.default_from_email)?;
    check_address("server_email", &settings.server_email)?;
    settings.admins.iter().try_for_each(|address| check_address("admins", address))?;
    settings.managers.iter().try_for_each(|address| check_address("managers", address))
}

fn check_backend(settings: &Settings) -> Result<(), SettingsError> {
    match settings.email_backend {
        Some(EmailBackend::Smtp) if cfg!(not(feature = "smtp")) => Err(no_smtp()),
        Some(EmailBackend::File) if settings.email_file_path.is_none() => {
            Err(SettingsError::MailWithoutDirectory)
        }
        _ => Ok(()),
    }
}

/// A program that was built without what talks to mail servers.
fn no_smtp() -> SettingsError {
    SettingsError::NotBuiltIn { name: "email_backend", word: EmailBackend::Smtp.as_str(), feature: "smtp" }
}

fn check_address(name: &'static str, address: &str) -> Result<(), SettingsError> {
    match address.parse::<Address>() {
        Ok(_) => Ok(()),
        Err(why) => Err(SettingsError::MailAddress { name, address: address.to_owned(), why }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::settings::stock::refusal;

    #[test]
    fn what_contradicts_itself_stops_the_start() {
        let both = refusal(|settings| (settings.email_use_tls, settings.email_use_ssl) = (true, true));
        assert!(both.starts_with("`email_use_tls` and `email_use_ssl` are both true"), "{both}");

        let nowhere = refusal(|settings| settings.email_backend = Some(EmailBackend::File));
        assert!(
            nowhere.starts_with("`email_backend` is `file`, and `email_file_path` is not set"),
            "{nowhere}"
        );

        let half = refusal(|settings| settings.email_host_user = "ada".into());
        assert!(half.starts_with("of `email_host_user` and `email_host_password` one is set"), "{half}");

        let zero = refusal(|settings| settings.email_timeout = std::time::Duration::ZERO);
        assert!(zero.starts_with("`email_timeout` is 0 seconds"), "{zero}");
    }

    #[test]
    fn what_is_no_address_stops_the_start() {
        let from = refusal(|settings| settings.default_from_email = "a@b.de\nBcc: c@d.de".into());
        assert!(
            from.starts_with("`a@b.de\\nBcc: c@d.de` in `default_from_email` is no address: it holds a line")
        );

        let admin = refusal(|settings| settings.admins = vec!["ada@example.com, bob@example.com".into()]);
        assert!(admin.contains("in `admins` is no address"), "{admin}");
    }

    #[cfg(not(feature = "smtp"))]
    #[test]
    fn a_program_without_smtp_says_so() {
        let smtp = refusal(|settings| settings.email_backend = Some(EmailBackend::Smtp));
        assert!(smtp.starts_with("`email_backend` is `smtp`, which is not built in"), "{smtp}");
    }
}
