//! The address of a request without the prefix of what is mounted there.

use http::Uri;
use http::uri::PathAndQuery;

/// `/api/users?q=1` below `/api` is `/users?q=1`, and `/api` is `/`. The prefix is compared as the router sees the
/// path, decoded; what follows it stays as it was sent.
pub(super) fn without_prefix(uri: &Uri, prefix: &str) -> Option<Uri> {
    let rest = after(uri.path(), prefix)?;
    let (slash, rest) = match rest {
        "" => ("/", ""),
        rest if rest.starts_with('/') => ("", rest),
        // An encoded slash ended the prefix, as the router reads it.
        rest => ("/", rest.get(3..).filter(|_| rest[..3].eq_ignore_ascii_case("%2f"))?),
    };
    let path = match uri.query() {
        Some(query) => format!("{slash}{rest}?{query}"),
        None => format!("{slash}{rest}"),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

/// What follows the prefix in an encoded path.
fn after<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let mut rest = path;
    for wanted in prefix.bytes() {
        let (byte, length) = match *rest.as_bytes() {
            [b'%', high, low, ..] => match (digit(high), digit(low)) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => (b'%', 1),
            },
            [byte, ..] => (byte, 1),
            [] => return None,
        };
        if byte != wanted {
            return None;
        }
        rest = rest.get(length..)?;
    }
    Some(rest)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(uri: &str, prefix: &str) -> Option<String> {
        without_prefix(&uri.parse().unwrap(), prefix).map(|uri| uri.to_string())
    }

    #[test]
    fn the_prefix_is_taken_off() {
        for (uri, prefix, rest) in [
            ("/api", "/api", "/"),
            ("/api/", "/api", "/"),
            ("/api?q=1", "/api", "/?q=1"),
            ("/api/v1/users/?a=b&c", "/api/v1", "/users/?a=b&c"),
            ("/api/a%2Fb%20c", "/api", "/a%2Fb%20c"),
            ("http://example.com/api/x", "/api", "http://example.com/x"),
            ("/api//evil.example/", "/api", "//evil.example/"),
        ] {
            assert_eq!(below(uri, prefix).as_deref(), Some(rest), "{uri}");
        }
    }

    #[test]
    fn an_encoded_prefix_is_the_same() {
        assert_eq!(below("/%61p%69/x", "/api").as_deref(), Some("/x"));
        assert_eq!(below("/api%2fx%2Fy", "/api").as_deref(), Some("/x%2Fy"));
        assert_eq!(below("/caf%C3%A9/x", "/café").as_deref(), Some("/x"));
    }

    #[test]
    fn another_path_has_no_such_prefix() {
        for uri in ["/", "/ap", "/apis", "/%zzapi", "*"] {
            assert_eq!(below(uri, "/api"), None, "{uri}");
        }
    }
}
