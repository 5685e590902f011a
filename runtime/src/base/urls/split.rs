//! Python's `urlsplit` and `urlunsplit` (`urllib/parse.py`).

use std::fmt;
use std::net::Ipv6Addr;

/// Characters, other than `/?#@:` themselves, whose NFKC form holds one of these. Some software
/// normalizes host names, and would then see another host than we do: `℀` becomes `a/c`.
///
/// The list is that of `unicodedata` in Python 3.13 (Unicode 15.1), and the same as in Unicode 14:
///
/// ```text
/// [c for c in range(128, 0x110000) if any(d in unicodedata.normalize("NFKC", chr(c)) for d in "/?#@:")]
/// ```
const UNSAFE_UNDER_NFKC: [char; 19] = [
    '\u{2047}', '\u{2048}', '\u{2049}', '\u{2100}', '\u{2101}', '\u{2105}', '\u{2106}', '\u{2a74}',
    '\u{fe13}', '\u{fe16}', '\u{fe55}', '\u{fe56}', '\u{fe5f}', '\u{fe6b}', '\u{ff03}', '\u{ff0f}',
    '\u{ff1a}', '\u{ff1f}', '\u{ff20}',
];

/// A URL in its five parts; what is not there is empty.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct SplitUrl {
    /// In lower case, without the colon: `https`.
    pub scheme: String,
    /// Host, with user and port if there are any: `user@example.com:8000`.
    pub netloc: String,
    /// `/a%20b/`
    pub path: String,
    /// Without the question mark: `q=1`.
    pub query: String,
    /// Without the hash: `top`.
    pub fragment: String,
}

/// Takes a URL apart as Python 3.11 and later do.
///
/// Nothing is decoded, and no scheme has rules of its own: `http:999` has the scheme `http` and the path
/// `999`. Controls and spaces at the start go, as do tabs and line breaks anywhere, since browsers do not
/// see them either.
///
/// # Errors
///
/// [`UrlError`] if the host has a bracket too few or too many, holds something else than an IPv6 address
/// in brackets, or has a character that normalization would turn into a delimiter.
pub fn urlsplit(url: &str) -> Result<SplitUrl, UrlError> {
    let url = url.trim_start_matches(|character| character <= ' ').replace(['\t', '\r', '\n'], "");
    let (scheme, rest) = split_scheme(&url);
    let (netloc, rest) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
        None => ("", rest),
    };
    check_netloc(netloc)?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));

    Ok(SplitUrl {
        scheme: scheme.to_ascii_lowercase(),
        netloc: netloc.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        fragment: fragment.to_owned(),
    })
}

/// Puts the parts together: Python's `urlunsplit`. A `?` or `#` with nothing behind it is not kept.
impl fmt::Display for SplitUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Python also writes an empty host where the scheme is one that has hosts.
        let has_hosts = matches!(&*self.scheme, "http" | "https" | "ftp");
        if !self.scheme.is_empty() {
            write!(f, "{}:", self.scheme)?;
        }
        if !self.netloc.is_empty() || (has_hosts && !self.path.starts_with("//")) {
            let slash = if self.path.is_empty() || self.path.starts_with('/') { "" } else { "/" };
            write!(f, "//{}{slash}", self.netloc)?;
        }
        f.write_str(&self.path)?;
        if !self.query.is_empty() {
            write!(f, "?{}", self.query)?;
        }
        if !self.fragment.is_empty() {
            write!(f, "#{}", self.fragment)?;
        }
        Ok(())
    }
}

fn split_scheme(url: &str) -> (&str, &str) {
    let is_scheme = |text: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_part)
    };
    match url.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme, rest),
        _ => ("", url),
    }
}

fn check_netloc(netloc: &str) -> Result<(), UrlError> {
    if netloc.contains('[') != netloc.contains(']') {
        return Err(UrlError::Brackets);
    }
    if let Some((_, rest)) = netloc.split_once('[') {
        let inside = rest.split_once(']').map_or(rest, |(inside, _)| inside);
        if !is_ip_literal(inside) {
            return Err(UrlError::Address);
        }
    }
    if netloc.contains(UNSAFE_UNDER_NFKC) {
        return Err(UrlError::Normalization);
    }
    Ok(())
}

/// An IPv6 address, perhaps with a zone (`fe80::1%eth0`), or `v1.…` of a version to come.
fn is_ip_literal(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix('v') {
        return rest.split_once('.').is_some_and(|(version, address)| {
            !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_hexdigit()) && !address.is_empty()
        });
    }
    let (address, zone) = text.split_once('%').unwrap_or((text, "zone"));
    !zone.is_empty() && !zone.contains('%') && address.parse::<Ipv6Addr>().is_ok()
}

/// Why a URL cannot be taken apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum UrlError {
    /// The host has `[` without `]`, or the reverse.
    Brackets,
    /// What stands between the brackets is no IPv6 address.
    Address,
    /// The host has a character that Unicode normalization turns into one of `/?#@:`.
    Normalization,
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Brackets => "the host of the URL has a bracket without its partner",
            Self::Address => "the host of the URL has no IPv6 address in its brackets",
            Self::Normalization => "the host of the URL would be another one after normalization",
        })
    }
}

impl std::error::Error for UrlError {}

/// The path without `.` and `..`, as a browser that asks for it takes them (RFC 3986 section 5.2.4, as Python's
/// `urljoin` has it).
pub(crate) fn without_dot_segments(path: &str) -> String {
    let mut kept = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    let path = kept.join("/");
    if path.starts_with('/') { path } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(url: &str) -> [String; 5] {
        let SplitUrl { scheme, netloc, path, query, fragment } = urlsplit(url).unwrap();
        [scheme, netloc, path, query, fragment]
    }

    #[test]
    fn every_part_is_found() {
        assert_eq!(parts("hTTps://u:p@h:1/a;b?q?=1#f#?"), ["https", "u:p@h:1", "/a;b", "q?=1", "f#?"]);
        assert_eq!(parts("//h?q"), ["", "h", "", "q", ""]);
        assert_eq!(parts("http:999"), ["http", "", "999", "", ""]);
        assert_eq!(parts("/a:b"), ["", "", "/a:b", "", ""]);
        assert_eq!(parts(":x"), ["", "", ":x", "", ""]);
        assert_eq!(parts("1a:x"), ["", "", "1a:x", "", ""]);
        assert_eq!(parts(""), ["", "", "", "", ""]);
    }

    #[test]
    fn what_browsers_do_not_see_is_not_seen() {
        assert_eq!(parts("\0 \u{1f}ja\tva\nscript\r:x y "), ["javascript", "", "x y ", "", ""]);
        assert_eq!(parts("/\t/h"), ["", "h", "", "", ""]);
    }

    #[test]
    fn brackets_hold_an_ipv6_address() {
        for host in ["[::1]", "u@[::1]:80", "[::ffff:1.2.3.4]", "[fe80::1%eth0]", "[v1f.x:y]", "[::1]]"] {
            assert!(urlsplit(&format!("//{host}/[")).is_ok(), "{host}");
        }
        for host in
            ["[", "]", "[]", "]::1[", "[1.2.3.4]", "[::1%]", "[::1%a%b]", "[v.x]", "[vg.x]", "[v1.]", "[x]"]
        {
            assert!(urlsplit(&format!("//{host}/")).is_err(), "{host}");
        }
    }

    #[test]
    fn characters_that_normalize_to_delimiters_are_refused_in_hosts_only() {
        assert_eq!(urlsplit("//a\u{2100}b"), Err(UrlError::Normalization));
        assert!(urlsplit("/\u{2100}").is_ok());
        assert!(urlsplit("//é.com").is_ok());
    }

    #[test]
    fn parts_make_the_url_again() {
        for url in ["https://u@h:1/a?b#c", "//h", "/a?b", "?b", "#c", "a/b", "mailto:x", "http:///x", ""] {
            assert_eq!(urlsplit(url).unwrap().to_string(), url);
        }
        assert_eq!(urlsplit("HTTP:x?#").unwrap().to_string(), "http:///x");
    }

    #[test]
    fn dots_lead_up_and_never_out() {
        for (path, wanted) in [
            ("/a/./b/../c", "/a/c"),
            ("/../", "/"),
            ("/a/b/..", "/a/"),
            ("/a/../../../b/", "/b/"),
            ("/a//../b", "/a/b"),
            ("/.../a", "/.../a"),
        ] {
            assert_eq!(without_dot_segments(path), wanted, "{path}");
        }
    }
}
