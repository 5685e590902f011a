//! The bytes of a file on their way: all of them, some of them, or parts with a head each.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use crate::base::files::{CHUNK, Opened, Reader};

/// Where the bytes come from.
#[derive(Debug)]
pub(super) enum Source {
    Disk(Opened),
    Memory(Bytes),
}

impl Source {
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Disk(opened) => opened.size,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }
}

/// A piece of what is sent.
enum Piece {
    /// Made for the answer, or in memory anyway.
    Made(Bytes),
    /// Still to be read.
    Unread(Range<u64>),
}

impl Piece {
    fn size(&self) -> u64 {
        match self {
            Self::Made(bytes) => bytes.len() as u64,
            Self::Unread(range) => range.end - range.start,
        }
    }
}

/// Reads as the client takes, and never more than was announced.
pub(super) struct FileBody {
    reader: Option<Reader>,
    memory: Bytes,
    pieces: VecDeque<Piece>,
}

impl FileBody {
    /// Without a piece yet.
    pub(super) fn new(source: Source) -> Self {
        let (reader, memory) = match source {
            Source::Disk(opened) => (Some(Reader::new(opened.file)), Bytes::new()),
            Source::Memory(bytes) => (None, bytes),
        };
        Self { reader, memory, pieces: VecDeque::new() }
    }

    pub(super) fn whole(source: Source) -> Self {
        let size = source.size();
        let mut body = Self::new(source);
        body.push_range(0..size);
        body
    }

    pub(super) fn push_text(&mut self, text: String) {
        self.pieces.push_back(Piece::Made(text.into()));
    }

    pub(super) fn push_range(&mut self, range: Range<u64>) {
        self.pieces.push_back(match self.reader {
            Some(_) => Piece::Unread(range),
            // What is in memory has a length that fits.
            None => Piece::Made(self.memory.slice(range.start as usize..range.end as usize)),
        });
    }

    pub(super) fn size(&self) -> u64 {
        self.pieces.iter().map(Piece::size).sum()
    }

    /// All of it, if it is at hand: a small file, or a piece of memory.
    pub(super) fn at_hand(&mut self) -> Option<Bytes> {
        match (self.pieces.len(), self.pieces.front(), &mut self.reader) {
            (1, Some(Piece::Made(bytes)), _) => Some(bytes.clone()),
            (1, Some(Piece::Unread(range)), Some(reader)) => {
                reader.read_at_hand(range.start, range.end - range.start)
            }
            _ => None,
        }
    }
}

impl http_body::Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        while this.pieces.front().is_some_and(|piece| piece.size() == 0) {
            this.pieces.pop_front();
        }
        let bytes = match (this.pieces.front_mut(), &mut this.reader) {
            (Some(Piece::Unread(range)), Some(reader)) => {
                let bytes = ready!(reader.poll_read(cx, range.start, range.end - range.start))?;
                if bytes.is_empty() {
                    return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
                }
                range.start += bytes.len() as u64;
                bytes
            }
            (Some(Piece::Made(bytes)), _) => std::mem::take(bytes),
            _ => return Poll::Ready(None),
        };
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.size() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.size())
    }
}

/// What reads from wherever, to its end.
pub(super) struct ReaderBody<R> {
    reader: Pin<Box<R>>,
    chunk: BytesMut,
}

impl<R> ReaderBody<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: Box::pin(reader), chunk: BytesMut::new() }
    }
}

impl<R: AsyncRead> http_body::Body for ReaderBody<R> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        // Kept from one look to the next: a reader may say often that it has nothing yet.
        if this.chunk.is_empty() {
            this.chunk = BytesMut::zeroed(CHUNK);
        }
        let mut buffer = ReadBuf::new(&mut this.chunk);
        ready!(this.reader.as_mut().poll_read(cx, &mut buffer))?;
        let read = buffer.filled().len();
        if read == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Frame::data(this.chunk.split_to(read).freeze()))))
    }
}
