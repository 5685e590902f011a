//! `Parts`: a body cut at its boundaries.

use std::fmt;

use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem;

use super::Head;

/// Most bytes of what stands before the first boundary, of a line with one, and of the headers of a part. Browsers send
/// some hundred.
const MAX_HEAD: usize = 16 * 1024;

/// Cuts what it is [given](Parts::push), each byte looked at once, and keeps of it no more than what may be part of
/// a boundary or of a head.
#[derive(Debug)]
pub(crate) struct Parts {
    /// A line break, two dashes, the boundary.
    delimiter: memmem::Finder<'static>,
    buffer: BytesMut,
    expects: Expects,
    /// How many bytes at the buffer's begin have been searched, or come before the first boundary.
    passed: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expects {
    /// The first boundary.
    Boundary,
    /// What follows a boundary: the dashes of the last, or a line's end.
    LineEnd,
    Head,
    /// The line break that ends a head, which may also begin the next boundary.
    Begin,
    Data,
    Nothing,
}

/// What comes next in a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A part begins.
    Head(Head),
    /// Some of what is in it; never empty.
    Data(Bytes),
    /// It has ended.
    PartEnd,
    /// The last boundary: nothing counts any more.
    End,
}

/// Why a body is no multipart form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// It ended before its last boundary.
    Unfinished,
    /// There is too much before its first boundary.
    NoBoundary,
    /// A boundary is not at the end of its line.
    Line,
    /// A header is none.
    Header,
    /// The headers of a part are too long.
    LongHead,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfinished => f.write_str("the multipart form ends without its last boundary"),
            Self::NoBoundary => f.write_str("the multipart form does not begin with its boundary"),
            Self::Line => f.write_str("a boundary of the multipart form does not end its line"),
            Self::Header => f.write_str("a part of the multipart form has a header that is none"),
            Self::LongHead => {
                write!(f, "a part of the multipart form has more than {MAX_HEAD} bytes of headers")
            }
        }
    }
}

impl Parts {
    pub(crate) fn new(boundary: &str) -> Self {
        let delimiter = format!("\r\n--{boundary}");
        Self {
            delimiter: memmem::Finder::new(delimiter.as_bytes()).into_owned(),
            // The first boundary may stand at the very begin.
            buffer: BytesMut::from("\r\n"),
            expects: Expects::Boundary,
            passed: 0,
        }
    }

    /// Some more has arrived.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.expects != Expects::Nothing {
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// What comes next, or `None` if more has to arrive before that can be said.
    pub(crate) fn next(&mut self) -> Result<Option<Piece>, Malformed> {
        loop {
            let piece = match self.expects {
                Expects::Boundary => self.first_boundary()?,
                Expects::LineEnd => self.line_end()?,
                Expects::Head => self.head()?,
                Expects::Begin => self.begin(),
                Expects::Data => self.data(),
                Expects::Nothing => Step::Wait,
            };
            match piece {
                Step::On => {}
                Step::Wait => return Ok(None),
                Step::Piece(piece) => return Ok(Some(piece)),
            }
        }
    }

    fn first_boundary(&mut self) -> Result<Step, Malformed> {
        let found = self.delimiter.find(&self.buffer);
        let skipped = found.unwrap_or_else(|| self.buffer.len().saturating_sub(self.width() - 1));
        self.passed += skipped;
        if self.passed > MAX_HEAD {
            return Err(Malformed::NoBoundary);
        }
        self.buffer.advance(skipped);
        if found.is_some() { Ok(self.go_on(self.width(), Expects::LineEnd)) } else { Ok(Step::Wait) }
    }

    /// Blanks may stand there (RFC 2046: transport padding).
    fn line_end(&mut self) -> Result<Step, Malformed> {
        if self.buffer.starts_with(b"--") {
            self.buffer.clear();
            self.expects = Expects::Nothing;
            return Ok(Step::Piece(Piece::End));
        }
        let blanks = self.buffer.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match self.buffer[blanks..] {
            _ if blanks > MAX_HEAD => Err(Malformed::Line),
            [b'\r', b'\n', ..] => Ok(self.go_on(blanks + 2, Expects::Head)),
            [] | [b'\r'] => Ok(Step::Wait),
            [b'-'] if blanks == 0 => Ok(Step::Wait),
            _ => Err(Malformed::Line),
        }
    }

    fn head(&mut self) -> Result<Step, Malformed> {
        // The line break of the last line, and that of the empty one.
        let end = match self.buffer.starts_with(b"\r\n") {
            true => Some(0),
            false => memmem::find(&self.buffer[self.passed..], b"\r\n\r\n").map(|at| self.passed + at + 2),
        };
        if end.unwrap_or(self.buffer.len()) > MAX_HEAD {
            return Err(Malformed::LongHead);
        }
        let Some(end) = end else {
            self.passed = self.buffer.len().saturating_sub(3);
            return Ok(Step::Wait);
        };
        let head = Head::parse(&self.buffer[..end]).ok_or(Malformed::Header)?;
        self.go_on(end, Expects::Begin);
        Ok(Step::Piece(Piece::Head(head)))
    }

    /// Of an empty part, the line break that ended its head may be that of the next boundary.
    fn begin(&mut self) -> Step {
        let delimiter = self.delimiter.needle();
        if self.buffer.starts_with(delimiter) {
            self.go_on(delimiter.len(), Expects::LineEnd);
            return Step::Piece(Piece::PartEnd);
        }
        if delimiter.starts_with(&self.buffer) {
            return Step::Wait;
        }
        self.go_on(2, Expects::Data)
    }

    fn data(&mut self) -> Step {
        let Some(at) = self.delimiter.find(&self.buffer) else {
            return match self.buffer.len().saturating_sub(self.width() - 1) {
                0 => Step::Wait,
                length => Step::Piece(Piece::Data(self.buffer.split_to(length).freeze())),
            };
        };
        if at > 0 {
            return Step::Piece(Piece::Data(self.buffer.split_to(at).freeze()));
        }
        self.go_on(self.width(), Expects::LineEnd);
        Step::Piece(Piece::PartEnd)
    }

    fn go_on(&mut self, by: usize, expects: Expects) -> Step {
        self.buffer.advance(by);
        (self.expects, self.passed) = (expects, 0);
        Step::On
    }

    fn width(&self) -> usize {
        self.delimiter.needle().len()
    }
}

enum Step {
    /// Something else is expected now.
    On,
    /// More has to arrive.
    Wait,
    Piece(Piece),
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "preamble\r\n--xx \t\r\nContent-Disposition: form-data; name=a; filename=b\r\n\
                        \r\n\r\r\n-\r\n--x\r\n\r\n--xx\r\n\r\nno head\r\n--xx\r\nA: b\r\n\r\n--xx\r\n\
                        content-disposition: form-data; name=\"c\"\r\n\r\n\r\n--xx--epilogue\r\n--xx\r\n";

    /// What is in its parts, each with its name, pushed in pieces of so many bytes.
    fn read(form: &str, step: usize) -> Result<Vec<(String, String)>, Malformed> {
        let mut parts = Parts::new("xx");
        let mut read: Vec<(String, String)> = Vec::new();
        for piece in form.as_bytes().chunks(step) {
            parts.push(piece);
            while let Some(piece) = parts.next()? {
                match piece {
                    Piece::Head(head) => read.push((head.name.unwrap_or_default(), String::new())),
                    Piece::Data(data) => read.last_mut().unwrap().1 += str::from_utf8(&data).unwrap(),
                    Piece::PartEnd => {}
                    Piece::End => return Ok(read),
                }
            }
        }
        Err(Malformed::Unfinished)
    }

    #[test]
    fn a_form_is_cut_the_same_wherever_it_is_broken() {
        let expected = [("a", "\r\r\n-\r\n--x\r\n"), ("", "no head"), ("", ""), ("c", "")];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));

        for step in [1, 2, 3, 7, 1000] {
            assert_eq!(read(FORM, step).unwrap(), expected, "{step}");
        }
    }

    #[test]
    fn what_is_no_form_is_said_to_be_none() {
        for (form, why) in [
            ("", Malformed::Unfinished),
            ("--xx\r\n\r\nabc\r\n--xx", Malformed::Unfinished),
            ("--xx-", Malformed::Unfinished),
            ("--xxx\r\n", Malformed::Line),
            ("--xx\r\n\r\n\r\n--xx -", Malformed::Line),
            ("--xx\r\nhello\r\n\r\n", Malformed::Header),
        ] {
            assert_eq!(read(form, 1000), Err(why), "{form:?}");
            assert_eq!(read(form, 1), Err(why), "{form:?}");
        }
    }

    #[test]
    fn nothing_is_kept_without_a_bound() {
        let long = "x".repeat(MAX_HEAD + 10);

        for step in [100, 100_000] {
            assert_eq!(read(&format!("{long}\r\n--xx--"), step), Err(Malformed::NoBoundary));
            assert_eq!(read(&format!("--xx\r\nA: {long}\r\n\r\n"), step), Err(Malformed::LongHead));
            let blanks = " ".repeat(MAX_HEAD + 10);
            assert_eq!(read(&format!("--xx{blanks}\r\n\r\n"), step), Err(Malformed::Line));
        }

        let mut parts = Parts::new("xx");
        parts.push(b"--xx\r\n\r\n");
        for _ in 0..1000 {
            parts.push(&[b'\r'; 1000]);
            while parts.next().unwrap().is_some() {}
            assert!(parts.buffer.len() < 10);
        }
    }
}
