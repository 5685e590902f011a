//! The terminal at which a command asks.

use std::io::{self, IsTerminal as _, Write as _};

use crate::base::error::Error;
use crate::base::log;

/// Somebody who can be asked. What is asked and answered goes to standard error, so that `> file` takes the outcome alone.
pub(super) struct Terminal;

impl Terminal {
    /// `None` if standard input is a file or another program.
    pub(super) fn open() -> Option<Self> {
        io::stdin().is_terminal().then_some(Self)
    }

    /// A line for who sits there.
    pub(super) fn say(&self, line: &str) -> Result<(), Error> {
        self.show(&format!("{line}\n"))
    }

    /// What is typed until the end of the line.
    pub(super) fn ask(&self, prompt: &str) -> Result<String, Error> {
        self.show(prompt)?;
        let mut line = String::new();
        match io::stdin().read_line(&mut line).map_err(unreadable)? {
            0 => Err(cancelled()),
            _ => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        }
    }

    /// The same, and what is typed does not appear. The terminal is left as it was, by Ctrl-C too.
    #[cfg(unix)]
    pub(super) fn ask_hidden(&self, prompt: &str) -> Result<String, Error> {
        use std::io::Read as _;

        let silence = Silence::begin()?;
        // Only now, so that nobody types before it is silent.
        self.show(prompt)?;
        let mut line = Vec::new();
        for byte in io::stdin().lock().bytes() {
            match byte.map_err(unreadable)? {
                b'\n' => {
                    drop(silence);
                    self.show("\n")?;
                    return String::from_utf8(line).map_err(unreadable);
                }
                byte if byte == silence.interrupt() => break,
                byte => line.push(byte),
            }
        }
        drop(silence);
        self.show("\n")?;
        Err(cancelled())
    }

    #[cfg(not(unix))]
    pub(super) fn ask_hidden(&self, _: &str) -> Result<String, Error> {
        Err(Error::internal(
            "on this system no password is asked for, as it would be seen\n\
             help: the command takes it from a variable of the environment",
        ))
    }

    fn show(&self, text: &str) -> Result<(), Error> {
        // It is not to come between the lines of the log.
        log::flush();
        let mut err = io::stderr();
        Ok(err.write_all(text.as_bytes()).and_then(|()| err.flush())?)
    }
}

/// Ctrl-D, or Ctrl-C while nothing is seen.
fn cancelled() -> Error {
    Error::internal("cancelled; nothing has changed")
}

/// Without what was typed, which may be a password.
fn unreadable(_: impl std::error::Error) -> Error {
    Error::internal("what was typed cannot be read, or is no UTF-8")
}

/// A terminal that does not show what is typed, until this is dropped.
///
/// Ctrl-C would end the program and leave the terminal silent. It ends the line meanwhile, as Enter does.
#[cfg(unix)]
struct Silence {
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Silence {
    fn begin() -> Result<Self, Error> {
        use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex};

        let failed =
            |error| Error::internal("this terminal cannot be kept from showing a password").caused_by(error);
        let before = termios::tcgetattr(io::stdin()).map_err(failed)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ISIG);
        silent.special_codes[SpecialCodeIndex::VEOL] = before.special_codes[SpecialCodeIndex::VINTR];
        // What was typed before the question is no answer to it.
        termios::tcsetattr(io::stdin(), OptionalActions::Flush, &silent).map_err(failed)?;
        Ok(Self { before })
    }

    /// What Ctrl-C sends.
    fn interrupt(&self) -> u8 {
        self.before.special_codes[rustix::termios::SpecialCodeIndex::VINTR]
    }
}

#[cfg(unix)]
impl Drop for Silence {
    fn drop(&mut self) {
        use rustix::termios::{self, OptionalActions};

        // A terminal that has gone need not be restored.
        let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
    }
}
