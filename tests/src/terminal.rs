//! `Terminal`: a program at a terminal, and somebody who reads and types there.

use std::io::{BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::django;

/// Longest wait for the program to say something.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs the program that its arguments name at a terminal of its own, and hands on what either side says.
const AT_A_TERMINAL: &str =
    "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])) & 255)";

/// A terminal, with a program at it.
#[derive(Debug)]
pub struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    screen: Receiver<u8>,
    /// All that has been seen.
    seen: Vec<u8>,
    /// Up to where a test has waited.
    read: usize,
}

impl Terminal {
    /// Runs `command`, with what it says of arguments and environment.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub fn start(command: &Command) -> Self {
        let mut at_terminal = Command::new(django::interpreter());
        at_terminal.args(["-c", AT_A_TERMINAL]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => at_terminal.env(name, value),
                None => at_terminal.env_remove(name),
            };
        }
        at_terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = at_terminal.spawn().expect("Python");
        let keyboard = child.stdin.take().expect("a keyboard");
        let output = child.stdout.take().expect("a screen");
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            BufReader::new(output).bytes().map_while(Result::ok).try_for_each(|byte| sender.send(byte))
        });
        Self { child, keyboard, screen, seen: Vec::new(), read: 0 }
    }

    /// Waits until it has said these words, after those that were waited for before.
    ///
    /// # Panics
    ///
    /// If it does not say them.
    pub fn says(&mut self, words: &str) {
        loop {
            let unread = &self.seen[self.read..];
            if let Some(start) = unread.windows(words.len()).position(|window| window == words.as_bytes()) {
                self.read += start + words.len();
                return;
            }
            match self.screen.recv_timeout(PATIENCE) {
                Ok(byte) => self.seen.push(byte),
                Err(error) => panic!("it does not say `{words}` ({error}):\n{}", self.seen()),
            }
        }
    }

    /// Types these keys: `\n` is Enter, `\x03` Ctrl-C.
    ///
    /// # Panics
    ///
    /// If the program has ended.
    pub fn types(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("a program");
    }

    /// Waits for a question and types the answer with Enter.
    ///
    /// # Panics
    ///
    /// If it is not asked.
    pub fn answers(&mut self, question: &str, answer: &str) {
        self.says(question);
        self.types(&format!("{answer}\n"));
    }

    /// Waits for the end: the exit code, and all that stood on the screen.
    ///
    /// # Panics
    ///
    /// If it does not end.
    pub fn ends(mut self) -> (Option<i32>, String) {
        while let Ok(byte) = self.screen.recv_timeout(PATIENCE) {
            self.seen.push(byte);
        }
        (self.child.wait().expect("a child").code(), self.seen())
    }

    fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Who sits at the terminal hears that it is gone. One that has ended already needs no more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
