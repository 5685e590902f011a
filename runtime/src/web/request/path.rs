//! The path: decoded for the router, encoded again for links (Django, `http/request.py`).

use std::borrow::Cow;

use http::Uri;
use percent_encoding::percent_decode_str;

use crate::base::urls;

/// The path of a target that needs no decoding; an empty one counts as `/`, and so does the `*` of
/// `OPTIONS *`, which names the whole server.
pub(super) fn of(uri: &Uri) -> &str {
    match uri.path() {
        "" | "*" => "/",
        path => path,
    }
}

/// The decoded path, if decoding changes it.
///
/// Bytes that are no UTF-8 stay percent-encoded, one by one, and so does a `%` that starts no
/// escape.
pub(super) fn decode(path: &str) -> Option<Box<str>> {
    if !path.contains('%') {
        return None;
    }
    let bytes: Cow<'_, [u8]> = percent_decode_str(path).into();
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    (text != path).then(|| text.into_boxed_str())
}

/// The path of a target as the router sees it.
pub(crate) fn decoded_path(uri: &Uri) -> Cow<'_, str> {
    decoded(of(uri))
}

/// The same of a path by itself.
pub(crate) fn decoded(path: &str) -> Cow<'_, str> {
    match decode(path) {
        Some(decoded) => Cow::Owned(decoded.into_string()),
        None => Cow::Borrowed(path),
    }
}

/// Path and query, encoded for a URL.
pub(super) fn full(path: &str, query: &str) -> String {
    let mut full = urls::escape_uri_path(path).into_owned();
    if !query.is_empty() {
        full.push('?');
        full.push_str(&urls::iri_to_uri(query));
    }
    full
}

/// The same with a slash at the path's end, and never another host for a browser: `//a` is `/%2Fa/`.
pub(crate) fn full_path_with_slash(path: &str, query: &str) -> String {
    let full = full(&format!("{path}/"), query);
    urls::escape_leading_slashes(&full).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf8_stays_encoded() {
        assert_eq!(decode("/caf%C3%A9/").as_deref(), Some("/café/"));
        assert_eq!(decode("/%ff%C3%A9/").as_deref(), Some("/%FFé/"));
        assert_eq!(decode("/100%/%zz"), None);
        assert_eq!(decode("/plain/"), None);
    }

    #[test]
    fn a_decoded_percent_is_encoded_again() {
        assert_eq!(full("/a%2F b/", "q=a b&c=%20"), "/a%252F%20b/?q=a%20b&c=%20");
    }
}
