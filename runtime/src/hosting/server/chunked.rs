//! What hyper lets pass in a chunked request body: it reads trailer lines, and what stands behind a chunk's size, more
//! loosely than RFC 9112 section 7.1 has them. A bare LF among the trailers ends them for some, and for hyper it does not:
//! who can say such a thing through a proxy that counts otherwise can hide a request in another.
//!
//! ```text
//! 5;name=value CRLF  hello CRLF  0 CRLF  Trailer: value CRLF  CRLF
//! ```
//!
//! So each chunked body is looked over as its bytes come in, beside hyper, which refuses everything else itself. To
//! know where one begins, the ends of heads and bodies before it have to be known ([`BodyDecoder`], [`HeadLine`]); requests
//! without a body are spared that, as hyper shows when it holds nothing more.

/// A body that hyper would take and the RFC does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InvalidFraming;

/// What is still to come of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyDecoder {
    Length(u64),
    Chunked(ChunkedState),
}

impl BodyDecoder {
    /// Looks the next bytes over; how many are behind the body's end, if that is among them.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<Option<usize>, InvalidFraming> {
        match self {
            Self::Length(left) => {
                let taken = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                *left -= taken as u64;
                Ok((*left == 0).then_some(bytes.len() - taken))
            }
            Self::Chunked(chunked) => {
                let behind = chunked.read(bytes)?;
                Ok(chunked.is_over().then_some(behind))
            }
        }
    }
}

/// How far a chunked body has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkedState {
    /// In a chunk's size, of which this much is known.
    Size(u64),
    /// Behind it, up to the line's end.
    Extension(u64),
    SizeLf(u64),
    Data(u64),
    DataCr,
    DataLf,
    /// At the start of a trailer line, or of the empty one that is the end.
    Line,
    Name,
    Value,
    ValueLf,
    EndLf,
    /// Nothing more of it is to come, or hyper refuses what came.
    Over,
}

impl ChunkedState {
    pub(super) fn new() -> Self {
        Self::Size(0)
    }

    fn is_over(self) -> bool {
        self == Self::Over
    }

    /// Looks the next bytes over; how many are left when it is over.
    fn read(&mut self, mut bytes: &[u8]) -> Result<usize, InvalidFraming> {
        while let Some((&byte, rest)) = bytes.split_first() {
            if self.is_over() {
                break;
            }
            bytes = rest;
            *self = match (*self, byte) {
                (Self::Data(left), _) => {
                    let more = usize::try_from(left - 1).unwrap_or(usize::MAX).min(bytes.len());
                    bytes = &bytes[more..];
                    match left - 1 - more as u64 {
                        0 => Self::DataCr,
                        left => Self::Data(left),
                    }
                }
                (Self::Size(size), b'\r') | (Self::Extension(size), b'\r') => Self::SizeLf(size),
                (Self::Size(size), b';' | b' ' | b'\t') => Self::Extension(size),
                (Self::Size(size), digit) => match char::from(digit).to_digit(16) {
                    Some(digit) if size < 1 << 60 => Self::Size(size << 4 | u64::from(digit)),
                    _ => Self::Over,
                },
                (Self::Extension(size), byte) if is_text(byte) => Self::Extension(size),
                (Self::Extension(_), b'\n') => Self::Over,
                (Self::Extension(_), _) => return Err(InvalidFraming),
                (Self::SizeLf(0), b'\n') => Self::Line,
                (Self::SizeLf(size), b'\n') => Self::Data(size),
                (Self::DataCr, b'\r') => Self::DataLf,
                (Self::DataLf, b'\n') => Self::new(),
                (Self::Line, b'\r') => Self::EndLf,
                (Self::Line | Self::Name, byte) if is_token(byte) => Self::Name,
                (Self::Name, b':') => Self::Value,
                (Self::Line | Self::Name, _) => return Err(InvalidFraming),
                (Self::Value, b'\r') => Self::ValueLf,
                (Self::Value, byte) if is_text(byte) => Self::Value,
                (Self::Value, _) => return Err(InvalidFraming),
                (Self::ValueLf, b'\n') => Self::Line,
                _ => Self::Over,
            };
        }
        Ok(bytes.len())
    }
}

/// What a field's name is made of (RFC 9110 section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// What a field's value is made of (RFC 9110 section 5.5).
fn is_text(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}

/// Where in a request's head its bytes have come to, as far as that tells where it ends: at an empty line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum HeadLine {
    /// Only empty lines have come, which may precede a request (RFC 9112 section 2.2).
    #[default]
    None,
    Within,
    /// Behind a line feed.
    AtStart,
    /// Behind a line feed and a carriage return.
    AtCr,
    /// Nobody knows: it began among bytes that came with an earlier request.
    Unknown,
}

impl HeadLine {
    pub(super) fn of(number: u8) -> Self {
        let lines = [Self::None, Self::Within, Self::AtStart, Self::AtCr];
        lines.get(usize::from(number)).copied().unwrap_or(Self::Unknown)
    }

    /// Reads on to the head's end; how many of the bytes are the head's, if the end is among them.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        for (index, byte) in bytes.iter().enumerate() {
            *self = match (*self, byte) {
                (Self::Unknown, _) => return None,
                (Self::None, b'\r' | b'\n') => Self::None,
                (Self::AtStart | Self::AtCr, b'\n') => return Some(index + 1),
                (_, b'\n') => Self::AtStart,
                (Self::AtStart, b'\r') => Self::AtCr,
                _ => Self::Within,
            };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made of a body, in however many pieces it comes.
    fn read(body: &[u8]) -> Result<bool, InvalidFraming> {
        let whole = {
            let mut chunked = ChunkedState::new();
            chunked.read(body).map(|_| chunked.is_over())
        };
        let mut chunked = ChunkedState::new();
        let pieces =
            body.iter().try_for_each(|byte| chunked.read(&[*byte]).map(drop)).map(|()| chunked.is_over());
        assert_eq!(whole, pieces, "{}", body.escape_ascii());
        whole
    }

    #[test]
    fn what_the_grammar_has_is_read_to_its_end() {
        for body in [
            &b"0\r\n\r\n"[..],
            b"5\r\nhello\r\n0\r\n\r\n",
            b"5\r\n\n\r\n\r\n\r\n0\r\n\r\nGET / HTTP/1.1\n\n",
            b"00a ;a=\"b\xe9\"\t\r\n0123456789\r\n000\r\nX-Sum: 1\r\nY:\r\nZ:\t\xff \r\n\r\n",
        ] {
            assert_eq!(read(body), Ok(true), "{}", body.escape_ascii());
        }
        assert_eq!(read(b"5\r\nhello\r\n0\r\nX: y\r\n"), Ok(false));
    }

    #[test]
    fn what_is_behind_a_body_is_not_of_it() {
        assert_eq!(BodyDecoder::Chunked(ChunkedState::new()).read(b"1\r\nx\r\n0\r\n\r\nGET"), Ok(Some(3)));
        assert_eq!(BodyDecoder::Length(5).read(b"helloGET"), Ok(Some(3)));
        let mut decoder = BodyDecoder::Length(5);
        assert_eq!((decoder.read(b"hel"), decoder.read(b"lo")), (Ok(None), Ok(Some(0))));
    }

    #[test]
    fn what_hyper_lets_pass_is_seen() {
        for body in [
            &b"0\r\n\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n"[..],
            b"0\r\nX: y\r\n\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n",
            b"0\r\nX: y\nZ: z\r\n\r\n",
            b"0\r\nX: y\n\r\n\r\n",
            b"0\r\nX : y\r\n\r\n",
            b"0\r\nX: y\r\n z\r\n\r\n",
            b"0\r\n X: y\r\n\r\n",
            b"0\r\nX\r\n\r\n",
            b"0\r\n: y\r\n\r\n",
            b"0\r\nX: \0\r\n\r\n",
            b"0\r\n\xe9: y\r\n\r\n",
            b"5;\x0b\r\nhello\r\n0\r\n\r\n",
        ] {
            assert_eq!(read(body), Err(InvalidFraming), "{}", body.escape_ascii());
        }
    }

    #[test]
    fn what_hyper_refuses_is_left_to_it() {
        for body in [
            &b"5\nhello"[..],
            b"0;a\nb\r\n\r\n",
            b"5 \nhello",
            b"x\r\n",
            b"10000000000000000\r\n",
            b"5\r\nhelloXX",
            b"0\r\n\rX",
            b"0\r\nX: y\rZ",
        ] {
            assert_eq!(read(body), Ok(true), "{}", body.escape_ascii());
        }
    }

    #[test]
    fn a_head_ends_at_its_first_empty_line() {
        for (head, rest) in [
            (&b"POST / HTTP/1.1\r\nHost: a\r\n\r\n"[..], &b"0\r\n\r\n"[..]),
            (b"\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\n\r\n", b"\r\n"),
            (b"POST / HTTP/1.1\nHost: a\n\n", b"0\r\n\r\n"),
            (b"POST / HTTP/1.1\nHost: a\n\r\n", b""),
        ] {
            let bytes = [head, rest].concat();
            for cut in 0..head.len() {
                let mut line = HeadLine::default();
                assert_eq!(line.read(&bytes[..cut]), None);
                assert_eq!(HeadLine::of(line as u8).read(&bytes[cut..]), Some(head.len() - cut), "{cut}");
            }
        }
    }
}
