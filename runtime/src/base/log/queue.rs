//! `Queue`: lines on their way from whoever logs to the thread that writes.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Most bytes that wait to be written, some thousand lines.
pub(super) const LIMIT: usize = 1024 * 1024;

/// How long one write may take before nobody waits for the log any longer.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// A buffer larger than this is given back once it is empty.
const KEEP_SIZE: usize = 64 * 1024;

/// Lines that wait to be written. Clones are the same queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    state: Mutex<State>,
    /// There is something to write.
    filled: Condvar,
    /// Something has been taken, or written.
    moved: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lines: Vec<u8>,
    /// Lines that there was no room for, since the last batch was taken.
    lost: u64,
    /// Whether the thread that writes waits to be woken.
    sleeps: bool,
    /// Whether the thread has a batch in hand.
    writes: bool,
    /// When it began the write that it is in.
    since: Option<Instant>,
    /// How many wait until something moves.
    waiting: usize,
}

/// What there is to write.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) lines: Vec<u8>,
    /// How many more there were behind them.
    pub(super) lost: u64,
}

impl State {
    fn is_stuck(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() >= PATIENCE)
    }

    fn has_room(&self, line: &[u8]) -> bool {
        self.lines.is_empty() || self.lines.len() + line.len() <= LIMIT
    }
}

impl Queue {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a line, or counts it as lost if there is no room for it and no hope of any.
    pub(super) fn push(&self, line: &[u8]) {
        let mut state = self.state();
        while !state.has_room(line) {
            if state.is_stuck() {
                state.lost += 1;
                return;
            }
            state = self.wait_for_move(state);
        }
        state.lines.extend_from_slice(line);
        let sleeps = std::mem::take(&mut state.sleeps);
        drop(state);
        // Waking is a system call, which most lines of a busy log are spared.
        if sleeps {
            self.inner.filled.notify_one();
        }
    }

    /// Waits until all is written, for at most this long, or until nothing has moved for [`PATIENCE`]: a log that was
    /// stuck until now may be read again.
    pub(super) fn flush(&self, time: Duration) {
        let begun = Instant::now();
        let is_stuck =
            |state: &State| state.since.is_some_and(|since| since.max(begun).elapsed() >= PATIENCE);
        let mut state = self.state();
        while (state.writes || !state.lines.is_empty()) && !is_stuck(&state) && begun.elapsed() < time {
            state = self.wait_for_move(state);
        }
    }

    pub(super) fn is_stuck(&self) -> bool {
        self.state().is_stuck()
    }

    // For the thread that writes.

    /// Waits for lines, and takes all there are. `empty` is where the next will be kept.
    pub(super) fn take(&self, mut empty: Vec<u8>) -> Batch {
        empty.clear();
        if empty.capacity() > KEEP_SIZE {
            empty = Vec::new();
        }
        let mut state = self.state();
        state.writes = false;
        self.moved(&state);
        while state.lines.is_empty() {
            state.sleeps = true;
            state = self.inner.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.sleeps = false;
        state.writes = true;
        let lines = std::mem::replace(&mut state.lines, empty);
        self.moved(&state);
        Batch { lines, lost: std::mem::take(&mut state.lost) }
    }

    /// A write begins.
    pub(super) fn begin_write(&self) {
        self.state().since = Some(Instant::now());
    }

    /// It has come to an end, good or bad.
    pub(super) fn end_write(&self) {
        let mut state = self.state();
        state.since = None;
        self.moved(&state);
    }

    fn moved(&self, state: &State) {
        if state.waiting > 0 {
            self.inner.moved.notify_all();
        }
    }

    /// Not for longer than it takes to be sure that nothing moves.
    fn wait_for_move<'s>(&self, mut state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        state.waiting += 1;
        let (mut state, _) =
            self.inner.moved.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        state
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &[u8] = &[b'x'; 1024];

    #[test]
    fn nobody_waits_for_a_log_that_is_stuck() {
        let queue = Queue::new();
        queue.push(b"first\n");
        let batch = queue.take(Vec::new());
        queue.begin_write();

        let lines = LIMIT / LINE.len() + 2;
        (0..lines).for_each(|_| queue.push(LINE));
        queue.flush(Duration::MAX / 2);
        queue.end_write();

        assert_eq!(batch.lines, b"first\n");
        let rest = queue.take(batch.lines);
        assert_eq!((rest.lines.len(), rest.lost), (LIMIT, 2));
    }

    #[test]
    fn the_end_waits_for_a_log_that_moves_again() {
        let queue = Queue::new();
        queue.push(b"first\n");
        drop(queue.take(Vec::new()));
        queue.begin_write();
        queue.push(b"second\n");
        queue.state().since = Instant::now().checked_sub(PATIENCE);
        assert!(queue.is_stuck());
        let writer = queue.clone();
        let writer = std::thread::spawn(move || {
            while writer.state().waiting == 0 {
                std::thread::yield_now();
            }
            writer.end_write();
            let batch = writer.take(Vec::new());
            writer.take(Vec::new());
            batch.lines
        });

        queue.flush(Duration::MAX / 2);
        let is_written = queue.state().lines.is_empty();
        assert!(is_written, "nobody has waited");
        queue.push(b"third\n");

        assert_eq!(writer.join().unwrap(), b"second\n");
    }

    #[test]
    fn a_log_that_is_slow_loses_nothing() {
        let (queue, lines) = (Queue::new(), 4 * LIMIT / LINE.len());
        let reader = queue.clone();
        let reader = std::thread::spawn(move || {
            let mut length = 0;
            let mut used = Vec::new();
            while length < 4 * LIMIT {
                let batch = reader.take(used);
                length += batch.lines.len();
                used = batch.lines;
            }
            reader.inner.state.lock().unwrap().lost
        });

        (0..lines).for_each(|_| queue.push(LINE));

        assert_eq!(reader.join().unwrap(), 0);
    }
}
