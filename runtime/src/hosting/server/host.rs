//! What may stand in a Host field: a host and perhaps a port (RFC 9112 section 3.2).

use std::net::Ipv6Addr;

/// Whether `bytes` are a host and perhaps a port, and nothing else.
///
/// The host is a name, an IPv4 address, or an IPv6 address in brackets (RFC 3986 section 3.2.2).
/// Stricter than the grammar in two places where nobody means well: a comma, which is what two
/// Host lines look like when something in between has joined them, and a colon without a port,
/// which Django refuses too.
pub(super) fn is_host_and_port(bytes: &[u8]) -> bool {
    let end = match bytes {
        [b'[', rest @ ..] => match rest.iter().position(|&byte| byte == b']') {
            Some(end) if is_ipv6(&rest[..end]) => end + 2,
            _ => return false,
        },
        _ => name_length(bytes),
    };
    match bytes.split_at(end) {
        ([], _) => false,
        (_, []) => true,
        (_, [b':', port @ ..]) => is_port(port),
        _ => false,
    }
}

/// How many bytes of a name `bytes` begin with.
fn name_length(bytes: &[u8]) -> usize {
    let plain = |bytes: &[u8]| bytes.iter().position(|&byte| !NAME[usize::from(byte)]).unwrap_or(bytes.len());
    let mut length = plain(bytes);
    while let [b'%', high, low, rest @ ..] = &bytes[length..] {
        if !high.is_ascii_hexdigit() || !low.is_ascii_hexdigit() {
            break;
        }
        length += 3 + plain(rest);
    }
    length
}

/// What a name may hold besides percent signs: unreserved characters, and delimiters less the comma.
const NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~'
            | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b';' | b'=');
        byte += 1;
    }
    table
};

fn is_ipv6(address: &[u8]) -> bool {
    str::from_utf8(address).is_ok_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

fn is_port(port: &[u8]) -> bool {
    // Not `parse`, which would take a sign.
    let add = |value: u32, digit: &u8| match digit {
        b'0'..=b'9' => {
            Some(value * 10 + u32::from(digit - b'0')).filter(|value| *value <= u32::from(u16::MAX))
        }
        _ => None,
    };
    !port.is_empty() && port.iter().try_fold(0, add).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_address_with_or_without_port_is_a_host() {
        for host in [
            "a",
            "example.com",
            "EXAMPLE.com.:80",
            "127.0.0.1:8000",
            "a:000080",
            "[::1]",
            "[::1]:65535",
            "a_b-c~1",
            "%41b",
            "a%4Ab%4a:1",
        ] {
            assert!(is_host_and_port(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for host in [
            "",
            ":80",
            "a:",
            "a:b",
            "a:+80",
            "a:65536",
            "a:99999999999999999999",
            "a:80:80",
            "user@a",
            "a/b",
            "a,b",
            "a b",
            "a\\b",
            "a?b",
            "a#b",
            "[::1",
            "::1",
            "[::1]80",
            "[a]",
            "[]",
            "[fe80::1%25eth0]",
            "%4",
            "%zz",
            "a%",
            "a%4a%",
            "a\t",
            "\u{e9}",
            "<a>",
            "a|b",
        ] {
            assert!(!is_host_and_port(host.as_bytes()), "{host}");
        }
    }
}
