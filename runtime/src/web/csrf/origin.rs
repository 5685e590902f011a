//! Which other pages may send requests here: `Origin`, `Referer`, `csrf_trusted_origins`.
//!
//! ```text
//! https://example.com           this scheme, host and port, letter by letter
//! https://*.example.com:8443    example.com and everything below it, of this scheme and port
//! ```

use http::header::{HeaderName, ORIGIN, REFERER};

use super::{CsrfError, CsrfSettings};
use crate::base::text::latin1;
use crate::base::urls::urlsplit;
use crate::web::request::Request;
use crate::web::settings::SettingsError;

const X_FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// The setting `csrf_trusted_origins`, taken apart.
#[derive(Debug, Default)]
pub(crate) struct TrustedOrigins {
    exact: Vec<String>,
    wild: Vec<Wild>,
    /// Of all of them, whatever their scheme; `.example.com` for those with a star.
    hosts: Vec<String>,
}

/// `https://*.example.com`
#[derive(Debug)]
struct Wild {
    scheme: String,
    /// `.example.com`
    host: String,
}

impl TrustedOrigins {
    /// # Errors
    ///
    /// [`SettingsError::TrustedOrigin`] if one of them is not a scheme and a host, and nothing more: it
    /// would never be the origin of anything.
    pub(super) fn new(origins: &[String]) -> Result<Self, SettingsError> {
        let mut all = Self::default();
        for origin in origins {
            let wrong = || SettingsError::TrustedOrigin { origin: origin.clone() };
            let parts = urlsplit(origin).map_err(|_| wrong())?;
            let is_whole = *origin == format!("{}://{}", parts.scheme, parts.netloc);
            if parts.scheme.is_empty() || parts.netloc.is_empty() || !is_whole {
                return Err(wrong());
            }
            let host = parts.netloc.trim_start_matches('*').to_owned();
            all.hosts.push(host.clone());
            match origin.contains('*') {
                true => all.wild.push(Wild { scheme: parts.scheme, host }),
                false => all.exact.push(origin.clone()),
            }
        }
        Ok(all)
    }

    fn trusts(&self, origin: &str) -> bool {
        if self.exact.iter().any(|known| known == origin) {
            return true;
        }
        let Ok(parts) = urlsplit(origin) else { return false };
        let fits = |wild: &Wild| wild.scheme == parts.scheme && is_same_domain(&parts.netloc, &wild.host);
        self.wild.iter().any(fits)
    }
}

/// Looks at the `Origin`, or where there is none at the `Referer` of a secure request.
pub(super) fn check_origin(request: &Request, settings: &CsrfSettings) -> Result<(), CsrfError> {
    if request.headers().contains_key(ORIGIN) {
        let origin = text_of_one(request);
        return match is_own(request, &origin) || settings.trusted_origins.trusts(&origin) {
            true => Ok(()),
            false => Err(CsrfError::BadOrigin { origin }),
        };
    }
    if request.is_secure() { check_referer(request, settings) } else { Ok(()) }
}

/// Several lines are one, which is nobody's origin.
fn text_of_one(request: &Request) -> String {
    let lines = request.headers().get_all(ORIGIN).iter();
    lines.map(|line| latin1(line.as_bytes())).collect::<Vec<_>>().join(",")
}

fn is_own(request: &Request, origin: &str) -> bool {
    request.host().is_ok_and(|host| {
        origin.strip_prefix(request.scheme()).and_then(|rest| rest.strip_prefix("://")) == Some(host)
    })
}

/// Over HTTPS every browser sends one, unless it was told not to; and someone on the way of a plain
/// request could have set a cookie, but not this.
fn check_referer(request: &Request, settings: &CsrfSettings) -> Result<(), CsrfError> {
    let referer = request.headers().get(REFERER).ok_or(CsrfError::NoReferer)?;
    let referer = latin1(referer.as_bytes());
    let parts = urlsplit(&referer).map_err(|_| CsrfError::MalformedReferer)?;
    if parts.scheme.is_empty() || parts.netloc.is_empty() {
        return Err(CsrfError::MalformedReferer);
    }
    if parts.scheme != "https" {
        return Err(CsrfError::InsecureReferer);
    }
    let is_trusted = || settings.trusted_origins.hosts.iter().any(|host| is_same_domain(&parts.netloc, host));
    match is_from_here(request, settings, &parts.netloc) || is_trusted() {
        true => Ok(()),
        false => Err(CsrfError::BadReferer { host: without_user(&parts.netloc).to_owned() }),
    }
}

/// Host and port: who is named before them may have a password.
fn without_user(netloc: &str) -> &str {
    netloc.rsplit_once('@').map_or(netloc, |(_, host)| host)
}

/// Whether the page lies in the cookie's domain or, where no setting names one, on this very host.
fn is_from_here(request: &Request, settings: &CsrfSettings, netloc: &str) -> bool {
    match (&settings.referer_domain, server_port(request)) {
        (Some(domain), Some(port)) => is_same_domain(netloc, &format!("{domain}:{port}")),
        (Some(domain), None) => is_same_domain(netloc, domain),
        (None, _) => request.host().is_ok_and(|host| is_same_domain(netloc, host)),
    }
}

/// The port that a proxy tells of where a setting has it believed, or else the one that browsers name after the host:
/// behind a proxy it is not the one that we listen on. `None` for those that go without saying.
fn server_port(request: &Request) -> Option<&str> {
    let forwarded = || request.headers().get(X_FORWARDED_PORT)?.to_str().ok();
    let of_host = || {
        let (_, port) = request.host().ok()?.rsplit_once(':')?;
        (!port.ends_with(']')).then_some(port)
    };
    let is_believed = request.settings().use_x_forwarded_port;
    let port = is_believed.then(forwarded).flatten().or_else(of_host)?;
    (port != "443" && port != "80").then_some(port)
}

/// Whether `host` is `pattern` or, where that begins with a dot, the domain or one below (Django,
/// `utils/http.py`). The pattern is in whatever case, the host as it is.
fn is_same_domain(host: &str, pattern: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    match pattern.strip_prefix('.') {
        Some(domain) => host == domain || host.ends_with(&pattern),
        None => !pattern.is_empty() && host == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(origins: &[&str]) -> Result<TrustedOrigins, SettingsError> {
        TrustedOrigins::new(&origins.iter().map(|origin| (*origin).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_trusted_origin_is_a_scheme_and_a_host() {
        for origin in ["example.com", "*.example.com", "https://", "https://example.com/", "//a", "https://["]
        {
            let message = trusted(&[origin]).unwrap_err().to_string();
            assert!(message.starts_with(&format!("`{origin}`")), "{message}");
        }
    }

    #[test]
    fn a_star_takes_the_domain_and_what_is_below() {
        let trusted = trusted(&["https://*.example.com", "http://exact.test:8080"]).unwrap();

        for origin in ["https://example.com", "https://a.b.example.com", "http://exact.test:8080"] {
            assert!(trusted.trusts(origin), "{origin}");
        }
        for origin in [
            "http://example.com",
            "https://badexample.com",
            "https://example.com:8443",
            "http://exact.test",
            "https://exact.test:8080",
            "null",
            "",
            "https://[",
        ] {
            assert!(!trusted.trusts(origin), "{origin}");
        }
    }

    #[test]
    fn a_pattern_without_a_dot_is_one_host() {
        assert!(is_same_domain("example.com", "Example.com"));
        assert!(!is_same_domain("EXAMPLE.com", "example.com"));
        assert!(!is_same_domain("a.example.com", "example.com"));
        assert!(!is_same_domain("", ""));
    }
}
