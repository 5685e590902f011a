//! The log of a server that has no subscriber of its own: lines on stderr, written by a thread.
//!
//! Whoever logs hands a line over and goes on. What stderr is then is the thread's concern alone: a pipe whose
//! reader has gone or does not read, a full disk, a terminal that was stopped. Such a log costs lines, which are
//! counted and said in one line when there can be one again; it costs no request, and keeps no process from
//! ending.
//!
//! A reader that is only slow loses nothing: requests wait for it when [`queue::LIMIT`] bytes have come together.

mod queue;
mod writer;

use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use queue::Queue;

/// How long the end of the process waits for a log that is read slowly; for one that is not read at all, it is
/// [`queue::PATIENCE`].
const FLUSH_TIME: Duration = Duration::from_secs(5);

static STDERR: LazyLock<Queue> = LazyLock::new(|| {
    let queue = Queue::new();
    if writer::spawn(&queue, stderr()).is_err() {
        // As if it were writing for ever: there is no log, but there is a site.
        queue.begin_write();
    }
    queue
});

/// A handle of our own: the standard library's is behind a lock, which a write that does not end would hold.
fn stderr() -> Box<dyn io::Write + Send> {
    #[cfg(unix)]
    if let Ok(own) = std::os::fd::AsFd::as_fd(&io::stderr()).try_clone_to_owned() {
        return Box::new(std::fs::File::from(own));
    }
    Box::new(io::stderr())
}

/// Logs to stderr, one line per event, unless the application has set up a subscriber of its own.
#[cfg(feature = "cli")]
pub(crate) fn to_stderr() {
    let subscriber = tracing_subscriber::fmt().with_writer(|| Line).finish();
    // Fails only if there is one already, which is then the application's choice.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// Puts a line on stderr, behind those that are logged already.
pub(crate) fn say(line: &str) {
    STDERR.push(format!("{line}\n").as_bytes());
}

/// Waits until all is written, within bounds: for the end of the process.
pub(crate) fn flush() {
    if let Some(queue) = LazyLock::get(&STDERR) {
        queue.flush(FLUSH_TIME);
    }
}

/// Whether nobody takes what is written to stderr, so that one more write to it might not return.
pub(crate) fn is_stuck() -> bool {
    LazyLock::get(&STDERR).is_some_and(Queue::is_stuck)
}

/// Without a subscriber of ours, events are for that of the application.
#[cfg(not(feature = "cli"))]
pub(crate) fn to_stderr() {}

/// Takes one event, which comes as a whole. It never fails: who logs could do nothing about it.
#[cfg(feature = "cli")]
struct Line;

#[cfg(feature = "cli")]
impl io::Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        STDERR.push(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
