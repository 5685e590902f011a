//! One field of a multipart form, found while the form arrives (RFC 7578, RFC 2046 section 5.1.1).
//!
//! ```text
//! --boundary
//! Content-Disposition: form-data; name="csrfmiddlewaretoken"
//!
//! Ob7s54Ja…
//! --boundary
//! ```
//!
//! Nothing here is the form's reading: whoever reads it gets all of it, this field included.

use std::borrow::Cow;

/// Longest boundary that Django takes; RFC 2046 has 70 characters.
const MAX_BOUNDARY: usize = 201;

/// The boundary that a `Content-Type` names.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    let boundary = parameter(content_type, "boundary")?;
    let is_printable = boundary.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !boundary.ends_with(' ');
    (!boundary.is_empty() && boundary.len() <= MAX_BOUNDARY && is_printable).then(|| boundary.to_owned())
}

/// `b` of `…; name=b`, with or without quotes.
fn parameter<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let parameters = header.split(';').skip(1).filter_map(|piece| piece.split_once('='));
    let value = parameters
        .into_iter()
        .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim_matches([' ', '\t']))?;
    let unquoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Some(unquoted.unwrap_or(value))
}

/// Goes over what has arrived, each byte once, however often it is asked.
pub(super) struct Finder<'n> {
    /// A line break, two dashes, the boundary. Only its first byte is a carriage return, so a search
    /// that has failed goes on behind what it has seen.
    delimiter: Vec<u8>,
    name: &'n str,
    /// Where the part of the form begins that is being looked at.
    start: usize,
    /// What is before has been searched.
    at: usize,
    expects: Expects,
    /// How many more parts there may be.
    parts_left: usize,
}

/// What came of a search.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The field, and what it holds.
    Field(String),
    /// The form has ended without it.
    Nothing,
    TooManyParts,
}

#[derive(Clone, Copy)]
enum Expects {
    /// The first delimiter, which may lack its line break.
    Start,
    /// The end of a part's headers, or the last delimiter's dashes.
    Headers,
    /// The end of a part, which may be that of the field.
    End { is_field: bool },
}

impl<'n> Finder<'n> {
    pub(super) fn new(boundary: &str, name: &'n str, max_parts: usize) -> Self {
        let delimiter = format!("\r\n--{boundary}").into_bytes();
        Self { delimiter, name, start: 0, at: 0, expects: Expects::Start, parts_left: max_parts }
    }

    /// What the search came to, once it is known. `seen` is all that has arrived so far.
    pub(super) fn find(&mut self, seen: &[u8]) -> Option<Found> {
        loop {
            match self.expects {
                Expects::Start => {
                    let first = &self.delimiter[2..];
                    if seen.len() < first.len() {
                        return None;
                    }
                    match seen.starts_with(first) {
                        true => self.go_on(first.len(), Expects::Headers),
                        false => self.expects = Expects::End { is_field: false },
                    }
                }
                Expects::Headers => {
                    if seen.get(self.start..self.start + 2)? == b"--" {
                        return Some(Found::Nothing);
                    }
                    let end = self.search(seen, b"\r\n\r\n")?;
                    match self.parts_left.checked_sub(1) {
                        Some(left) => self.parts_left = left,
                        None => return Some(Found::TooManyParts),
                    }
                    let is_field = is_field(&seen[self.start..end], self.name);
                    self.go_on(end + 4, Expects::End { is_field });
                }
                Expects::End { is_field } => {
                    // An empty part's line break is the one that ended its headers.
                    self.at = self.at.max(self.start.saturating_sub(2));
                    let delimiter = std::mem::take(&mut self.delimiter);
                    let end = self.search(seen, &delimiter);
                    self.delimiter = delimiter;
                    let end = end?;
                    if is_field {
                        let value = seen.get(self.start..end).unwrap_or_default();
                        return Some(Found::Field(String::from_utf8_lossy(value).into_owned()));
                    }
                    self.go_on(end + self.delimiter.len(), Expects::Headers);
                }
            }
        }
    }

    fn go_on(&mut self, to: usize, expects: Expects) {
        (self.start, self.at, self.expects) = (to, to, expects);
    }

    /// Where `wanted`, which begins with a carriage return, stands in what was not searched yet.
    fn search(&mut self, seen: &[u8], wanted: &[u8]) -> Option<usize> {
        while let Some(offset) = seen.get(self.at..)?.iter().position(|byte| *byte == b'\r') {
            self.at += offset;
            if seen.len() - self.at < wanted.len() {
                return None;
            }
            if seen[self.at..].starts_with(wanted) {
                return Some(self.at);
            }
            self.at += 1;
        }
        self.at = seen.len();
        None
    }
}

/// Whether these are the headers of the field of this name. A file is none.
fn is_field(headers: &[u8], name: &str) -> bool {
    let headers: Cow<'_, str> = String::from_utf8_lossy(headers);
    let disposition = headers.split("\r\n").find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    disposition
        .is_some_and(|value| parameter(value, "name") == Some(name) && parameter(value, "filename").is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "preamble\r\n--xx\r\nContent-Disposition: form-data; name=\"a\"; filename=\"token\"\r\n\
                        \r\n\r\r\n-\r\n--x\r\n\r\n--xx \r\ncontent-disposition: form-data; name=token\r\n\
                        Content-Type: text/plain\r\n\r\nabc\r\n\r\n--xx--\r\n";

    #[test]
    fn the_field_is_found_wherever_the_body_is_cut() {
        for step in [1, 2, 3, 7, 1000] {
            let mut finder = Finder::new("xx", "token", 1000);
            let mut ends = (0..FORM.len()).step_by(step).chain([FORM.len()]);

            let found = ends.find_map(|end| finder.find(&FORM.as_bytes()[..end]));

            assert_eq!(found, Some(Found::Field("abc\r\n".to_owned())), "{step}");
        }
    }

    #[test]
    fn more_parts_than_allowed_are_told_and_not_gone_through() {
        let form = "--xx\r\na: b\r\n\r\n\r\n".repeat(4);

        assert_eq!(Finder::new("xx", "token", 3).find(form.as_bytes()), Some(Found::TooManyParts));
        assert_eq!(Finder::new("xx", "token", 4).find(form.as_bytes()), None);
    }

    #[test]
    fn a_form_may_begin_with_its_boundary_and_a_part_be_empty() {
        let form = "--xx\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\r\n--xx--";

        assert_eq!(Finder::new("xx", "token", 1000).find(form.as_bytes()), Some(Found::Field(String::new())));
        assert_eq!(Finder::new("xx", "other", 1000).find(form.as_bytes()), Some(Found::Nothing));
    }

    #[test]
    fn a_file_is_no_field() {
        let form =
            "--xx\r\nContent-Disposition: form-data; name=\"token\"; filename=\"\"\r\n\r\nabc\r\n--xx--";

        assert_eq!(Finder::new("xx", "token", 1000).find(form.as_bytes()), Some(Found::Nothing));
    }

    #[test]
    fn what_is_no_form_has_no_field() {
        for text in ["", "--", "--xx", "--xx\r", "--xx\r\n\r\n", "abc", "\r\n--xx\r\n\r\nabc\r\n--x"] {
            assert_eq!(Finder::new("xx", "token", 1000).find(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn the_boundary_stands_in_the_content_type() {
        for (header, expected) in [
            ("multipart/form-data; boundary=a-b_c", Some("a-b_c")),
            ("multipart/form-data; charset=utf-8; BOUNDARY=\"a b\"", Some("a b")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
            ("multipart/form-data; boundary=\"a \"", None),
            ("multipart/form-data; boundary=\u{e9}", None),
        ] {
            assert_eq!(boundary(header).as_deref(), expected, "{header}");
        }
        assert_eq!(boundary(&format!("multipart/form-data; boundary={}", "x".repeat(202))), None);
    }
}
