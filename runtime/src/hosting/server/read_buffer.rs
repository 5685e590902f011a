//! Where bytes are read to before hyper has them, and what they are then known to be.

use std::cell::RefCell;

use super::chunked::{BodyDecoder, HeadLine, InvalidFraming};
use super::position::BodyBytes;
use super::state::ConnectionState;

/// Most bytes taken from the socket at a time. hyper holds one such piece beside the one that the
/// application is given, so that a body is never read further than 64 KiB past its limit.
pub(super) const READ_SIZE: usize = 32 * 1024;

thread_local! {
    pub(super) static READ_BUFFER: RefCell<ReadBuffer> =
        const { RefCell::new(ReadBuffer { bytes: [0; READ_SIZE], length: 0, start: 0, owner: 0, number: 0 }) };
}

/// Where bytes are read to before they are copied to hyper's buffer, which is not initialised and so
/// cannot be read into by safe code. A request's head is copied in a few instructions; zeroing
/// hyper's 8 KiB for each read would cost more.
///
/// They stay here until others are read on this thread, so that a body can be found among them.
pub(super) struct ReadBuffer {
    pub(super) bytes: [u8; READ_SIZE],
    /// How many of them hyper was given.
    length: usize,
    /// From where on they are of heads; all before that are of a body.
    start: usize,
    /// Whose: the address of its connection's state; 0 once they have served.
    owner: usize,
    /// Which of its reads: there may be later ones, on other threads.
    number: u64,
}

impl ReadBuffer {
    /// So many bytes have been read, and `take` takes them; it says from where on they are of heads.
    #[inline]
    pub(super) fn fill(&mut self, state: &ConnectionState, length: usize, take: impl FnOnce(&[u8]) -> usize) {
        (self.length, self.owner, self.number) = (length, address(state), state.position.count_read());
        state.received();
        self.start = take(&self.bytes[..length]);
    }

    /// Behind the requests without a body that have begun here: the next head, and what follows it. `line` is where the
    /// first of them had come to before, and is then where the next has.
    fn next_head(&self, state: &ConnectionState, line: &mut HeadLine) -> Option<&[u8]> {
        if self.owner != address(state) || self.number != state.position.last_read() {
            return None;
        }
        let mut rest = &self.bytes[self.start..self.length];
        for _ in 0..state.position.take_heads() {
            rest = &rest[line.read(rest)?..];
            *line = HeadLine::None;
        }
        Some(rest)
    }
}

fn address(state: &ConnectionState) -> usize {
    std::ptr::from_ref(state).addr()
}

/// Has the bytes of a body counted and looked over from its start: hyper has just read the head of its request. Says
/// whether it is known where the body starts: not if another connection's bytes have been read since this head's, as can be
/// with pipelined requests only.
pub(super) fn track_body(state: &ConnectionState, decoder: BodyDecoder) -> Result<bool, InvalidFraming> {
    READ_BUFFER.with_borrow_mut(|read_buffer| {
        let mut line = state.position.line();
        let Some(head) = read_buffer.next_head(state, &mut line) else { return Ok(false) };
        let Some(length) = line.read(head) else { return Ok(false) };
        let body = &head[length..];
        state.position.begin_body(decoder);
        read_buffer.start = read_buffer.length - state.position.pass(body)?;
        Ok(true)
    })
}

/// hyper asks for more of a head: where in its lines the bytes before break off is kept, as they themselves are not.
#[cold]
pub(super) fn keep_head_line(state: &ConnectionState) {
    READ_BUFFER.with_borrow_mut(|read_buffer| {
        let mut line = state.position.line();
        match read_buffer.next_head(state, &mut line) {
            Some(part) if state.position.has_body(BodyBytes::None) => drop(line.read(part)),
            _ => line = HeadLine::Unknown,
        }
        read_buffer.owner = 0;
        state.position.keep_line(line);
    });
}
