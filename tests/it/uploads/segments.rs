//! Forms on a socket: in the smallest pieces, and with lengths that are not theirs.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use vestibule_tests::{RunningSite, TempDir};

use super::{OpenFiles, field, file, form, head, site};

#[test]
fn a_form_may_come_byte_by_byte() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));
    let body = form(&[field("a", "b"), file("f", "c.txt", &"x\r\n--y".repeat(200))]);

    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.set_nodelay(true).unwrap();
    for byte in format!("{}{body}", head("/echo/", body.len())).as_bytes() {
        stream.write_all(&[*byte]).unwrap();
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();

    assert!(answer.ends_with("a=b f:c.txt:text/plain:1200:disk"), "{answer}");
    OpenFiles::of(directory.path()).come_to(0);
}

#[test]
fn a_form_may_come_in_chunks() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));
    let body = form(&[field("a", "b"), file("f", "c.txt", "text")]);

    let chunk = |chunk: &[u8]| format!("{:x}\r\n{}\r\n", chunk.len(), str::from_utf8(chunk).unwrap());
    let chunks: String = body.as_bytes().chunks(7).map(chunk).collect();
    let answer = site.exchange(format!("{}{chunks}0\r\n\r\n", in_chunks("/echo/")));

    assert!(answer.ends_with("a=b f:c.txt:text/plain:4:memory"), "{answer}");
}

fn in_chunks(path: &str) -> String {
    head(path, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked")
}

#[test]
fn a_length_that_is_too_short_cuts_the_form_off() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));
    let body = form(&[file("f", "c.txt", &"x".repeat(5000))]);

    let answer = site.exchange(format!("{}{body}", head("/echo/", body.len() - 20)));

    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    OpenFiles::of(directory.path()).come_to(0);
}

#[test]
fn a_length_that_is_too_long_is_no_form() {
    let directory = TempDir::new();
    let site = RunningSite::start(site(&directory));
    let body = form(&[file("f", "c.txt", &"x".repeat(5000))]);
    let cut = &body[..body.len() - 10];

    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.write_all(format!("{}{cut}", head("/echo/", body.len() + 1000)).as_bytes()).unwrap();
    let files = OpenFiles::of(directory.path());
    files.come_to(1);
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    // The server may close without a word to who has left.
    let _ = stream.read_to_string(&mut answer);

    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
    files.come_to(0);
}

#[test]
fn what_is_announced_too_large_is_refused_before_it_comes() {
    let directory = TempDir::new();
    let site =
        RunningSite::start(site(&directory).settings(|settings| settings.file_upload_max_size = 300_000));

    // More than the server throws away for a connection to stay open.
    let answer = site.exchange(format!("{}--xx\r\n", head("/echo/", 300_001)));

    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn what_comes_too_large_is_refused_when_it_is() {
    let directory = TempDir::new();
    let site =
        RunningSite::start(site(&directory).settings(|settings| settings.file_upload_max_size = 10_000));
    let body = form(&[file("f", "c.txt", &"x".repeat(20_000))]);

    let answer = site.exchange(format!("{}{:x}\r\n{body}\r\n0\r\n\r\n", in_chunks("/echo/"), body.len()));

    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    OpenFiles::of(directory.path()).come_to(0);
}
