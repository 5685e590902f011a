//! A file as an answer (Django, `http/response.py`, `FileResponse`).

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, HeaderValue};
use http_body::{Frame, SizeHint};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::{Body, Response};
use crate::base::error::Error;

/// Bytes read and sent at a time.
const CHUNK: usize = 64 * 1024;

/// What stays readable in `filename*=utf-8''…` (RFC 8187 `attr-char`, as Python's `quote`).
const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b'/');

pub(super) async fn response(path: &Path) -> Result<Response, Error> {
    // Asked before it is opened: opening a pipe would wait for its other end.
    if !tokio::fs::metadata(path).await.map_err(not_readable)?.is_file() {
        return Err(Error::not_found("that path is no file"));
    }
    let file = File::open(path).await.map_err(not_readable)?;
    let metadata = file.metadata().await.map_err(not_readable)?;
    let size = metadata.len();
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();

    let mut response = Response::new(content_type(name), Body::new(FileBody { file, left: size }));
    response.layer_headers_mut().insert(CONTENT_LENGTH, size.into());
    if let Some(disposition) = content_disposition(name) {
        response.layer_headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

fn not_readable(error: io::Error) -> Error {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};

    match error.kind() {
        NotFound | NotADirectory | InvalidInput | InvalidFilename => {
            Error::not_found("there is no such file")
        }
        _ => Error::internal("cannot read a file that was to be sent").caused_by(error),
    }
}

fn content_type(name: &str) -> HeaderValue {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let text = match guess.type_() {
        mime_guess::mime::TEXT => format!("{guess}; charset=utf-8"),
        _ => guess.to_string(),
    };
    HeaderValue::try_from(text).unwrap_or(super::BYTES)
}

/// `inline; filename="a.txt"`, or `filename*=utf-8''…` for a name beyond printable ASCII.
fn content_disposition(name: &str) -> Option<HeaderValue> {
    if name.is_empty() {
        return None;
    }
    let text = if name.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        format!("inline; filename=\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("inline; filename*=utf-8''{}", utf8_percent_encode(name, UNRESERVED))
    };
    HeaderValue::try_from(text).ok()
}

/// Reads chunk by chunk, as the client takes them; never more than the announced size.
struct FileBody {
    file: File,
    left: u64,
}

impl http_body::Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut chunk = BytesMut::zeroed(CHUNK.min(usize::try_from(self.left).unwrap_or(CHUNK)));
        let mut buffer = ReadBuf::new(&mut chunk);
        ready!(Pin::new(&mut self.file).poll_read(cx, &mut buffer))?;
        let read = buffer.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::UnexpectedEof))));
        }
        chunk.truncate(read);
        self.left -= read as u64;
        Poll::Ready(Some(Ok(Frame::data(chunk.freeze()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_or_encoded() {
        let header = |name| content_disposition(name).unwrap().to_str().unwrap().to_owned();

        assert_eq!(header("a \"b\".txt"), "inline; filename=\"a \\\"b\\\".txt\"");
        assert_eq!(header("é.txt"), "inline; filename*=utf-8''%C3%A9.txt");
        assert_eq!(content_disposition(""), None);
    }
}
