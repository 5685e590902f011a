//! How bytes travel in a mail: line by line, as they are or in an encoding (RFC 2045 section 6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The longest line without its CRLF that may be sent, in bytes (RFC 5322 section 2.1.1).
const LONGEST_LINE: usize = 998;
/// The longest line of encoded bytes (RFC 2045 sections 6.7 and 6.8).
const ENCODED_LINE: usize = 76;

/// A text as it travels.
pub(super) struct Encoded {
    /// The word of `Content-Transfer-Encoding`.
    pub(super) encoding: &'static str,
    pub(super) body: String,
}

/// As it is wherever a mail may hold it, which keeps links whole for whoever reads it raw; as Django has it.
pub(super) fn text(text: &str) -> Encoded {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_sent = |line: &str| line.len() <= LONGEST_LINE && !line.contains(is_unsent);
    match text.split('\n').all(is_sent) {
        false => Encoded { encoding: "quoted-printable", body: quoted_printable(&text) },
        true if text.is_ascii() => Encoded { encoding: "7bit", body: text.replace('\n', "\r\n") },
        true => Encoded { encoding: "8bit", body: text.replace('\n', "\r\n") },
    }
}

fn is_unsent(character: char) -> bool {
    character.is_ascii_control() && character != '\t'
}

/// Lines end with `\n` in `text`, and with CRLF in what comes of it.
fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("\r\n");
        }
        let mut column = 0;
        let mut bytes = line.bytes().peekable();
        while let Some(byte) = bytes.next() {
            let is_last = bytes.peek().is_none();
            let is_plain =
                matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (matches!(byte, b' ' | b'\t') && !is_last);
            let width = if is_plain { 1 } else { 3 };
            // One column is kept for the `=` that says that the line goes on.
            if column + width >= ENCODED_LINE {
                out.push_str("=\r\n");
                column = 0;
            }
            match is_plain {
                true => out.push(char::from(byte)),
                false => out.push_str(&format!("={byte:02X}")),
            }
            column += width;
        }
    }
    out
}

/// Bytes of any kind.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + bytes.len() / 28 + 4);
    for line in bytes.chunks(ENCODED_LINE / 4 * 3) {
        STANDARD.encode_string(line, &mut out);
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_sent_as_it_is_where_it_may_be() {
        for (given, encoding, body) in [
            ("tea\nat\r\nfive\r!", "7bit", "tea\r\nat\r\nfive\r\n!"),
            ("Grüße https://example.com/?a=b", "8bit", "Grüße https://example.com/?a=b"),
            ("a\0b=", "quoted-printable", "a=00b=3D"),
            ("\0 \n\t\n", "quoted-printable", "=00=20\r\n=09\r\n"),
        ] {
            let encoded = text(given);
            assert_eq!((encoded.encoding, &*encoded.body), (encoding, body));
        }
    }

    #[test]
    fn no_line_is_longer_than_a_line_may_be() {
        let long = text(&"ü".repeat(500));

        assert_eq!(long.encoding, "quoted-printable");
        assert!(long.body.split("\r\n").all(|line| line.len() <= ENCODED_LINE));
        assert_eq!(long.body.replace("=\r\n", ""), "=C3=BC".repeat(500));
        assert!(base64(&[255; 1000]).split("\r\n").all(|line| line.len() <= ENCODED_LINE));
        assert_eq!(text(&"a".repeat(LONGEST_LINE)).encoding, "7bit");
    }
}
