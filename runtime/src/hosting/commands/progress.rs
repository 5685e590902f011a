//! How far a command is: a line on a terminal that looks on, and nothing in a pipe, a file or a log.

use std::io::{self, IsTerminal as _, Stderr, Write};

/// Back to the start of the line, and clear it (ECMA-48, `EL`).
const AGAIN: &str = "\r\x1b[2K";

/// A line that is written over each time, and gone at the end.
pub(super) struct Progress<W: Write = Stderr> {
    /// `None`: nobody looks on.
    terminal: Option<W>,
}

impl Progress {
    /// On standard error, so that what a command answers stays alone on standard output.
    pub(super) fn new() -> Self {
        let stderr = io::stderr();
        Self { terminal: stderr.is_terminal().then_some(stderr) }
    }
}

impl<W: Write> Progress<W> {
    /// Shows this in place of what is there. A terminal that cannot be written to is looked at by nobody.
    pub(super) fn show(&mut self, text: &str) {
        self.write(&format!("{AGAIN}{text}"));
    }

    fn write(&mut self, text: &str) {
        if let Some(terminal) = &mut self.terminal
            && terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush()).is_err()
        {
            self.terminal = None;
        }
    }
}

impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        self.write(AGAIN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_over_and_gone_at_the_end() {
        let mut written = Vec::new();

        let mut progress = Progress { terminal: Some(&mut written) };
        progress.show("1 removed");
        progress.show("2 removed");
        drop(progress);

        assert_eq!(written, b"\r\x1b[2K1 removed\r\x1b[2K2 removed\r\x1b[2K");
    }

    #[test]
    fn nobody_is_shown_nothing() {
        let mut progress = Progress::<Vec<u8>> { terminal: None };
        progress.show("1 removed");
        assert!(progress.terminal.is_none());
    }
}
