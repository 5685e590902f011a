//! A part of a mail: headers, an empty line, a body (RFC 2046).

use super::email::Attachment;
use super::{MailError, header, transfer};
use crate::base::crypto;

/// What may stand in a token (RFC 2045 section 5.1).
const TOKEN: &[u8] = b"!#$%&'*+-.^_`{|}~";

/// A text: `plain` or `html`.
pub(super) fn text(kind: &str, text: &str) -> String {
    let encoded = transfer::text(text);
    format!(
        "Content-Type: text/{kind}; charset=\"utf-8\"\r\nContent-Transfer-Encoding: {}\r\n\r\n{}",
        encoded.encoding, encoded.body
    )
}

/// A file.
///
/// # Errors
///
/// If its name holds a control character, or its type is none that a file can have.
pub(super) fn attachment(attachment: &Attachment) -> Result<String, MailError> {
    if !is_type(&attachment.content_type) {
        return Err(MailError::header("Content-Type"));
    }
    if attachment.filename.contains(header::is_forbidden) {
        return Err(MailError::header("Content-Disposition"));
    }
    Ok(format!(
        "Content-Type: {}\r\nContent-Transfer-Encoding: base64\r\n{}\r\n{}",
        attachment.content_type,
        header::folded("Content-Disposition", disposition(&attachment.filename).into_iter()),
        transfer::base64(&attachment.content)
    ))
}

/// Several parts: `alternative` ones, of which the last is the best, or `mixed`.
pub(super) fn multipart(kind: &str, parts: &[String]) -> Result<String, MailError> {
    // Random, so that no part can hold it by intent.
    let boundary = format!("==============={}==", random()?);
    let mut out = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n");
    for part in parts {
        out.push_str(&format!("--{boundary}\r\n{part}\r\n"));
    }
    out.push_str(&format!("--{boundary}--\r\n"));
    Ok(out)
}

/// 26 letters and digits: 134 bits that nobody can guess.
pub(super) fn random() -> Result<String, MailError> {
    let text = crypto::random_text(26, b"0123456789abcdefghijklmnopqrstuvwxyz");
    text.map_err(|error| MailError::Failed(error.into()))
}

/// `application/pdf`. What holds messages or parts of its own may not be encoded as files are (RFC 2046 section 5).
fn is_type(text: &str) -> bool {
    let is_token = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || TOKEN.contains(&byte))
    };
    let is_whole = |kind: &str| ["multipart", "message"].iter().any(|whole| kind.eq_ignore_ascii_case(whole));
    match text.split_once('/') {
        Some((kind, subtype)) => text.len() <= 100 && is_token(kind) && is_token(subtype) && !is_whole(kind),
        None => false,
    }
}

/// The name in quotes; one that is not ASCII, or long, as RFC 2231 has it: in pieces, percent-encoded.
fn disposition(filename: &str) -> Vec<String> {
    /// Of each piece, so that a line holds it with its name.
    const PIECE: usize = 48;
    let is_plain = filename.bytes().all(|byte| matches!(byte, b' '..=b'~')) && filename.len() <= PIECE;
    if is_plain {
        let quoted = filename.replace('\\', "\\\\").replace('"', "\\\"");
        return vec!["attachment;".to_owned(), format!("filename=\"{quoted}\"")];
    }
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escape = |byte: u8| match is_bare(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    let mut pieces = vec![String::new()];
    for piece in filename.bytes().map(escape) {
        match pieces.last_mut() {
            Some(last) if last.len() + piece.len() <= PIECE => last.push_str(&piece),
            _ => pieces.push(piece),
        }
    }
    let count = pieces.len();
    let parameter = |(index, piece): (usize, String)| {
        let charset = if index == 0 { "utf-8''" } else { "" };
        let end = if index + 1 < count { ";" } else { "" };
        match count {
            1 => format!("filename*={charset}{piece}"),
            _ => format!("filename*{index}*={charset}{piece}{end}"),
        }
    };
    let parameters = pieces.into_iter().enumerate().map(parameter);
    ["attachment;".to_owned()].into_iter().chain(parameters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_name_whatever_letters_it_has() {
        assert_eq!(disposition("a \"b\".txt"), ["attachment;", "filename=\"a \\\"b\\\".txt\""]);
        assert_eq!(disposition("für.txt"), ["attachment;", "filename*=utf-8''f%C3%BCr.txt"]);
        let long = disposition(&"ü".repeat(20));
        assert_eq!(long.len(), 4);
        assert!(long[1].starts_with("filename*0*=utf-8''%C3") && long[3].starts_with("filename*2*=%C3"));
    }

    #[test]
    fn a_file_is_neither_a_message_nor_more_than_one_header() {
        assert!(is_type("application/vnd.ms-excel+x"));
        for text in
            ["", "pdf", "a/b/c", "text/plain; x=y", "text/plain\r\nX: y", "message/rfc822", "Multipart/mixed"]
        {
            assert!(!is_type(text), "{text}");
        }
    }
}
