//! What a file's name says: its content type, and under which name it is kept.

use http::header::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::web::response::BYTES;

/// What stays readable in `filename*=utf-8''…` (RFC 8187 `attr-char`, as Python's `quote`).
const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b'/');

/// Files that are sent as they are kept: a browser that was told `text/plain` with a `Content-Encoding` would unpack them
/// (Django, `http/response.py`, `FileResponse.set_headers`; the endings are Python's, `mimetypes.py`).
const COMPRESSED: [(&[&str], HeaderValue); 5] = [
    (&["gz", "tgz", "taz", "svgz"], HeaderValue::from_static("application/gzip")),
    (&["bz2", "tbz2"], HeaderValue::from_static("application/x-bzip")),
    (&["xz", "txz"], HeaderValue::from_static("application/x-xz")),
    (&["Z", "tz"], HeaderValue::from_static("application/x-compress")),
    (&["br"], HeaderValue::from_static("application/x-brotli")),
];

/// By the ending; `application/octet-stream` where it says nothing. A text is in UTF-8.
pub(super) fn content_type(name: &str) -> HeaderValue {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if let Some((_, compressed)) = COMPRESSED.iter().find(|(endings, _)| endings.contains(&ending)) {
        return compressed.clone();
    }
    let Some(guess) = mime_guess::from_ext(ending).first() else { return BYTES };
    let text = match guess.type_() {
        mime_guess::mime::TEXT => format!("{guess}; charset=utf-8"),
        _ => guess.to_string(),
    };
    HeaderValue::try_from(text).unwrap_or(BYTES)
}

/// `inline; filename="a.txt"`, or `filename*=utf-8''…` for a name beyond printable ASCII (Django, `utils/http.py`,
/// `content_disposition_header`). `None` where there is nothing to say.
pub(super) fn content_disposition(name: &str, as_attachment: bool) -> Option<HeaderValue> {
    let kind = if as_attachment { "attachment" } else { "inline" };
    let text = if name.is_empty() {
        return as_attachment.then_some(HeaderValue::from_static("attachment"));
    } else if name.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) {
        format!("{kind}; filename=\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("{kind}; filename*=utf-8''{}", utf8_percent_encode(name, UNRESERVED))
    };
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_type() {
        for (name, kind) in [
            ("a.txt", "text/plain; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("photo.JPG", "image/jpeg"),
            ("a.tar.gz", "application/gzip"),
            ("a.css.br", "application/x-brotli"),
            ("a.tar.bz2", "application/x-bzip"),
            ("a.svgz", "application/gzip"),
            ("README", "application/octet-stream"),
            ("a.unheardof", "application/octet-stream"),
            ("", "application/octet-stream"),
        ] {
            assert_eq!(content_type(name), kind, "{name}");
        }
    }
}
