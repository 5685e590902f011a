//! What stands between the parts.

use super::parameters::parameters;
use crate::base::error::Error;

/// RFC 2046 section 5.1.1. Django takes some more; no browser sends as many.
const MAX_BOUNDARY: usize = 70;

/// The boundary that a `Content-Type` of a multipart form names.
///
/// # Errors
///
/// 400 if it names none, or one that cannot be.
pub(crate) fn boundary(content_type: &str) -> Result<String, Error> {
    let (_, mut parameters) = parameters(content_type);
    let boundary = parameters.find(|(name, _)| name == "boundary").map(|(_, value)| value);
    let boundary = boundary.ok_or_else(|| Error::bad_request("a multipart form needs a boundary"))?;
    let is_printable = boundary.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !boundary.ends_with(' ');
    match boundary.len() {
        0 => Err(Error::bad_request("the boundary of the multipart form is empty")),
        1..=MAX_BOUNDARY if is_printable => Ok(boundary),
        1..=MAX_BOUNDARY => {
            Err(Error::bad_request("the boundary of the multipart form has letters that none may have"))
        }
        _ => Err(Error::bad_request(format!(
            "the boundary of the multipart form has more than {MAX_BOUNDARY} characters"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_in_the_content_type() {
        for (header, expected) in [
            ("multipart/form-data; boundary=a-b_c", Some("a-b_c")),
            ("multipart/form-data; charset=utf-8; BOUNDARY=\"a b\"", Some("a b")),
            ("multipart/form-data; boundary=\"a;b\"", Some("a;b")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
            ("multipart/form-data; boundary=\"\"", None),
            ("multipart/form-data; boundary=\"a \"", None),
            ("multipart/form-data; boundary=\u{e9}", None),
        ] {
            assert_eq!(boundary(header).ok().as_deref(), expected, "{header}");
        }
    }

    #[test]
    fn it_has_at_most_seventy_characters() {
        let header = |length| format!("multipart/form-data; boundary={}", "x".repeat(length));

        assert_eq!(boundary(&header(70)).unwrap().len(), 70);
        let error = boundary(&header(71)).unwrap_err();
        assert_eq!(error.to_string(), "the boundary of the multipart form has more than 70 characters");
        assert_eq!(error.status(), 400);
    }
}
