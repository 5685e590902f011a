//! A file as an answer (Django, `http/response.py`, `FileResponse`), with what Django leaves to the server before it:
//! validators, conditions and ranges (RFC 9110 sections 8.8, 13 and 14).

mod body;
mod name;
mod range;
mod settle;

use std::fmt;
use std::io;
use std::path::Path;

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, ETAG, HeaderValue};
use tokio::io::AsyncRead;

use self::body::{FileBody, ReaderBody, Source};
use super::{Body, IntoHeaderValue, IntoResponse, Response};
use crate::base::clock::Timestamp;
use crate::base::error::Error;
use crate::base::files::Opened;

/// A file that is sent: from a path, from an open file, from memory, or from whatever is read.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/manifest/")]
/// async fn manifest() -> Result<FileResponse> {
///     Ok(FileResponse::open("Cargo.toml").await?.as_attachment())
/// }
///
/// #[view(GET, "/report/{year}/")]
/// async fn report(year: u16) -> FileResponse {
///     FileResponse::from_bytes(format!("year,visits\n{year},12\n"), format!("report-{year}.csv"))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// let response = client.get("/manifest/").await;
/// assert!(response.text().starts_with("[package]"));
/// assert_eq!(response.header("Content-Disposition"), Some(r#"attachment; filename="Cargo.toml""#));
///
/// client.headers_mut().insert("range", "bytes=0-10".parse()?);
/// let response = client.get("/report/2026/").await;
/// assert_eq!((response.status(), response.text()), (206, "year,visits".to_owned()));
/// assert_eq!(response.header("Content-Range"), Some("bytes 0-10/20"));
/// assert_eq!(response.header("Content-Disposition"), Some(r#"inline; filename="report-2026.csv""#));
/// # Ok(()) })? }
/// ```
///
/// # What is sent
///
/// | header | |
/// |---|---|
/// | `Content-Type` | guessed from the name; of a compressed file the compressor's (`application/gzip`), of a text with `charset=utf-8` |
/// | `Content-Disposition` | `inline` or `attachment`, with the name; as Django writes it |
/// | `Content-Length` | but for a reader, whose end nobody knows |
/// | `Last-Modified`, `ETag` | of a file on disk; [`last_modified`](Self::last_modified) and [`etag`](Self::etag) give them to others |
/// | `Accept-Ranges: bytes` | but for a reader |
///
/// The `ETag` is that of nginx and Apache, the time of the last change and the size: `"18c3a4f5e6d7c8b0-1f4a"`, in hex and
/// nanoseconds. Without the inode, so that servers with copies of the file agree. It is strong, and weak (`W/"…"`) for two
/// seconds after the change, in which another one might have the same time and size.
///
/// Conditions (`If-None-Match`, `If-Modified-Since`, `If-Match`, `If-Unmodified-Since`) are answered for GET and HEAD with 304
/// or 412, ranges for GET with 206 or 416: one part by itself, several as `multipart/byteranges`, those that overlap or nearly
/// touch put together. More than 32 in one request, and a `Range` that means nothing, are answered with all of it. Both only
/// where the status is 200.
///
/// `GZipMiddleware` leaves it as it is, since ranges count its bytes.
///
/// What the kernel has in memory is read at once, the rest on threads apart, 128 KiB at a time. A file that has become shorter
/// while it is sent breaks the answer off, with a line in the log; of one that has become longer as much is sent as was
/// announced.
pub struct FileResponse {
    content: Content,
    name: String,
    as_attachment: bool,
    content_type: Option<HeaderValue>,
    etag: Option<HeaderValue>,
    modified: Option<Timestamp>,
    /// What no header can hold.
    mistake: Option<&'static str>,
}

enum Content {
    File(Source),
    Reader(Body),
}

/// A file in a response, until it is known which of its bytes are asked for.
#[derive(Debug)]
pub(super) struct UnsettledFile {
    source: Source,
    modified: Option<Timestamp>,
}

impl UnsettledFile {
    pub(super) fn size(&self) -> u64 {
        self.source.size()
    }

    /// All of it.
    pub(super) fn into_body(self) -> Body {
        Body::new(FileBody::whole(self.source))
    }
}

impl FileResponse {
    /// The file at `path`.
    ///
    /// The path is taken as it is: never pass on what a client wrote.
    ///
    /// # Errors
    ///
    /// 404 if there is no such file or it is a folder, a pipe or a device; 500 if it cannot be read.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let opened = Opened::open(path).await.map_err(not_readable)?;
        Ok(Self::new(Content::File(Source::Disk(opened)), name))
    }

    /// A file that is open, all of it, wherever it was read to.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub async fn from_file(file: std::fs::File, name: impl Into<String>) -> Result<Self, Error> {
        let opened = Opened::from_file(file).await.map_err(not_readable)?;
        Ok(Self::new(Content::File(Source::Disk(opened)), name))
    }

    /// Bytes in memory, such as a picture from the database.
    pub fn from_bytes(bytes: impl Into<Bytes>, name: impl Into<String>) -> Self {
        Self::new(Content::File(Source::Memory(bytes.into())), name)
    }

    /// Whatever is read to its end as it is sent: a program's output, what another server sends. It has no length and no
    /// ranges. An error of the reader breaks the answer off.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static, name: impl Into<String>) -> Self {
        Self::new(Content::Reader(Body::new(ReaderBody::new(reader))), name)
    }

    fn new(content: Content, name: impl Into<String>) -> Self {
        Self {
            content,
            name: name.into(),
            as_attachment: false,
            content_type: None,
            etag: None,
            modified: None,
            mistake: None,
        }
    }

    /// The browser is to save it rather than show it. What visitors have uploaded should have this: a page among it would
    /// be one of this site.
    #[must_use]
    pub fn as_attachment(mut self) -> Self {
        self.as_attachment = true;
        self
    }

    /// Another name than that of the path. Without one (`""`), an inline file has no `Content-Disposition`.
    #[must_use]
    pub fn filename(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Another type than the name's: `"text/csv; charset=utf-8"`. A text that no header can hold is the view's error.
    #[must_use]
    pub fn content_type(mut self, content_type: impl IntoHeaderValue) -> Self {
        match content_type.into_header_value() {
            Some(content_type) => self.content_type = Some(content_type),
            None => self.mistake = Some("a control character in a file's content type"),
        }
        self
    }

    /// Another tag than that of the disk, with or without quotes around it: whatever changes with the bytes. What is no tag
    /// (a quote or a space in it) is the view's error.
    #[must_use]
    pub fn etag(mut self, tag: impl AsRef<str>) -> Self {
        match super::entity_tag(tag.as_ref()) {
            Some(tag) => self.etag = Some(tag),
            None => self.mistake = Some("what is no tag as a file's `ETag`"),
        }
        self
    }

    /// Another time of its last change than that of the disk.
    #[must_use]
    pub fn last_modified(mut self, at: Timestamp) -> Self {
        self.modified = Some(at);
        self
    }
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

impl From<FileResponse> for Response {
    fn from(file: FileResponse) -> Self {
        let content_type = file.content_type.unwrap_or_else(|| name::content_type(&file.name));
        let body = match file.content {
            Content::Reader(body) => body,
            Content::File(source) => Body::unsettled(UnsettledFile { source, modified: file.modified }),
        };
        let mut response = Self::new(content_type, body);
        response.parts.is_file = true;
        if let Some(disposition) = name::content_disposition(&file.name, file.as_attachment) {
            response.layer_headers_mut().insert(CONTENT_DISPOSITION, disposition);
        }
        if let Some(tag) = file.etag {
            response.layer_headers_mut().insert(ETAG, tag);
        }
        if let Some(mistake) = file.mistake {
            response.refuse_header(mistake.to_owned());
        }
        response
    }
}

impl IntoResponse for FileResponse {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self.into())
    }
}

impl fmt::Debug for FileResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileResponse").field("name", &self.name).finish_non_exhaustive()
    }
}
