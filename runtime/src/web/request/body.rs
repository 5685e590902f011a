//! The body of a request: read whole with a limit, or taken as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body::{Body, Frame, SizeHint};

use super::is_stalled_body;
use crate::base::erased_body::ErasedError;
use crate::base::error::{BoxError, Error};

/// What a client sends after its headers.
#[derive(Default)]
pub struct RequestBody(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    /// Read already, or made in a test.
    Whole(Bytes),
    /// As the server reads it.
    Streamed(Pin<Box<dyn Body<Data = Bytes, Error = BoxError> + Send + Sync>>),
    /// Read up to somewhere, with what is still to come.
    Begun(Bytes, Box<RequestBody>),
    /// Taken from its request, which wants to know whether it breaks.
    Taken(Box<RequestBody>, Arc<AtomicBool>),
    /// Begun and not read to its end, or taken: what is left is never handed out for the whole.
    Lost(Lost),
}

/// What has become of a body that is not here any more.
enum Lost {
    /// Whoever read it stopped; or there was too much of it.
    Dropped(StatusCode),
    /// It failed: the client has left, stalls, or frames it wrongly.
    Broken(StatusCode),
    /// Somebody has it, and this says whether it has failed there.
    Taken(Arc<AtomicBool>),
    /// It was read as a form with files, which is kept instead.
    Form,
}

impl Lost {
    fn error(&self) -> Error {
        let status = match self {
            Self::Dropped(status) | Self::Broken(status) => *status,
            Self::Taken(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Form => {
                return Error::internal(
                    "the request body was read as a form with files, which `form_data` has, and is not kept",
                );
            }
        };
        Error::new(status, "the request body is not there any more")
    }
}

impl RequestBody {
    /// What a server reads piece by piece.
    pub(crate) fn streamed<B>(body: B) -> Self
    where
        B: Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        if body.is_end_stream() {
            return Self::default();
        }
        Self(Kind::Streamed(Box::pin(ErasedError::new(body))))
    }

    /// All of it, at most `limit` bytes, which stay here for whoever asks next.
    ///
    /// Should this future be dropped half-way, or fail, the body is lost to everyone.
    pub(crate) async fn read(&mut self, limit: usize) -> Result<Bytes, Error> {
        let bytes = match &self.0 {
            Kind::Empty => Bytes::new(),
            Kind::Whole(bytes) if bytes.len() <= limit => bytes.clone(),
            Kind::Whole(_) => return Err(too_large(limit)),
            Kind::Lost(lost) => return Err(lost.error()),
            _ => self.read_now(limit).await?,
        };
        self.0 = Kind::Whole(bytes.clone());
        Ok(bytes)
    }

    /// Reads on until `find` has found something in what has come so far, or `limit` bytes have, or the end
    /// has. What was read stays here, before the rest, for whoever asks next.
    ///
    /// Should this future be dropped half-way, or fail, the body is lost to everyone.
    pub(super) async fn look<T>(
        &mut self,
        limit: usize,
        mut find: impl FnMut(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match &self.0 {
            Kind::Whole(bytes) => return Ok(find(bytes)),
            Kind::Lost(lost) => return Err(lost.error()),
            _ => {}
        }
        let mut rest = self.begin();
        let mut seen = BytesMut::new();
        let mut found = None;
        while found.is_none() && seen.len() < limit {
            let Some(frame) = poll_fn(|cx| Pin::new(&mut rest).poll_frame(cx)).await else { break };
            let frame = frame.map_err(|error| self.broken(error))?;
            let Ok(data) = frame.into_data() else { continue };
            seen.extend_from_slice(&data);
            found = find(&seen);
        }
        self.0 = Kind::Begun(seen.freeze(), Box::new(rest));
        Ok(found)
    }

    async fn read_now(&mut self, limit: usize) -> Result<Bytes, Error> {
        let mut body = self.begin();
        body.collect(limit).await.map_err(|error| match error {
            Unread::TooLarge => {
                let error = too_large(limit);
                self.0 = Kind::Lost(Lost::Dropped(error.status()));
                error
            }
            Unread::Broken(error) => self.broken(error),
        })
    }

    /// The body, to be read as a form. One that is here stays; any other is lost should whoever reads it stop.
    pub(super) fn begin_form(&mut self) -> Result<Self, Error> {
        match &self.0 {
            Kind::Lost(lost) => Err(lost.error()),
            Kind::Whole(bytes) => Ok(bytes.clone().into()),
            _ => Ok(self.begin()),
        }
    }

    /// # Errors
    ///
    /// 500 if it was read as a form with files, and is not kept.
    pub(super) fn check_kept(&self) -> Result<(), Error> {
        match &self.0 {
            Kind::Lost(lost @ Lost::Form) => Err(lost.error()),
            _ => Ok(()),
        }
    }

    /// A form was made of it; or it was refused, with this status.
    pub(super) fn end_form(&mut self, refused: Option<StatusCode>) {
        if let Kind::Lost(lost) = &mut self.0 {
            *lost = refused.map_or(Lost::Form, Lost::Dropped);
        }
    }

    /// The body, to be read. Should whoever reads it stop, it is lost.
    fn begin(&mut self) -> Self {
        std::mem::replace(self, Self(Kind::Lost(Lost::Dropped(StatusCode::BAD_REQUEST))))
    }

    /// It has failed while it was read.
    pub(super) fn broken(&mut self, error: BoxError) -> Error {
        let error = not_read(error);
        self.0 = Kind::Lost(Lost::Broken(error.status()));
        error
    }

    /// Whether it has failed before its end, here or where it was taken.
    pub(super) fn is_broken(&self) -> bool {
        match &self.0 {
            Kind::Lost(Lost::Broken(_)) => true,
            Kind::Lost(Lost::Taken(is_broken)) => is_broken.load(Ordering::Relaxed),
            _ => false,
        }
    }

    /// Whether it is known that there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Whole(bytes) => bytes.is_empty(),
            Kind::Begun(bytes, rest) => bytes.is_empty() && rest.is_end_stream(),
            _ => self.is_end_stream(),
        }
    }

    /// All of it, if it is here already.
    pub(super) fn whole(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Whole(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Hands it out as it is; who asks after that is told so.
    pub(super) fn take(&mut self) -> Self {
        let gone = || Self(Kind::Lost(Lost::Dropped(StatusCode::INTERNAL_SERVER_ERROR)));
        match &self.0 {
            Kind::Empty => Self::default(),
            // Why it is lost stays known here.
            Kind::Lost(_) => gone(),
            // Nothing can break of what is here.
            Kind::Whole(_) => std::mem::replace(self, gone()),
            _ => {
                let is_broken = Arc::<AtomicBool>::default();
                let gone = Self(Kind::Lost(Lost::Taken(Arc::clone(&is_broken))));
                Self(Kind::Taken(Box::new(std::mem::replace(self, gone)), is_broken))
            }
        }
    }

    /// Counts what arrives and believes no announced length (security: a body is bounded as read).
    async fn collect(&mut self, limit: usize) -> Result<Bytes, Unread> {
        if self.size_hint().lower() > limit as u64 {
            return Err(Unread::TooLarge);
        }
        let mut first = Bytes::new();
        let mut rest = BytesMut::new();
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut *self).poll_frame(cx)).await {
            let Ok(data) = frame.map_err(Unread::Broken)?.into_data() else { continue };
            if first.len() + rest.len() + data.len() > limit {
                return Err(Unread::TooLarge);
            }
            if first.is_empty() && rest.is_empty() {
                first = data;
            } else {
                if rest.is_empty() {
                    rest.extend_from_slice(&std::mem::take(&mut first));
                }
                rest.extend_from_slice(&data);
            }
        }
        Ok(if rest.is_empty() { first } else { rest.freeze() })
    }
}

/// Why a body was not read to its end.
enum Unread {
    TooLarge,
    Broken(BoxError),
}

/// Django's RequestDataTooBig.
fn too_large(limit: usize) -> Error {
    Error::suspicious(format!("request body is larger than {limit} bytes"))
}

fn not_read(error: BoxError) -> Error {
    match is_stalled_body(&*error) {
        true => Error::new(StatusCode::REQUEST_TIMEOUT, "the request body stalled").caused_by(error),
        false => Error::bad_request("the request body could not be read").caused_by(error),
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self(if bytes.is_empty() { Kind::Empty } else { Kind::Whole(bytes) })
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Lost(_) => Poll::Ready(Some(Err("the request body is not there any more".into()))),
            Kind::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Kind::Begun(bytes, rest) => {
                let (bytes, rest) = (std::mem::take(bytes), std::mem::take(&mut **rest));
                *self = rest;
                if bytes.is_empty() { self.poll_frame(cx) } else { Poll::Ready(Some(Ok(Frame::data(bytes)))) }
            }
            Kind::Streamed(body) => body.as_mut().poll_frame(cx),
            Kind::Taken(body, is_broken) => {
                let frame = ready!(Pin::new(&mut **body).poll_frame(cx));
                if let Some(Err(_)) = frame {
                    is_broken.store(true, Ordering::Relaxed);
                }
                Poll::Ready(frame)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Whole(_) | Kind::Lost(_) => false,
            Kind::Begun(bytes, rest) => bytes.is_empty() && rest.is_end_stream(),
            Kind::Streamed(body) => body.is_end_stream(),
            Kind::Taken(body, _) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Lost(_) => SizeHint::default(),
            Kind::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Begun(bytes, rest) => {
                let (read, rest) = (bytes.len() as u64, rest.size_hint());
                let mut hint = SizeHint::new();
                hint.set_lower(rest.lower().saturating_add(read));
                if let Some(upper) = rest.upper() {
                    hint.set_upper(upper.saturating_add(read));
                }
                hint
            }
            Kind::Streamed(body) => body.size_hint(),
            Kind::Taken(body, _) => body.size_hint(),
        }
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the bytes: they may hold a password.
        f.write_str("RequestBody")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ready::block_on;

    /// A body that comes in these pieces, and then fails if it is told to.
    struct Pieces {
        pieces: Vec<&'static str>,
        fails: bool,
    }

    impl Body for Pieces {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            Poll::Ready(match self.pieces.is_empty() {
                true => self.fails.then(|| Err("gone".into())),
                false => Some(Ok(Frame::data(self.pieces.remove(0).into()))),
            })
        }
    }

    fn body(pieces: &[&'static str], fails: bool) -> RequestBody {
        RequestBody::streamed(Pieces { pieces: pieces.to_vec(), fails })
    }

    fn look(body: &mut RequestBody, limit: usize, wanted: u8) -> Result<Option<usize>, Error> {
        block_on(body.look(limit, |seen| seen.iter().position(|byte| *byte == wanted)))
    }

    fn read(body: &mut RequestBody, limit: usize) -> Result<Bytes, Error> {
        block_on(body.read(limit))
    }

    #[test]
    fn what_was_looked_at_is_still_there() {
        let mut body = body(&["ab", "cd", "ef"], false);

        assert_eq!(look(&mut body, 10, b'c').unwrap(), Some(2));
        assert_eq!((body.size_hint().lower(), body.is_end_stream()), (4, false));
        assert_eq!(look(&mut body, 10, b'f').unwrap(), Some(5));
        assert_eq!(&*read(&mut body, 10).unwrap(), b"abcdef");
        assert_eq!(look(&mut body, 10, b'a').unwrap(), Some(0));
    }

    #[test]
    fn looking_ends_at_the_limit_and_at_the_end() {
        let mut long = body(&["ab", "cd", "ef"], false);
        assert_eq!(look(&mut long, 3, b'e').unwrap(), None);
        assert_eq!(&*read(&mut long.take(), 10).unwrap(), b"abcdef");
        // Asked or not, it is ours that it is gone.
        for _ in 0..2 {
            assert_eq!(look(&mut long, 3, b'e').unwrap_err().status(), StatusCode::INTERNAL_SERVER_ERROR);
        }

        let mut short = body(&["ab"], false);
        assert_eq!(look(&mut short, 10, b'e').unwrap(), None);
        assert_eq!(read(&mut short, 1).unwrap_err().to_string(), "request body is larger than 1 bytes");
    }

    #[test]
    fn a_body_that_fails_is_never_taken_for_the_whole() {
        let mut body = body(&["ab"], true);

        assert_eq!(look(&mut body, 10, b'e').unwrap_err().status(), StatusCode::BAD_REQUEST);
        assert!(read(&mut body, 10).is_err());
    }

    #[test]
    fn it_is_known_that_it_broke_whoever_read_it() {
        let broken = || body(&["ab"], true);
        let (mut looked_at, mut was_read, mut begun, mut taken) = (broken(), broken(), broken(), broken());

        look(&mut looked_at, 10, b'e').unwrap_err();
        read(&mut was_read, 10).unwrap_err();
        look(&mut begun, 10, b'b').unwrap();
        assert!(!begun.is_broken());
        read(&mut begun.take(), 10).unwrap_err();
        let mut stream = taken.take();
        assert!(!taken.is_broken());
        read(&mut stream, 10).unwrap_err();
        looked_at.take();

        assert!([looked_at, was_read, begun, taken].iter().all(RequestBody::is_broken));
    }

    #[test]
    fn a_body_that_is_not_wanted_to_its_end_is_not_broken() {
        let (mut long, mut left, mut whole) =
            (body(&["ab"], true), body(&["ab"], true), body(&["ab"], false));

        read(&mut long, 1).unwrap_err();
        drop(left.take());
        read(&mut whole.take(), 10).unwrap();

        assert!(![long, left, whole].iter().any(RequestBody::is_broken));
    }
}
