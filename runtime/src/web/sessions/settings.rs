//! `SessionSettings`: Django's `SESSION_…` settings, with Django's defaults.

use std::path::PathBuf;
use std::time::Duration;

use crate::web::cookies::prefix;
use crate::web::settings::{SessionEngine, Settings};
use time::Duration as SignedDuration;

/// How sessions of a site are kept and what their cookie looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionSettings {
    /// Where sessions are stored: `db`, `cache`, `cached_db`, `file` or `signed_cookies`. Django's names,
    /// such as `django.contrib.sessions.backends.db`, will do as well. Default: `db`.
    pub engine: SessionEngine,
    /// The cookie's name. Under a name that begins with `__Host-` or `__Secure-` the cookie is `Secure`
    /// whatever `cookie_secure` says, and under `__Host-` it also has the path `/` and no domain, since
    /// browsers refuse it otherwise. Default: `sessionid`.
    pub cookie_name: String,
    /// How long a session lives after its last change, on the server and in the browser; sent as `Max-Age`
    /// in whole seconds. [`Session::set_expiry`](super::Session::set_expiry) overrides it for one session.
    /// Default: 14 days.
    pub cookie_age: Duration,
    /// The path the cookie is for. Default: `/`.
    pub cookie_path: String,
    /// The domain the cookie is for. `None` leaves it to the host that sent it, and to no subdomain.
    /// Default: `None`.
    pub cookie_domain: Option<String>,
    /// Whether browsers send the cookie over HTTPS only. Turned off, anyone on the way of one plain request
    /// can read it and be that visitor. Default: false, as in Django; `check --deploy` asks for true.
    pub cookie_secure: bool,
    /// Whether scripts of the page are kept from reading the cookie. Turned off, an injected script can
    /// carry the session away. Default: true.
    pub cookie_httponly: bool,
    /// Which requests from other sites carry the cookie: `Lax`, `Strict`, `None` (written as here), or
    /// nothing at all to leave it to the browser. With `None` other sites can act in the visitor's name
    /// wherever no CSRF check stands. Default: `Lax`.
    pub cookie_samesite: Option<String>,
    /// Whether sessions end with the browser: the cookie then carries neither `Max-Age` nor `expires`.
    /// Default: false.
    pub expire_at_browser_close: bool,
    /// Whether every answer writes the session and sends its cookie again, which moves the expiry with each
    /// visit and costs a write each time. Default: false.
    pub save_every_request: bool,
    /// The cache in which the engines `cache` and `cached_db` store sessions. Default: `default`.
    pub cache_alias: String,
    /// Whether this process is the only one that serves the site; `session_cache_single_process` among the settings.
    /// Default: false.
    pub cache_single_process: bool,
    /// The directory in which the engine `file` stores sessions. Default: the system's directory for
    /// temporary files.
    pub file_path: Option<PathBuf>,
    /// Whether the engine `signed_cookies` encrypts the cookie. Default: false.
    pub cookie_encrypted: bool,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            engine: SessionEngine::Db,
            cookie_name: "sessionid".into(),
            cookie_age: Duration::from_secs(14 * 24 * 60 * 60),
            cookie_path: "/".into(),
            cookie_domain: None,
            cookie_secure: false,
            cookie_httponly: true,
            cookie_samesite: Some("Lax".into()),
            expire_at_browser_close: false,
            save_every_request: false,
            cache_alias: "default".into(),
            cache_single_process: false,
            file_path: None,
            cookie_encrypted: false,
        }
    }
}

impl SessionSettings {
    /// `cookie_age` in whole seconds.
    pub(crate) fn age_seconds(&self) -> i64 {
        i64::try_from(self.cookie_age.as_secs()).unwrap_or(i64::MAX)
    }

    /// `cookie_age` as a duration that can be added to an instant.
    pub(crate) fn age(&self) -> SignedDuration {
        SignedDuration::try_from(self.cookie_age).unwrap_or(SignedDuration::MAX)
    }

    /// Whether the cookie is sent with `Secure`: `cookie_secure`, or what the name asks for.
    pub fn is_secure(&self) -> bool {
        prefix::is_secure(&self.cookie_name, self.cookie_secure)
    }

    /// The path the cookie is sent and deleted with: `cookie_path`, or what the name asks for.
    pub fn path(&self) -> &str {
        prefix::path(&self.cookie_name, &self.cookie_path)
    }

    /// The domain the cookie is sent and deleted with: `cookie_domain`, or what the name asks for.
    pub fn domain(&self) -> Option<&str> {
        prefix::domain(&self.cookie_name, self.cookie_domain.as_deref())
    }
}

impl Settings {
    /// Those of sessions.
    pub(crate) fn sessions(&self) -> SessionSettings {
        SessionSettings {
            engine: self.session_engine,
            cookie_name: self.session_cookie_name.clone(),
            cookie_age: self.session_cookie_age,
            cookie_path: self.session_cookie_path.clone(),
            cookie_domain: self.session_cookie_domain.clone(),
            cookie_secure: self.session_cookie_secure,
            cookie_httponly: self.session_cookie_httponly,
            cookie_samesite: self.session_cookie_samesite.map(String::from),
            expire_at_browser_close: self.session_expire_at_browser_close,
            save_every_request: self.session_save_every_request,
            cache_alias: self.session_cache_alias.clone(),
            cache_single_process: self.session_cache_single_process,
            file_path: self.session_file_path.clone(),
            cookie_encrypted: self.session_cookie_encrypted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_cookie_gets_the_attributes_that_browsers_want() {
        let settings = SessionSettings {
            cookie_name: "__Host-sid".into(),
            cookie_path: "/app/".into(),
            cookie_domain: Some("example.com".into()),
            ..SessionSettings::default()
        };

        assert!(settings.is_secure());
        assert_eq!((settings.path(), settings.domain()), ("/", None));
    }
}
