//! `Content-Length` is what is sent, on every way out.

use vestibule_tests::EveryEvent;

use super::DIGITS;
use super::ways::{ALL, Way, Ways};

#[test]
fn the_length_of_a_whole_body_is_counted_whatever_was_said() {
    let ways = Ways::new();
    for said in [
        "line=Content-Length:3",
        "line=Content-Length:1000",
        "line=Content-Length:ten",
        "line=Content-Length:-1",
        "line=Content-Length:",
        "line=Content-Length:3&line=Content-Length:4",
        "line=Content-Length:10&line=Content-Length:10",
        "line=Content-Length:18446744073709551616",
        "late=Content-Length:3",
    ] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/whole/?{said}"));
            assert_eq!(answer.whole(), (200, DIGITS, true), "{way:?} {said}: {answer}");
            assert_eq!(answer.header("content-length"), Some("10"), "{way:?} {said}");
        }
    }
}

#[test]
fn a_layer_that_changes_the_body_cannot_break_the_frame() {
    let ways = Ways::new();
    for body in ["", "short", "longer-than-it-was-before"] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/whole/?instead={body}"));
            assert_eq!(answer.whole(), (200, body, true), "{way:?}: {answer}");
        }
    }
}

#[test]
fn an_empty_body_has_no_bytes() {
    let ways = Ways::new();
    for kind in ["empty", "nothing"] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/{kind}/"));
            assert_eq!(answer.whole(), (200, "", true), "{way:?} {kind}: {answer}");
        }
    }
    for way in ALL {
        let answer = ways.get(way, "/answer/empty/?line=Content-Length:7");
        assert_eq!(
            (answer.whole(), answer.header("content-length")),
            ((200, "", true), Some("0")),
            "{way:?}"
        );
    }
}

#[test]
fn a_stream_keeps_the_length_that_it_declares() {
    let ways = Ways::new();
    for kind in ["stream", "slow", "sized"] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/{kind}/?line=Content-Length:10"));
            assert_eq!(answer.whole(), (200, DIGITS, true), "{way:?} {kind}: {answer}");
            assert_eq!(answer.header("content-length"), Some("10"), "{way:?} {kind}");
        }
    }
}

#[test]
fn a_stream_that_is_longer_than_it_declared_is_cut() {
    let ways = Ways::new();
    for path in ["stream/?line=Content-Length:5", "slow/?line=Content-Length:5", "over/?"] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/{path}"));
            assert_eq!(answer.whole(), (200, "01234", true), "{way:?} {path}: {answer}");
        }
    }
    for way in ALL {
        let answer = ways.get(way, "/answer/stream/?line=Content-Length:0");
        assert_eq!(answer.whole(), (200, "", true), "{way:?}: {answer}");
    }
}

#[test]
fn a_stream_that_is_shorter_than_it_declared_breaks_off() {
    let ways = Ways::new();
    for path in [
        "stream/?line=Content-Length:11",
        "nothing/?line=Content-Length:1",
        "under/?",
        "trailers/?line=Content-Length:11",
    ] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/{path}"));
            assert!(answer.is_broken, "{way:?} {path}: {answer}");
        }
    }
}

#[test]
fn a_length_that_is_no_number_is_none_of_a_streams() {
    let ways = Ways::new();
    for said in ["line=Content-Length:x", "line=Content-Length:3&line=Content-Length:4"] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/stream/?{said}"));
            assert_eq!(
                (answer.whole(), answer.header("content-length")),
                ((200, DIGITS, true), None),
                "{way:?} {said}"
            );
        }
    }
    for way in ALL {
        let answer = ways.get(way, "/answer/sized/?line=Content-Length:3");
        assert_eq!(
            (answer.whole(), answer.header("content-length")),
            ((200, DIGITS, true), Some("10")),
            "{way:?}"
        );
    }
}

#[test]
fn what_a_view_said_wrong_is_one_line_that_names_it() {
    let ways = Ways::new();
    for (path, wanted) in [
        ("whole/?line=Content-Length:3", "`Content-Length: 3`"),
        ("stream/?line=Content-Length:3", "longer than the 3 bytes"),
        ("stream/?line=Content-Length:x", "`Content-Length: x`"),
        ("stream/?line=Content-Length:11", "1 byte short of the 11"),
        ("whole/?status=101", "status 101"),
        ("whole/?line=Transfer-Encoding:gzip", "`Transfer-Encoding: gzip`"),
    ] {
        let log = EveryEvent::default();
        let guard = log.listen();
        ways.get(Way::Tower, &format!("/answer/{path}"));
        drop(guard);

        let log = log.text();
        let lines: Vec<_> = log.lines().filter(|line| line.contains(wanted)).collect();
        assert!(lines.len() == 1 && lines[0].contains("framing::answer"), "{path}: {log}");
    }
}
