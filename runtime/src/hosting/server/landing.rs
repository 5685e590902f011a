//! Where bytes land before hyper has them, and what they are then known to be.

use std::cell::RefCell;

use super::chunks::{HeadLine, Loose, Passing};
use super::position::BodyBytes;
use super::watch::Watch;

/// Most bytes taken from the socket at a time. hyper holds one such piece beside the one that the
/// application is given, so that a body is never read further than 64 KiB past its limit.
pub(super) const READ_SIZE: usize = 32 * 1024;

thread_local! {
    pub(super) static LANDING: RefCell<Landing> =
        const { RefCell::new(Landing { bytes: [0; READ_SIZE], length: 0, start: 0, owner: 0, number: 0 }) };
}

/// Where bytes land before they are copied to hyper's buffer, which is not initialised and so
/// cannot be read into by safe code. A request's head is copied in a few instructions; zeroing
/// hyper's 8 KiB for each read would cost more.
///
/// They stay here until others land on this thread, so that a body can be found among them.
pub(super) struct Landing {
    pub(super) bytes: [u8; READ_SIZE],
    /// How many of them hyper was given.
    length: usize,
    /// From where on they are of heads; all before that are of a body.
    start: usize,
    /// Whose: the address of its connection's watch; 0 once they have served.
    owner: usize,
    /// Which of its landings: there may be later ones, on other threads.
    number: u64,
}

impl Landing {
    /// So many bytes have landed, and `take` takes them; it says from where on they are of heads.
    #[inline]
    pub(super) fn land(&mut self, watch: &Watch, length: usize, take: impl FnOnce(&[u8]) -> usize) {
        (self.length, self.owner, self.number) = (length, address(watch), watch.position.count_landing());
        watch.received();
        self.start = take(&self.bytes[..length]);
    }

    /// Behind the requests without a body that have begun here: the next head, and what follows it. `line` is where the
    /// first of them had come to before, and is then where the next has.
    fn next_head(&self, watch: &Watch, line: &mut HeadLine) -> Option<&[u8]> {
        if self.owner != address(watch) || self.number != watch.position.last_landing() {
            return None;
        }
        let mut rest = &self.bytes[self.start..self.length];
        for _ in 0..watch.position.take_heads() {
            rest = &rest[line.read(rest)?..];
            *line = HeadLine::None;
        }
        Some(rest)
    }
}

fn address(watch: &Watch) -> usize {
    std::ptr::from_ref(watch).addr()
}

/// Has the bytes of a body counted and looked over from its start: hyper has just read the head of its request. Says
/// whether it is known where the body starts: not if another connection's bytes have landed since this head's, as can be
/// with pipelined requests only.
pub(super) fn watch_body(watch: &Watch, passing: Passing) -> Result<bool, Loose> {
    LANDING.with_borrow_mut(|landing| {
        let mut line = watch.position.line();
        let Some(head) = landing.next_head(watch, &mut line) else { return Ok(false) };
        let Some(length) = line.read(head) else { return Ok(false) };
        let body = &head[length..];
        watch.position.begin_body(passing);
        landing.start = landing.length - watch.position.pass(body)?;
        Ok(true)
    })
}

/// hyper asks for more of a head: where in its lines the bytes before break off is kept, as they themselves are not.
#[cold]
pub(super) fn keep_head_line(watch: &Watch) {
    LANDING.with_borrow_mut(|landing| {
        let mut line = watch.position.line();
        match landing.next_head(watch, &mut line) {
            Some(part) if watch.position.has_body(BodyBytes::None) => drop(line.read(part)),
            _ => line = HeadLine::Unknown,
        }
        landing.owner = 0;
        watch.position.keep_line(line);
    });
}
