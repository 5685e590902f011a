//! What a large upload costs in memory: `cargo test -p vestibule-tests --test it uploads::memory -- --ignored --nocapture`.

use std::io::{Read, Write};
use std::net::TcpStream;

use vestibule_tests::{SiteProcess, TempDir};

use super::{file, form, head};
use crate::keeper;

const GIBIBYTE: usize = 1 << 30;

/// The most that the process has had in memory so far, in KiB.
fn peak(site: &SiteProcess) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", site.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Uploads a file of so many zeros, and gives the answer.
fn upload(site: &SiteProcess, size: usize) -> String {
    let body = form(&[file("file", "zeros.bin", "CONTENT")]);
    let (begin, end) = body.split_once("CONTENT").unwrap();
    let mut stream = TcpStream::connect(site.address()).unwrap();
    let length = begin.len() + size + end.len();
    stream.write_all(format!("{}{begin}", head("/upload/", length)).as_bytes()).unwrap();
    let piece = vec![0; 1 << 20];
    for start in (0..size).step_by(piece.len()) {
        stream.write_all(&piece[..piece.len().min(size - start)]).unwrap();
    }
    stream.write_all(end.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
#[ignore = "writes two gibibytes to the disk"]
fn a_gibibyte_takes_at_most_ten_mebibytes_of_memory() {
    let directory = TempDir::new();
    let place = |name: &str| directory.path().join(name).display().to_string();
    let site = keeper::serve(&[
        ("VESTIBULE_FILE_UPLOAD_MAX_SIZE", (2 * GIBIBYTE).to_string()),
        ("VESTIBULE_FILE_UPLOAD_TEMP_DIR", directory.path().display().to_string()),
        ("VESTIBULE_MEDIA_ROOT", place("media")),
    ]);
    assert!(upload(&site, 1000).ends_with(" 1000"));
    let before = peak(&site);

    let answer = upload(&site, GIBIBYTE);

    let after = peak(&site);
    println!("{before} KiB before, {after} KiB at most: {} KiB more", after - before);
    assert!(answer.ends_with(&format!(" {GIBIBYTE}")), "{answer}");
    assert!(after - before <= 10 * 1024, "{} KiB more", after - before);
}
