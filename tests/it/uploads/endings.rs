//! However a request ends, nothing is left of its files.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use vestibule_tests::{RunningSite, SiteProcess, TempDir, exchange};

use super::{OpenFiles, file, form, head, site};
use crate::keeper;

/// A request with a file that is on the disk, but for its last so many bytes.
fn begin(site: &RunningSite, path: &str, without: usize) -> TcpStream {
    let body = form(&[file("f", "c.txt", &"x".repeat(2_000_000))]);
    let request = format!("{}{body}", head(path, body.len()));
    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.write_all(&request.as_bytes()[..request.len() - without]).unwrap();
    stream
}

fn status(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn an_answer_is_the_end_of_its_files() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));

    assert_eq!(status(begin(&site, "/echo/", 0)), "200");

    OpenFiles::of(directory.path()).come_to(0);
}

#[test]
fn a_client_that_leaves_takes_its_files_along() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));
    let files = OpenFiles::of(directory.path());

    let stream = begin(&site, "/echo/", 10);
    files.come_to(1);
    drop(stream);
    files.come_to(0);

    // While the view waits.
    let stream = begin(&site, "/wait/", 0);
    files.come_to(1);
    drop(stream);
    files.come_to(0);
}

#[test]
fn a_panic_of_the_view_leaves_nothing() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));

    assert_eq!(status(begin(&site, "/panic/", 0)), "500");

    OpenFiles::of(directory.path()).come_to(0);
}

#[test]
fn the_end_of_the_server_leaves_nothing() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));
    let files = OpenFiles::of(directory.path());

    let _stream = begin(&site, "/wait/", 0);
    files.come_to(1);
    drop(site);

    files.come_to(0);
}

/// A keeper with no file larger than 64 KiB: a write beyond is an error, as on a full disk.
fn with_little_space(directory: &TempDir) -> SiteProcess {
    let settings = [
        ("VESTIBULE_DATABASE_URL", "sqlite::memory:".to_owned()),
        ("VESTIBULE_FILE_UPLOAD_TEMP_DIR", directory.path().display().to_string()),
        ("VESTIBULE_MEDIA_ROOT", directory.path().join("media").display().to_string()),
        ("VESTIBULE_FILE_UPLOAD_MAX_MEMORY_SIZE", "200000".to_owned()),
    ];
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -S -f 128; exec \"$@\"", "sh"]);
    shell.arg(keeper::command(&[]).get_program()).args(["serve", "--threads", "2", "--bind", "127.0.0.1:0"]);
    SiteProcess::start(shell.envs(settings))
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing() {
    let directory = TempDir::new();
    let site = with_little_space(&directory);
    let upload = |size: usize| {
        let body = form(&[file("file", "c.txt", &"x".repeat(size))]);
        exchange(site.address(), format!("{}{body}", head("/upload/", body.len())).as_bytes()).unwrap()
    };

    // Too much for the temporary file; and for the place where it is kept.
    for size in [1_000_000, 100_000] {
        let answer = upload(size);
        assert!(answer.starts_with("HTTP/1.1 507 "), "{answer}");
    }
    let kept = upload(10_000);
    assert!(kept.ends_with("/media/c.txt 10000"), "{kept}");

    site.says("there is no space left for a file");
    let names = |path: &str| {
        let entries = std::fs::read_dir(directory.path().join(path)).unwrap().flatten();
        entries.map(|entry| entry.file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((names(""), names("media")), (vec!["media".to_owned()], vec!["c.txt".to_owned()]));
}

#[test]
fn a_killed_process_leaves_nothing() {
    let directory = TempDir::new();
    let temporary = directory.path().display().to_string();
    let site = keeper::serve(&[("VESTIBULE_FILE_UPLOAD_TEMP_DIR", temporary)]);
    // More than what the sockets and memory hold between them: some of it is on the disk.
    let body = form(&[file("file", "c.txt", &"x".repeat(20_000_000))]);
    let request = format!("{}{body}", head("/upload/", body.len()));

    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.write_all(&request.as_bytes()[..request.len() - 10]).unwrap();
    site.signal("KILL");
    let _ = stream.read(&mut [0]);

    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}
