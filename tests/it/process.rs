//! A site as a process: killed, told to stop, started wrongly.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use vestibule_tests::{Browser, TempDir, exchange};

use crate::keeper;

fn settings(directory: &TempDir) -> [(&'static str, String); 2] {
    let gate = directory.path().join("gate").display().to_string();
    [("VESTIBULE_DATABASE_URL", directory.sqlite()), ("GATE", gate)]
}

/// A command that says why it fails.
fn fails(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{said}");
    said
}

#[test]
fn told_to_stop_it_finishes_what_it_began() {
    let directory = TempDir::new();
    let mut keeper = keeper::serve(&settings(&directory));
    // One answer first, so that the connection is known to be open on the other side too.
    let mut stream = TcpStream::connect(keeper.address()).unwrap();
    stream
        .write_all(
            b"GET /keys/ HTTP/1.1\r\nHost: localhost\r\n\r\nGET /slow/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        )
        .unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();

    keeper.signal("TERM");
    while TcpStream::connect(keeper.address()).is_ok() {
        std::thread::yield_now();
    }
    std::fs::write(directory.path().join("gate"), "").unwrap();

    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    // Read to its end: the site has closed the connection after the answer.
    assert!(answer.ends_with("done"), "{answer}");
    assert!(keeper.wait().success());
}

#[test]
fn what_the_server_refuses_has_its_line_too() {
    let directory = TempDir::new();
    let keeper = keeper::serve(&settings(&directory));

    exchange(keeper.address(), b"GET /keys/ HTTP/1.1\r\nHost: a,b\r\n\r\n").unwrap();

    keeper.says("Host is no host and port");
    let log = keeper.log();
    let line = log.lines().find(|line| line.contains("Host is no host and port")).unwrap();
    assert!(line.contains("GET /keys/") && line.contains("status=400"), "{log}");
}

#[test]
fn links_outside_of_requests_have_the_prefixes_of_the_application_that_runs() {
    let keeper = keeper::serve(&[]);

    let answer = Browser::new().get(keeper.address(), "/below/link/", &[]);

    assert_eq!(answer, "/below/link/");
}

#[test]
fn routes_and_explain_show_the_prefix() {
    let print = |arguments: &[&str]| {
        let output = keeper::command(&[]).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };

    let routes = print(&["routes"]);
    let explained = print(&["explain", "GET", "/below/link/"]);

    assert!(
        routes.lines().any(|line| line.contains(" /below/link/ ") && line.contains("below::link")),
        "{routes}"
    );
    assert!(explained.contains("keeper::below::link"), "{explained}");
}

#[test]
fn a_wrong_start_says_what_to_do() {
    let directory = TempDir::new();
    for (name, value, wanted) in [
        ("VESTIBULE_DEBUG", "false", "error: `secret_key` is not set\nhelp: "),
        (
            "VESTIBULE_SESSION_COOKIE_SAMESITE",
            "strct",
            "error: `session_cookie_samesite` in the environment is `strct`\nhelp: did you mean `Strict`?",
        ),
        ("VESTIBULE_BIND", "nowhere", "error: `nowhere` is no address and port\nhelp: "),
        ("VESTIBULE_SESSION_ENGINE", "dbb", "dbb"),
        ("VESTIBULE_SESSION_ENGINE", "cached_db", "help: set `cache_url = \"redis://…\"`"),
        ("VESTIBULE_DATABASE_URL", "sqlite:///nowhere/at/all/db.sqlite3", "error: "),
        ("VESTIBULE_DATABASE_URL", "oracle://host/name", "help: write `sqlite://"),
        (
            "VESTIBULE_SESSION_COOKIE_AGE",
            "long",
            "`session_cookie_age` in the environment must be a whole number",
        ),
    ] {
        let said = fails(keeper::command(&settings(&directory)).arg("serve").env(name, value));
        assert!(said.contains(wanted), "{name}={value}: {said}");
    }
}

#[test]
fn a_process_that_is_said_to_be_the_only_one_may_have_its_cache_in_memory() {
    let directory = TempDir::new();
    let site = keeper::serve(&[
        ("VESTIBULE_DATABASE_URL", directory.sqlite()),
        ("VESTIBULE_SESSION_ENGINE", "cached_db".to_owned()),
        ("VESTIBULE_SESSION_CACHE_SINGLE_PROCESS", "true".to_owned()),
    ]);
    let mut browser = Browser::new();

    browser.get(site.address(), "/set/kept/", &[]);

    assert_eq!(browser.get(site.address(), "/keys/", &[]), "kept");
}

#[test]
fn a_misspelt_setting_in_the_file_is_named() {
    let directory = TempDir::new();
    std::fs::write(directory.path().join("vestibule.toml"), "secret_kye = \"hush\"\n").unwrap();

    let said = fails(keeper::command(&[]).current_dir(directory.path()).arg("serve"));

    assert!(
        said.contains("`secret_kye` in vestibule.toml is not a setting\nhelp: did you mean `secret_key`?"),
        "{said}"
    );
    assert!(!said.contains("hush"));
}

#[test]
fn the_views_can_be_listed() {
    let output = keeper::command(&[]).arg("routes").output().unwrap();

    let said = String::from_utf8(output.stdout).unwrap();
    let views = said.lines().filter_map(|line| line.split_once(" /")).map(|(methods, rest)| {
        let path = rest.split_whitespace().next().unwrap_or_default();
        (path, methods.trim_end())
    });
    let views: Vec<_> = views.collect();
    for view in [("plain/", "GET"), ("set/{key}/", "GET"), ("form/", "GET POST DELETE")] {
        assert!(views.contains(&view), "{said}");
    }
    assert!(views.is_sorted() && views.len() == said.lines().count(), "{said}");
}

#[test]
fn the_templates_can_be_listed() {
    let output = keeper::command(&[]).arg("templates").output().unwrap();

    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    // `keeper` answers with none of those that stand in its folder.
    assert!(said.lines().any(|line| line == "page.html       nobody names it"), "{said}");
    assert!(said.lines().is_sorted(), "{said}");
}
