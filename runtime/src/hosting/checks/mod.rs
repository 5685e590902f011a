//! What may be wrong with an application that starts all the same: Django's system checks.
//!
//! Those of Django have Django's ids (`security.W004`) and look at the same; those that are ours begin with `vestibule.`.
//! What keeps an application from starting is not here: the start says it, with ids such as `vestibule.E001`.

mod issue;
mod mail;
mod security;
mod sessions;
mod views;

pub(crate) use issue::{Issue, Level};
pub(crate) use views::wants_login;

use crate::web::auth::LoginUrl;
use crate::web::registry::Registry;
use crate::web::settings::Settings;

/// What is checked: an application as it would be served.
pub(crate) struct Deployment<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) registry: &'a Registry,
    pub(crate) login_url: &'a LoginUrl,
}

/// What an application should not be put before the world with, and who may enter which of its views.
pub(crate) fn deploy(deployment: &Deployment<'_>) -> Vec<Issue> {
    let Deployment { settings, registry, .. } = *deployment;
    let mut issues = security::issues(settings, registry);
    issues.extend(sessions::issues(settings, registry));
    issues.extend(mail::issues(settings));
    issues.extend(views::issues(deployment));
    issues
}
