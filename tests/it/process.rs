//! A site as a process: killed, told to stop, started wrongly.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

use vestibule_tests::{TempDir, exchange};

/// A process of `keeper`, ended with the test whatever happens.
struct Keeper {
    child: Child,
    address: SocketAddr,
}

fn command(directory: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keeper"));
    command
        .current_dir(directory.path())
        .env("VESTIBULE_DATABASE_URL", directory.sqlite())
        .env("GATE", directory.path().join("gate"))
        .stderr(Stdio::piped());
    command
}

impl Keeper {
    fn start(directory: &TempDir) -> Self {
        let mut child = command(directory).args(["serve", "--bind", "127.0.0.1:0"]).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let address =
            line.strip_prefix("Listening on http://").unwrap().split('/').next().unwrap().parse().unwrap();
        // Read on, so that the site never waits for us to take its log.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn get(&self, path: &str, cookie: &str) -> String {
        exchange(self.address, request(path, cookie).as_bytes()).unwrap()
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn request(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")
}

fn cookie_of(answer: &str) -> String {
    let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    line.split(';').next().unwrap_or_default().to_owned()
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let directory = TempDir::new();
    let mut keeper = Keeper::start(&directory);
    let cookie = cookie_of(&keeper.get("/set/first/", ""));

    for round in 0..5 {
        let answer = keeper.get(&format!("/set/round{round}/"), &cookie);
        keeper.signal("-9");
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        drop(keeper);
        keeper = Keeper::start(&directory);
    }

    let kept = keeper.get("/keys/", &cookie);
    assert!(kept.ends_with("first round0 round1 round2 round3 round4"), "{kept}");
}

#[test]
fn told_to_stop_it_finishes_what_it_began() {
    let directory = TempDir::new();
    let mut keeper = Keeper::start(&directory);
    // One answer first, so that the connection is known to be open on the other side too.
    let mut stream = TcpStream::connect(keeper.address).unwrap();
    stream
        .write_all(b"GET /keys/ HTTP/1.1\r\nHost: a\r\n\r\nGET /slow/ HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();

    keeper.signal("-TERM");
    while TcpStream::connect(keeper.address).is_ok() {
        std::thread::yield_now();
    }
    std::fs::write(directory.path().join("gate"), "").unwrap();

    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    // Read to its end: the site has closed the connection after the answer.
    assert!(answer.ends_with("done"), "{answer}");
    assert!(keeper.child.wait().unwrap().success());
}

#[test]
fn a_wrong_start_says_what_to_do() {
    let directory = TempDir::new();
    for (name, value, wanted) in [
        ("VESTIBULE_DEBUG", "false", "error: `secret_key` is not set\nhelp: "),
        ("VESTIBULE_SESSION_COOKIE_SAMESITE", "strct", "error: the session cookie cannot be sent"),
        ("VESTIBULE_BIND", "nowhere", "error: `nowhere` is no address and port\nhelp: "),
        ("VESTIBULE_SESSION_ENGINE", "dbb", "dbb"),
        ("VESTIBULE_DATABASE_URL", "sqlite:///nowhere/at/all/db.sqlite3", "error: "),
        ("VESTIBULE_DATABASE_URL", "oracle://host/name", "help: write `sqlite://"),
        (
            "VESTIBULE_SESSION_COOKIE_AGE",
            "long",
            "`session_cookie_age` in the environment must be a whole number",
        ),
    ] {
        let output = command(&directory).arg("serve").env(name, value).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(wanted), "{name}={value}: {said}");
    }
}

#[test]
fn a_misspelt_setting_in_the_file_is_named() {
    let directory = TempDir::new();
    std::fs::write(directory.path().join("vestibule.toml"), "secret_kye = \"hush\"\n").unwrap();

    let output = command(&directory).arg("serve").output().unwrap();

    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("`secret_kye` in vestibule.toml is not a setting\nhelp: did you mean `secret_key`?"),
        "{said}"
    );
    assert!(!said.contains("hush"));
}

#[test]
fn the_views_can_be_listed() {
    let directory = TempDir::new();

    let output = command(&directory).arg("routes").output().unwrap();

    let said = String::from_utf8(output.stdout).unwrap();
    let places = said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let paths: Vec<_> = places.map(|words| (words[0].to_owned(), words[1].to_owned())).collect();
    let get = |path: &str| ("GET".to_owned(), path.to_owned());
    assert_eq!(paths, [get("/keys/"), get("/set/{key}/"), get("/slow/")]);
}
