//! Files over real connections: large ones, and such that change on the way.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use vestibule_tests::RunningSite;

use super::{Folder, site};

/// Longer than what is read at a time, and than what a socket takes at once.
const LONG: usize = 20_000_000;

fn request(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
}

fn long() -> Vec<u8> {
    (0..LONG).map(|at| (at % 251) as u8).collect()
}

/// Head and body.
fn exchange(site: &RunningSite, asked: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.write_all(asked.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
    let body = answer.split_off(end);
    (String::from_utf8(answer).unwrap(), body)
}

#[test]
fn a_large_file_comes_as_it_is() {
    let folder = Folder::new();
    folder.write("long.bin", long());
    let site = RunningSite::start(site(&folder));

    let (head, body) = exchange(&site, &request("/file/long.bin", ""));
    assert!(head.contains("content-length: 20000000\r\n"), "{head}");
    assert!(body == long());

    let range = "Range: bytes=1000000-9999999, 19999990-\r\n";
    let (head, body) = exchange(&site, &request("/file/long.bin", range));
    assert!(head.starts_with("HTTP/1.1 206 ") && head.contains("multipart/byteranges"), "{head}");
    let at = body.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
    assert!(body[at..][..9_000_000] == long()[1_000_000..10_000_000]);
    assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
}

#[test]
fn a_file_that_grows_is_sent_as_long_as_it_was() {
    let folder = Folder::new();
    folder.write("long.bin", long());
    let site = RunningSite::start(site(&folder));

    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.write_all(request("/file/long.bin", "").as_bytes()).unwrap();
    let mut answer = vec![0; 1000];
    stream.read_exact(&mut answer).unwrap();
    File::options().append(true).open(folder.path("long.bin")).unwrap().write_all(b"more").unwrap();
    stream.read_to_end(&mut answer).unwrap();

    assert!(answer.ends_with(&long()[LONG - 10..]));
}

#[test]
fn a_file_that_shrinks_breaks_the_answer_off() {
    let folder = Folder::new();
    folder.write("long.bin", long());
    let site = RunningSite::start(site(&folder));

    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.write_all(request("/file/long.bin", "").as_bytes()).unwrap();
    let mut answer = vec![0; 1000];
    stream.read_exact(&mut answer).unwrap();
    File::options().write(true).open(folder.path("long.bin")).unwrap().set_len(1000).unwrap();
    // The connection ends, in order or not.
    let _ = stream.read_to_end(&mut answer);

    assert!(answer.len() < LONG, "{}", answer.len());
    let next = site.get("/bytes/", "");
    assert!(next.starts_with("HTTP/1.1 200 "), "{next}");
}
