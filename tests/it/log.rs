//! A log that cannot be written: it costs lines, and nothing else.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use vestibule_tests::{Leash, TempDir, exchange, signal};

use crate::keeper;

/// Longest that a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// More lines than a pipe and what waits behind it hold, each of some 500 bytes.
const MANY: usize = 4000;

/// A site whose stderr is the test's business.
struct Site {
    child: Child,
    address: SocketAddr,
    leash: Leash,
}

impl Site {
    /// Reads where it listens from its stderr, which is handed out for the test to read on.
    fn on_a_pipe() -> (Self, BufReader<ChildStderr>) {
        let mut leash = Leash::new("KILL", None);
        let mut command = keeper::command(&[]);
        command.args(["serve", "--threads", "2", "--bind", "127.0.0.1:0"]);
        let mut child = leash.spawn(command.stdin(Stdio::null()).stderr(Stdio::piped()));
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line.trim_start_matches("Listening on http://").split('/').next().unwrap();
        let address = address.parse().unwrap_or_else(|_| panic!("no address: {line}"));
        (Self { child, address, leash }, said)
    }

    /// What it says is not read: the port is one that was free a moment ago.
    fn of(command: &mut Command) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut leash = Leash::new("KILL", None);
        let child = leash.spawn(command.env("VESTIBULE_BIND", free.to_string()).stdin(Stdio::null()));
        let mut site = Self { child, address: free, leash };
        let begun = Instant::now();
        while TcpStream::connect(site.address).is_err() {
            assert!(
                begun.elapsed() < PATIENCE && site.child.try_wait().unwrap().is_none(),
                "it does not start"
            );
            std::thread::yield_now();
        }
        site
    }

    /// So many requests, each of which is to leave a long line.
    fn ask(&self, times: usize) {
        let line = "x".repeat(390);
        for batch in 0..times.div_ceil(100) {
            let requests = (batch * 100..times.min(batch * 100 + 100)).map(|number| {
                let close =
                    if number % 100 == 99 || number + 1 == times { "Connection: close\r\n" } else { "" };
                format!(
                    "GET /{number:05}/{line} HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n{close}\r\n"
                )
            });
            let answers = exchange(self.address, requests.collect::<String>().as_bytes()).unwrap();
            assert_eq!(answers.matches("HTTP/1.1 404").count(), 100.min(times - batch * 100), "{answers}");
        }
    }

    fn stops(mut self) {
        signal(&self.child, "TERM");
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "it does not stop");
            std::thread::yield_now();
        }
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.leash.release();
    }
}

/// How many lines the log says are lost.
fn lost(log: &str) -> usize {
    let told = log.lines().filter_map(|line| {
        line.split_once("WARN vestibule::log: ")?
            .1
            .split_once(" could not be written")?
            .0
            .split(' ')
            .next()?
            .parse::<usize>()
            .ok()
    });
    told.sum()
}

fn requests(log: &str) -> Vec<&str> {
    log.lines().filter_map(|line| line.split_once("GET /").map(|line| &line.1[..5])).collect()
}

#[test]
fn ordinarily_every_line_is_there_in_its_order() {
    let (site, mut said) = Site::on_a_pipe();
    let reader = std::thread::spawn(move || {
        let mut log = String::new();
        said.read_to_string(&mut log).unwrap();
        log
    });

    site.ask(MANY);
    site.stops();

    let log = reader.join().unwrap();
    let wanted: Vec<_> = (0..MANY).map(|number| format!("{number:05}")).collect();
    assert_eq!(requests(&log), wanted);
}

#[test]
fn nobody_reads_it_any_more() {
    let (site, said) = Site::on_a_pipe();
    drop(said);

    site.ask(200);
    site.stops();
}

#[test]
fn it_is_not_read_and_then_it_is() {
    let (site, mut said) = Site::on_a_pipe();

    site.ask(MANY);
    let (begins, has_begun) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        said.fill_buf().unwrap();
        begins.send(()).unwrap();
        let mut log = String::new();
        said.read_to_string(&mut log).unwrap();
        log
    });
    has_begun.recv().unwrap();
    // The log is behind; this is answered all the same.
    site.ask(1);
    site.stops();

    let log = reader.join().unwrap();
    let (written, lost) = (requests(&log).len(), lost(&log));
    assert!(lost > 0 && written > 100, "{written} and {lost}");
    assert_eq!(written + lost, MANY + 1);
}

#[test]
fn it_is_never_read() {
    let (site, said) = Site::on_a_pipe();

    site.ask(MANY);
    site.stops();

    drop(said);
}

#[test]
fn it_goes_nowhere() {
    for target in ["/dev/full", "/dev/null"] {
        let nowhere = OpenOptions::new().write(true).open(target).unwrap();
        let site = Site::of(keeper::command(&[]).stderr(nowhere));

        site.ask(200);
        site.stops();
    }
}

/// Runs through a shell that does something first.
fn after(script: &str, setting: &[(&'static str, String)]) -> Command {
    let mut shell = Command::new("sh");
    let script = format!("{script}exec \"$0\" serve");
    shell
        .args(["-c", &script])
        .arg(env!("CARGO_BIN_EXE_keeper"))
        .env("VESTIBULE_DATABASE_URL", "sqlite::memory:");
    shell.envs(setting.iter().map(|(name, value)| (name, value)));
    shell
}

#[test]
fn everything_is_closed() {
    let site = Site::of(&mut after("exec <&- >&- 2>&-; ", &[]));

    site.ask(200);
    site.stops();
}

#[test]
fn its_disk_is_full_and_then_it_is_not() {
    let directory = TempDir::new();
    let path = directory.path().join("log");
    let mut command = after("ulimit -S -f 16; ", &[]);
    let site = Site::of(command.stderr(File::create(&path).unwrap()));

    site.ask(200);
    let full = written(&path);
    let unlimited = ["--fsize=unlimited:", "--pid", &site.child.id().to_string()];
    assert!(Command::new("prlimit").args(unlimited).status().unwrap().success());
    site.ask(1);
    site.stops();

    let log = written(&path);
    assert!(full.len() <= 16 * 512 && log.starts_with(&full), "{log}");
    // The line that broke off is lost too.
    let whole = requests(&full[..=full.rfind('\n').unwrap()]).len();
    assert_eq!(lost(&log), 200 - whole, "{log}");
    assert!(log.trim_end().lines().last().unwrap().contains("GET /00000/"));
}

fn written(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_command_ends_quietly_when_nobody_reads_on() {
    let directory = TempDir::new();
    let url = directory.sqlite();
    for arguments in ["routes", "middleware", "explain GET /plain/", "migrate", "clearsessions", "--help"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = keeper::command(&[("VESTIBULE_DATABASE_URL", url.clone())])
            .args(arguments.split(' '))
            .stdout(writer)
            .output()
            .unwrap();

        assert!(output.status.success(), "{arguments}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
    }
}

#[test]
fn a_command_that_fails_does_so_whether_or_not_it_can_say_why() {
    for arguments in ["serve", "migrate", "explain GET nowhere"] {
        let settings = [("VESTIBULE_DATABASE_URL", "sqlite:///nowhere/at/all/db.sqlite3".to_owned())];
        let (reader, gone) = std::io::pipe().unwrap();
        drop(reader);
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        for stderr in [Stdio::from(gone), Stdio::from(full)] {
            let status =
                keeper::command(&settings).args(arguments.split(' ')).stderr(stderr).status().unwrap();

            assert_eq!(status.code(), Some(1), "{arguments}");
        }
    }
}

#[test]
fn an_answer_that_cannot_be_printed_is_an_error_that_says_so() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();

    let output = keeper::command(&[]).arg("routes").stdout(full).stderr(Stdio::piped()).output().unwrap();

    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.starts_with("error: "), "{said}");
}
