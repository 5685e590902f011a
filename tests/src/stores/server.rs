//! `Server`: one server's process, its port and its directory.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::leash::{Leash, signal};
use crate::{Account, TempDir};

/// Longest wait for a server to answer. They need a second or two; a loaded machine takes its time.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a server that does not answer yet is asked.
const PAUSE: Duration = Duration::from_millis(20);

/// How a kind of server is started, asked and stopped.
pub(super) struct Program {
    pub(super) name: &'static str,
    /// Fills an empty directory.
    pub(super) prepare: fn(&Place),
    /// Runs in the foreground and answers at the port, and at the socket in the directory.
    pub(super) serve: fn(&Place, u16) -> Command,
    /// Succeeds when the server of this directory answers. Asked at its socket: at the port may be another's.
    pub(super) ask: fn(&Place, u16) -> Command,
    /// The signal that stops it at leisure, with all it has written.
    pub(super) stop: &'static str,
    /// The signal that ends it at once, but not so that it leaves shared memory behind.
    pub(super) quit: &'static str,
}

/// A server's directory, and who runs it.
pub(super) struct Place {
    directory: TempDir,
    account: Option<Account>,
}

/// A server that answers on a port of this machine until it is dropped.
pub struct Server {
    program: &'static Program,
    port: u16,
    process: Mutex<Process>,
    databases: AtomicU32,
    place: Place,
}

struct Process {
    child: Option<Child>,
    leash: Leash,
}

impl Place {
    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// A command that is run by whoever runs the server, and says what it says into the server's log.
    pub(super) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        let log = File::options().create(true).append(true).open(self.file("log")).expect("a log");
        let also = log.try_clone().expect("a log");
        command.current_dir(self.path()).stdin(Stdio::null()).stdout(log).stderr(also);
        if let Some(account) = self.account {
            account.runs(&mut command);
        }
        command
    }

    /// Runs a command that must succeed.
    pub(super) fn run(&self, command: &mut Command) {
        let status = command.status();
        assert!(status.is_ok_and(|status| status.success()), "{command:?} fails: {}", self.log());
    }

    /// The end of what was said.
    fn log(&self) -> String {
        let log = fs::read(self.file("log")).unwrap_or_default();
        String::from_utf8_lossy(&log[log.len().saturating_sub(4000)..]).into_owned()
    }
}

impl Server {
    /// Starts a server of this kind, which `account` runs if it is somebody.
    pub(super) fn start(program: &'static Program, account: Option<Account>) -> Self {
        let place = Place { directory: TempDir::new(), account };
        if let Some(account) = account {
            account.owns(place.path());
        }
        (program.prepare)(&place);
        let leash = Leash::new(program.quit, Some(place.path()));
        let process = Mutex::new(Process { child: None, leash });
        let mut server = Self { program, port: 0, process, databases: AtomicU32::new(0), place };
        // Another program may take the port before the server does.
        for _ in 0..10 {
            server.port = free_port();
            if server.serve() {
                return server;
            }
        }
        panic!("{} does not start: {}", program.name, server.place.log());
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops it in order.
    ///
    /// # Panics
    ///
    /// If it cannot be told.
    pub fn stop(&self) {
        self.end(self.program.stop);
    }

    /// Ends it where it stands.
    ///
    /// # Panics
    ///
    /// If it cannot be ended.
    pub fn kill(&self) {
        self.end("KILL");
    }

    /// Has it stand still where it is, until [`resume`](Server::resume).
    ///
    /// # Panics
    ///
    /// If it is not running.
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// Has it go on.
    ///
    /// # Panics
    ///
    /// If it is not running.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    /// Starts it again, after [`stop`](Server::stop) or [`kill`](Server::kill), on the same port with the same data.
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub fn restart(&self) {
        // What is left of the one before may be in the way for a moment.
        let begun = Instant::now();
        while !self.serve() {
            assert!(begun.elapsed() < PATIENCE, "{} does not start: {}", self.program.name, self.place.log());
            sleep(PAUSE);
        }
    }

    /// A number that no one else has got, for a database of one's own.
    pub(super) fn next_database(&self) -> u32 {
        self.databases.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Starts the process and waits until it answers; `false` if it has ended instead.
    fn serve(&self) -> bool {
        let mut process = self.process();
        assert!(process.child.is_none(), "{} is running", self.program.name);
        let mut child = process.leash.spawn(&mut (self.program.serve)(&self.place, self.port));
        let begun = Instant::now();
        while child.try_wait().expect("a child").is_none() {
            let asked = (self.program.ask)(&self.place, self.port).status();
            if asked.is_ok_and(|status| status.success()) {
                process.child = Some(child);
                return true;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "{} does not answer: {}",
                self.program.name,
                self.place.log()
            );
            sleep(PAUSE);
        }
        process.leash.release();
        false
    }

    fn signal(&self, name: &str) {
        signal(self.process().child.as_ref().expect("a server that is running"), name);
    }

    fn end(&self, name: &str) {
        let mut process = self.process();
        if let Some(mut child) = process.child.take() {
            signal(&child, name);
            child.wait().expect("a child");
            process.leash.release();
        }
    }

    fn process(&self) -> std::sync::MutexGuard<'_, Process> {
        // A test that failed while it held the process has not made the process another.
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} said at last:\n{}", self.program.name, self.place.log());
        }
        self.end(self.program.quit);
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct(self.program.name).field("port", &self.port).finish_non_exhaustive()
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.expect("a free port").port()
}

/// The program of this name: in `PATH`, or where Debian puts it.
pub(super) fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|version| version.path().join("bin")).collect();
    folders.extend(std::env::split_paths(&path));
    folders.push("/usr/sbin".into());
    let found = folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("`{name}` is missing; `cargo xtask setup` installs it"))
}
