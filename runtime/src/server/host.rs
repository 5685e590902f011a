//! What may stand in a Host field: a host and perhaps a port (RFC 9112 section 3.2).

use std::net::Ipv6Addr;

/// Whether `bytes` are a host and perhaps a port, and nothing else.
///
/// The host is a name, an IPv4 address, or an IPv6 address in brackets (RFC 3986 section 3.2.2).
/// Stricter than the grammar in two places where nobody means well: a comma, which is what two
/// Host lines look like when something in between has joined them, and a colon without a port,
/// which Django refuses too.
pub(super) fn is_host_and_port(bytes: &[u8]) -> bool {
    let (host_is_good, rest) = match bytes {
        [b'[', rest @ ..] => match rest.iter().position(|&byte| byte == b']') {
            Some(end) => (is_ipv6(&rest[..end]), &rest[end + 1..]),
            None => return false,
        },
        _ => {
            let end = bytes.iter().position(|&byte| byte == b':').unwrap_or(bytes.len());
            (is_name(&bytes[..end]), &bytes[end..])
        }
    };
    host_is_good && (rest.is_empty() || matches!(rest, [b':', port @ ..] if is_port(port)))
}

fn is_name(name: &[u8]) -> bool {
    let mut rest = name;
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => after,
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b';' | b'=' => after,
            b'%' => match after {
                [high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => after,
                _ => return false,
            },
            _ => return false,
        };
    }
    !name.is_empty()
}

fn is_ipv6(address: &[u8]) -> bool {
    str::from_utf8(address).is_ok_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

fn is_port(port: &[u8]) -> bool {
    // Parsing alone would take a sign.
    let digits = !port.is_empty() && port.iter().all(u8::is_ascii_digit);
    digits && str::from_utf8(port).is_ok_and(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_address_with_or_without_port_is_a_host() {
        for host in ["a", "example.com", "EXAMPLE.com.:80", "127.0.0.1:8000", "[::1]", "[::1]:65535", "a_b-c~1", "%41b"]
        {
            assert!(is_host_and_port(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for host in [
            "", ":80", "a:", "a:b", "a:+80", "a:65536", "a:80:80", "user@a", "a/b", "a,b", "a b", "a\\b", "a?b", "a#b",
            "[::1", "::1", "[::1]80", "[a]", "[]", "[fe80::1%25eth0]", "%4", "%zz", "a\t", "\u{e9}", "<a>", "a|b",
        ] {
            assert!(!is_host_and_port(host.as_bytes()), "{host}");
        }
    }
}
