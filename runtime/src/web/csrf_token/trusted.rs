//! Whom the setting `csrf_trusted_origins` trusts.
//!
//! ```text
//! https://example.com           this scheme, host and port, letter by letter
//! https://*.example.com:8443    example.com and everything below it, of this scheme and port
//! ```

use crate::base::urls::urlsplit;
use crate::web::settings::SettingsError;

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

    /// Whether it is the host of one of them, whatever the scheme.
    pub(crate) fn has_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| is_same_domain(host, known))
    }

    pub(crate) fn trusts(&self, origin: &str) -> bool {
        if self.exact.iter().any(|known| known == origin) {
            return true;
        }
        let Ok(parts) = urlsplit(origin) else { return false };
        let fits = |wild: &Wild| wild.scheme == parts.scheme && is_same_domain(&parts.netloc, &wild.host);
        self.wild.iter().any(fits)
    }
}

/// Whether `host` is `pattern` or, where that begins with a dot, the domain or one below (Django,
/// `utils/http.py`). The pattern is in whatever case, the host as it is.
pub(crate) fn is_same_domain(host: &str, pattern: &str) -> bool {
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
