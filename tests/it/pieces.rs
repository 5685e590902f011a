//! `Pieces`: a body that comes in pieces, from some other stack.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Body, Frame};
use vestibule::bytes::Bytes;

pub(crate) struct Pieces(VecDeque<io::Result<Bytes>>);

impl Pieces {
    /// After these pieces it fails.
    pub(crate) fn broken(mut self) -> Self {
        self.0.push_back(Err(io::ErrorKind::UnexpectedEof.into()));
        self
    }
}

impl FromIterator<Bytes> for Pieces {
    fn from_iter<I: IntoIterator<Item = Bytes>>(pieces: I) -> Self {
        Self(pieces.into_iter().map(Ok).collect())
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.0.pop_front().map(|piece| piece.map(Frame::data)))
    }
}
