//! Which address a visitor may be sent on to.

use super::urlsplit;
use crate::base::text::strip;
use crate::base::visible::is_control;

/// The longest address that is looked at, in characters (Django, `utils/http.py`).
const MAX_URL_LENGTH: usize = 2048;

/// Whether a redirect to `url`, which a visitor has named, stays on one of these hosts and does not leave
/// http and https.
///
/// Hosts are compared as text, port included: `example.com:8000` allows that port alone. An address without
/// a host is allowed whatever the list says. With `require_https` an address that names a host must be
/// https. The empty address is not allowed (Django, `utils/http.py`).
pub fn url_has_allowed_host_and_scheme(
    url: &str,
    allowed_hosts: &[impl AsRef<str>],
    require_https: bool,
) -> bool {
    let url = strip(url);
    // Browsers read `\` as `/`, but not everything else does: both readings must be harmless.
    !url.is_empty()
        && is_allowed(url, allowed_hosts, require_https)
        && is_allowed(&url.replace('\\', "/"), allowed_hosts, require_https)
}

fn is_allowed(url: &str, allowed_hosts: &[impl AsRef<str>], require_https: bool) -> bool {
    // Browsers take any number of slashes for two; `urlsplit` sees a path after an empty host.
    if url.starts_with("///") || url.chars().nth(MAX_URL_LENGTH).is_some() {
        return false;
    }
    // Browsers skip some of these before the address begins.
    if url.chars().next().is_some_and(is_control) {
        return false;
    }

    let Ok(parts) = urlsplit(url) else { return false };
    let has_host = !parts.netloc.is_empty();
    // `http:///example.com` and `javascript:…` have a scheme but no host.
    if !has_host {
        return parts.scheme.is_empty();
    }
    let is_known = allowed_hosts.iter().any(|host| host.as_ref() == parts.netloc);
    is_known
        && match &*parts.scheme {
            "https" => true,
            // A host without a scheme takes that of the page, which may be http.
            "http" | "" => !require_https,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(url: &str) -> bool {
        url_has_allowed_host_and_scheme(url, &["example.com", "[::1]:8000"], false)
    }

    #[test]
    fn paths_and_known_hosts_are_allowed() {
        for url in [
            "/",
            "/x?next=//evil.test",
            "x",
            "?q",
            "//example.com/",
            "http://example.com",
            "https://[::1]:8000/",
            " /x ",
        ] {
            assert!(allowed(url), "{url}");
        }
    }

    #[test]
    fn other_hosts_and_schemes_are_not() {
        for url in [
            "",
            " ",
            "//evil.test",
            "///evil.test",
            "\\\\evil.test",
            "/\\evil.test",
            "/\t/evil.test",
            "http:evil.test",
            "http:///evil.test",
            "https:\\\\evil.test",
            "javascript:alert(1)",
            "http://example.com@evil.test",
            "http://example.com:80/",
            "//EXAMPLE.com",
            "ftp://example.com/",
            "\u{200b}/x",
            "\u{e000}/x",
            "\u{8}//example.com",
            "//[::1",
        ] {
            assert!(!allowed(url), "{url:?}");
        }
    }

    #[test]
    fn https_can_be_required() {
        let secure = |url| url_has_allowed_host_and_scheme(url, &["example.com"], true);
        assert!(secure("https://example.com/") && secure("/x"));
        assert!(!secure("http://example.com/") && !secure("//example.com/"));
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(allowed(&"é".repeat(2048)));
        assert!(!allowed(&"é".repeat(2049)));
    }
}
