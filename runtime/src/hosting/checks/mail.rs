//! Whether mails arrive, and nobody else reads them.

use super::Issue;
use crate::web::settings::{EmailBackend, Settings};

pub(super) fn issues(settings: &Settings) -> Vec<Issue> {
    match settings.email_backend {
        Some(backend @ (EmailBackend::Console | EmailBackend::Memory)) => vec![Issue::warning(
            "vestibule.W006",
            format!("no mail leaves this machine: `email_backend` is `{backend}`"),
            "set it to `smtp`",
        )],
        Some(EmailBackend::Smtp) if is_readable(settings) => vec![Issue::warning(
            "vestibule.W007",
            format!(
                "mails can be read on the way to `{}`: they are not encrypted",
                settings.email_host.escape_debug()
            ),
            "set `email_use_tls` for port 587 (STARTTLS), `email_use_ssl` for port 465",
        )],
        _ => Vec::new(),
    }
}

/// A server on the same machine needs no encryption.
fn is_readable(settings: &Settings) -> bool {
    let is_here = ["localhost", "127.0.0.1", "::1"].contains(&&*settings.email_host);
    !settings.email_use_tls && !settings.email_use_ssl && !is_here
}
