//! Which host was asked for, and whether over TLS (Django, `http/request.py`, `get_host`).

use std::fmt;
use std::sync::OnceLock;

use http::header::{HOST, HeaderName};
use http::request::Parts;
use vestibule_macros::ErrorStatus;

use crate::web::settings::{self, Settings};

const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// What `allowed_hosts` means in a debug build when it is empty.
const DEBUG_HOSTS: &[&str] = &[".localhost", "127.0.0.1", "[::1]"];

/// The host is malformed, or not one of `allowed_hosts`. Answered with 400.
#[derive(Clone, Debug, PartialEq, Eq, ErrorStatus)]
#[status(suspicious)]
pub struct HostError {
    host: String,
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.host.chars().take(100).collect();
        write!(
            f,
            "the host `{}` is not in `allowed_hosts`; if it is this site's, add it there",
            shown.escape_debug()
        )
    }
}

impl std::error::Error for HostError {}

pub(super) fn host<'r>(
    head: &'r Parts,
    settings: &Settings,
    accepted: &'r AcceptedHost,
) -> Result<&'r str, HostError> {
    let raw = raw_host(head, settings);
    if let Some(known) = accepted.0.get()
        && known.as_bytes() == raw
    {
        return Ok(known);
    }
    let raw = str::from_utf8(raw).ok().filter(|raw| raw.is_ascii()).unwrap_or_default();
    match name_of(raw) {
        Some(name) if is_allowed(name, settings) => {
            accepted.0.get_or_init(|| raw.into());
            Ok(raw)
        }
        _ => Err(HostError { host: raw.to_owned() }),
    }
}

/// The first host that was found to be allowed, as it was spelt. Most requests ask for that one, and need not be
/// looked at as closely: what the settings allow does not change.
#[derive(Debug, Default)]
pub(crate) struct AcceptedHost(OnceLock<Box<str>>);

/// `X-Forwarded-Host` where a setting says so, else the target's own authority, beside which `Host` means nothing
/// (RFC 9112 section 3.2.2; HTTP/2 mostly has nothing else), else `Host`.
fn raw_host<'r>(head: &'r Parts, settings: &Settings) -> &'r [u8] {
    let forwarded = if settings.use_x_forwarded_host { line(head, &X_FORWARDED_HOST) } else { None };
    let authority = || head.uri.authority().map(|authority| authority.as_str().as_bytes());
    forwarded.or_else(authority).or_else(|| line(head, &HOST)).unwrap_or_default()
}

/// The header's bytes. Several lines, of which the first may be the client's own, are no host, and read as the
/// empty text.
fn line<'r>(head: &'r Parts, name: &HeaderName) -> Option<&'r [u8]> {
    let mut lines = head.headers.get_all(name).iter();
    let first = lines.next()?;
    Some(if lines.next().is_none() { first.as_bytes() } else { b"" })
}

/// The name without its port and without one trailing dot, if the whole is well-formed.
fn name_of(host: &str) -> Option<&str> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']')?;
            let inner = &rest[..end];
            let (first, more) = inner.split_once(':')?;
            let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
            let tail = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
            if !hex(first) || more.is_empty() || !more.bytes().all(tail) {
                return None;
            }
            (&host[..end + 2], &rest[end + 1..])
        }
        None => {
            let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
            let end = host.bytes().position(|byte| !is_of_name(byte)).unwrap_or(host.len());
            if end == 0 {
                return None;
            }
            host.split_at(end)
        }
    };
    if let Some(digits) = port.strip_prefix(':') {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
    } else if !port.is_empty() {
        return None;
    }
    // One that is nothing but the dot is none.
    Some(name.strip_suffix('.').unwrap_or(name)).filter(|name| !name.is_empty())
}

fn is_allowed(name: &str, settings: &Settings) -> bool {
    if settings.allowed_hosts.is_empty() && settings.debug {
        return DEBUG_HOSTS.iter().any(|pattern| matches(name, pattern));
    }
    settings.allowed_hosts.iter().any(|pattern| matches(name, pattern))
}

/// `*`, the name itself, or `.example.com` for it and everything below, whatever their case.
fn matches(name: &str, pattern: &str) -> bool {
    let ends_with = |end: &str| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    match pattern.strip_prefix('.') {
        Some(domain) => name.eq_ignore_ascii_case(domain) || ends_with(pattern),
        // Mostly they are spelt alike.
        None => name == pattern || pattern == "*" || name.eq_ignore_ascii_case(pattern),
    }
}

/// Whether the visitor's connection is TLS: by `secure_proxy_ssl_header` if it is set and its
/// header there, else by the connection itself.
pub(super) fn is_secure(head: &Parts, settings: &Settings, connection: bool) -> bool {
    let Some((name, value)) = &settings.secure_proxy_ssl_header else { return connection };
    match head.headers.get(&*settings::header_name(name)).and_then(|header| header.to_str().ok()) {
        Some(header) => header.split(',').next().unwrap_or_default().trim() == value,
        None => connection,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_a_port_and_nothing_else() {
        for (host, name) in [
            ("example.com", Some("example.com")),
            ("example.com.:8000", Some("example.com")),
            ("[::1]:80", Some("[::1]")),
            ("Example.COM:80", Some("Example.COM")),
            ("a.com/", None),
            (".", None),
            (".:80", None),
            ("caf\u{e9}.com", None),
            ("a_b.com", None),
            ("a.com:", None),
            ("a.com:80x", None),
            ("user@a.com", None),
            ("[1]", None),
            ("", None),
        ] {
            assert_eq!(name_of(host), name, "{host}");
        }
    }

    #[test]
    fn a_leading_dot_takes_the_domain_and_what_is_below() {
        assert!(matches("example.com", ".example.com") && matches("A.example.com", ".Example.com"));
        assert!(matches("Example.com", "example.COM") && !matches("a.example.com", "example.com"));
        assert!(!matches("badexample.com", ".example.com"));
        assert!(matches("anything", "*"));
    }
}
