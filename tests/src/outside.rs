//! `SiteProcess`: a site in a process of its own, ours or Django's.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::leash::{Leash, signal};

/// Longest wait for a process to say something.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a process has said so far, and who waits for more.
#[derive(Debug, Default)]
struct Log {
    text: Mutex<String>,
    grown: Condvar,
}

/// A process that serves, ended with the test whatever happens.
#[derive(Debug)]
pub struct SiteProcess {
    child: Child,
    address: SocketAddr,
    log: Arc<Log>,
    leash: Leash,
}

impl SiteProcess {
    /// Starts it and waits until it says `Listening on http://…/`.
    ///
    /// # Panics
    ///
    /// If it ends before.
    pub fn start(command: &mut Command) -> Self {
        Self::try_start(command).unwrap_or_else(|said| panic!("it does not start:\n{said}"))
    }

    /// The same.
    ///
    /// # Errors
    ///
    /// What it said, if it ends before.
    ///
    /// # Panics
    ///
    /// If the program is not there.
    pub fn try_start(command: &mut Command) -> Result<Self, String> {
        let mut leash = Leash::new("KILL", None);
        let mut child = leash.spawn(command.stdin(Stdio::null()).stderr(Stdio::piped()));
        let mut lines = BufReader::new(child.stderr.take().expect("its log")).lines().map_while(Result::ok);
        let mut before = String::new();
        let address = loop {
            let Some(line) = lines.next() else {
                let _ = child.wait();
                leash.release();
                return Err(before);
            };
            if let Some(rest) = line.strip_prefix("Listening on http://") {
                break rest.split('/').next().and_then(|address| address.parse().ok()).expect("an address");
            }
            before.push_str(&line);
            before.push('\n');
        };
        let log = Arc::new(Log { text: Mutex::new(before), grown: Condvar::new() });
        let also = Arc::clone(&log);
        // Read on, so that the site never waits for us to take its log.
        std::thread::spawn(move || lines.for_each(|line| also.add(&line)));
        Ok(Self { child, address, log, leash })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said so far, one event a line.
    pub fn log(&self) -> String {
        self.log.text.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until it has said these words: a line may come a little later than the answer it is about.
    ///
    /// # Panics
    ///
    /// If it does not say them.
    pub fn says(&self, words: &str) {
        let log = self.log.text.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.log.grown.wait_timeout_while(log, PATIENCE, |log| !log.contains(words));
        let (log, result) = waited.unwrap_or_else(PoisonError::into_inner);
        let log = log.clone();
        assert!(!result.timed_out(), "it does not say `{words}`:\n{log}");
    }

    /// Sends it a signal: `TERM`.
    ///
    /// # Panics
    ///
    /// If it has ended.
    pub fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Ends it where it stands.
    ///
    /// # Panics
    ///
    /// If it has ended.
    pub fn kill(mut self) {
        self.signal("KILL");
        self.wait();
    }

    /// Waits until it has ended.
    ///
    /// # Panics
    ///
    /// If it cannot be waited for.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("a child")
    }
}

impl Log {
    fn add(&self, line: &str) {
        let mut text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        text.push_str(line);
        text.push('\n');
        self.grown.notify_all();
    }
}

impl Drop for SiteProcess {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the site at {} said:\n{}", self.address, self.log());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.leash.release();
    }
}
