//! Where in a connection's requests the bytes stand that hyper is given, on HTTP/1.
//!
//! hyper does not say where a body begins, and [`chunked`](super::chunked) has to know. It is known without looking at each
//! head: within a request hyper asks for bytes only when it holds none, so the next are a head's if no body is to come.
//! Bodies are counted, and where requests are pipelined, the heads of those without one are found when a body is to be
//! found behind them. What cannot be known is called so.
//!
//! Only the connection's own task reads and writes this; it is atomic for being beside what others look at.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::chunked::{BodyDecoder, HeadLine, InvalidFraming};

/// Set in [`Position::line`] while the next bytes go on in that line.
const KEPT: u8 = 8;

/// All there is in it while hyper holds nothing and the next bytes are a head's.
const DRAINED: u8 = 16;

/// The lower bits of [`Position::reads`].
const HEADS: u64 = (1 << 16) - 1;

/// Which of the bytes to come are the body of the request at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum BodyBytes {
    /// None, or none any more.
    None,
    /// As many as [`Position::decoder`] says.
    Known,
    /// Nobody knows where they began.
    Unknown,
}

/// Where the next bytes stand.
#[derive(Debug)]
pub(super) struct Position {
    /// How far the lines of a head have come before the bytes that were read last; a [`HeadLine`], or one of the above.
    line: AtomicU8,
    /// A [`BodyBytes`].
    body: AtomicU8,
    decoder: Mutex<BodyDecoder>,
    /// How often hyper has been given bytes, and in the lower bits how many requests without a body have begun with the
    /// last ones.
    reads: AtomicU64,
}

impl Position {
    pub(super) fn new() -> Self {
        Self {
            line: AtomicU8::new(DRAINED),
            body: AtomicU8::new(BodyBytes::None as u8),
            decoder: Mutex::new(BodyDecoder::Length(0)),
            reads: AtomicU64::new(0),
        }
    }

    /// hyper holds nothing, and no body is to come.
    pub(super) fn set_drained(&self) {
        self.line.store(DRAINED, Relaxed);
    }

    pub(super) fn is_drained(&self) -> bool {
        self.line.load(Relaxed) == DRAINED
    }

    // --- reads

    /// Bytes are handed to hyper; which ones.
    pub(super) fn count_read(&self) -> u64 {
        let number = (self.reads.load(Relaxed) | HEADS).wrapping_add(1);
        self.reads.store(number, Relaxed);
        number
    }

    /// Which bytes hyper was given last.
    pub(super) fn last_read(&self) -> u64 {
        self.reads.load(Relaxed) & !HEADS
    }

    /// How many requests without a body have begun since bytes have been read or a body has ended.
    pub(super) fn take_heads(&self) -> u64 {
        let reads = self.reads.load(Relaxed);
        self.reads.store(reads & !HEADS, Relaxed);
        reads & HEADS
    }

    // --- heads

    /// Bytes of a head have been read.
    pub(super) fn read_in_head(&self) {
        let line = match self.line.load(Relaxed) {
            DRAINED => HeadLine::None as u8,
            line if line & KEPT != 0 => line & !KEPT,
            _ => HeadLine::Unknown as u8,
        };
        self.line.store(line, Relaxed);
    }

    pub(super) fn line(&self) -> HeadLine {
        HeadLine::of(self.line.load(Relaxed))
    }

    /// The next bytes go on in this line.
    pub(super) fn keep_line(&self, line: HeadLine) {
        self.line.store(line as u8 | KEPT, Relaxed);
    }

    /// Whether a head that has come is all among the bytes that were read last.
    pub(super) fn has_head_in_one_piece(&self) -> bool {
        self.line.load(Relaxed) == HeadLine::None as u8
    }

    // --- bodies

    /// A request without a body has begun.
    pub(super) fn begin_without_body(&self) {
        self.set_body(BodyBytes::None);
        // There are fewer than bytes in a read.
        self.reads.store(self.reads.load(Relaxed).wrapping_add(1), Relaxed);
    }

    /// A request's body begins, whose bytes are told one from the other.
    pub(super) fn begin_body(&self, decoder: BodyDecoder) {
        *self.decoder() = decoder;
        self.set_body(BodyBytes::Known);
    }

    pub(super) fn set_body(&self, body: BodyBytes) {
        self.body.store(body as u8, Relaxed);
    }

    pub(super) fn has_body(&self, body: BodyBytes) -> bool {
        self.body.load(Relaxed) == body as u8
    }

    /// Bytes of a body that is known have been read; how many are behind it.
    pub(super) fn pass(&self, bytes: &[u8]) -> Result<usize, InvalidFraming> {
        let Some(behind) = self.decoder().read(bytes)? else { return Ok(0) };
        self.set_body(BodyBytes::None);
        // What is behind it is the start of a head.
        self.line.store(if behind == 0 { DRAINED } else { HeadLine::None as u8 }, Relaxed);
        Ok(behind)
    }

    fn decoder(&self) -> MutexGuard<'_, BodyDecoder> {
        self.decoder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
