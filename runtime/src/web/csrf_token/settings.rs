//! `CsrfSettings`: what `Settings` says of CSRF, read once at start-up.

use http::HeaderName;

use super::trusted::TrustedOrigins;
use super::{MalformedToken, Secret};
use crate::base::clock::Timestamp;
use crate::base::error::Error;
use crate::web::cookies::{CookieJar, Cookies, SameSite, SetCookie, prefix};
use crate::web::settings::{self, Settings, SettingsError};

/// Where the secret is kept, where the token is looked for, and who else is trusted.
#[derive(Debug)]
pub(crate) struct CsrfSettings {
    /// Without a value.
    cookie: SetCookie,
    pub(crate) header_name: HeaderName,
    pub(crate) trusted_origins: TrustedOrigins,
    /// The domain whose pages may refer to this site, where a setting names one.
    pub(crate) referer_domain: Option<String>,
    pub(crate) use_sessions: bool,
}

impl CsrfSettings {
    /// # Errors
    ///
    /// [`SettingsError`] if a trusted origin or the header's name is none.
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let use_sessions = settings.csrf_use_sessions;
        let referer_domain = match use_sessions {
            true => settings.session_cookie_domain.clone(),
            false => settings.csrf_cookie_domain.clone(),
        };
        Ok(Self {
            cookie: cookie(settings),
            header_name: header_name(&settings.csrf_header_name)?,
            trusted_origins: TrustedOrigins::new(&settings.csrf_trusted_origins)?,
            referer_domain,
            use_sessions,
        })
    }

    /// What an application with the CSRF middleware does not start without. `has_sessions`: whether it has sessions.
    ///
    /// # Errors
    ///
    /// If the cookie cannot be sent, or the secret is to be in sessions and there are none.
    pub(crate) fn check_start(&self, has_sessions: bool, now: Timestamp) -> Result<(), Error> {
        if self.use_sessions && !has_sessions {
            return Err(Error::internal(
                "`csrf_use_sessions` is set, and the application has no `SessionMiddleware`\n\
                 help: name it in `app!`, or leave the setting out",
            ));
        }
        CookieJar::new().set(self.cookie.clone(), now).map_err(|error| {
            Error::internal("the CSRF cookie cannot be sent with these settings").caused_by(error)
        })
    }

    /// The cookie that carries this secret.
    pub(crate) fn cookie(&self, secret: &Secret) -> SetCookie {
        self.cookie.clone().with_value(secret.expose())
    }

    /// The secret in the browser's cookie.
    ///
    /// # Errors
    ///
    /// [`MalformedToken`] if what the cookie holds is none.
    pub(crate) fn secret_in(&self, cookies: &Cookies) -> Result<Option<Secret>, MalformedToken> {
        cookies.get(self.cookie.name()).map(Secret::read).transpose()
    }
}

/// A name that begins with `__Host-` or `__Secure-` asks for attributes, and gets them.
fn cookie(settings: &Settings) -> SetCookie {
    let name = settings.csrf_cookie_name.as_str();
    let mut cookie = SetCookie::new(name, "")
        .path(prefix::path(name, &settings.csrf_cookie_path))
        .secure(prefix::is_secure(name, settings.csrf_cookie_secure))
        .http_only(settings.csrf_cookie_httponly)
        .same_site(settings.csrf_cookie_samesite.map_or("", SameSite::as_str));
    if let Some(domain) = prefix::domain(name, settings.csrf_cookie_domain.as_deref()) {
        cookie = cookie.domain(domain);
    }
    if settings.csrf_cookie_age.is_zero() {
        return cookie;
    }
    cookie.max_age(settings.csrf_cookie_age)
}

/// `X-CSRFToken`, or as Django spells it `HTTP_X_CSRFTOKEN`.
fn header_name(name: &str) -> Result<HeaderName, SettingsError> {
    settings::header_name(name).parse().map_err(|_| SettingsError::CsrfHeaderName { name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn line(adjust: impl FnOnce(&mut Settings)) -> String {
        let mut settings = Settings::default();
        adjust(&mut settings);
        let csrf = CsrfSettings::new(&settings).unwrap();
        let secret = Secret::read("abcdefghijklmnopqrstuvwxyzABCDEF").unwrap();
        let header = csrf.cookie(&secret).to_header(datetime!(2026-01-02 03:04:05 UTC)).unwrap();
        header.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_host_cookie_gets_the_attributes_that_browsers_want() {
        let line = line(|settings| {
            settings.csrf_cookie_name = "__Host-csrf".into();
            settings.csrf_cookie_path = "/app/".into();
            settings.csrf_cookie_domain = Some("example.com".into());
            settings.csrf_cookie_age = std::time::Duration::ZERO;
        });

        assert_eq!(line, "__Host-csrf=abcdefghijklmnopqrstuvwxyzABCDEF; Path=/; SameSite=Lax; Secure");
    }

    #[test]
    fn a_domain_and_no_same_site() {
        let line = line(|settings| {
            settings.csrf_cookie_domain = Some(".example.com".into());
            settings.csrf_cookie_samesite = None;
            settings.csrf_cookie_age = std::time::Duration::from_secs(60);
        });

        assert_eq!(
            line,
            "csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF; Domain=.example.com; \
             expires=Fri, 02 Jan 2026 03:05:05 GMT; Max-Age=60; Path=/"
        );
    }

    #[test]
    fn the_header_may_be_spelt_as_in_django() {
        assert_eq!(header_name("X-CSRFToken").unwrap(), "x-csrftoken");
        assert_eq!(header_name("HTTP_X_XSRF_TOKEN").unwrap(), "x-xsrf-token");
        assert!(header_name("two words").unwrap_err().to_string().contains("`two words`"));
    }
}
