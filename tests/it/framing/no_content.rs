//! Where a status or HEAD has no content, none is sent, and no stream is asked for any.

use super::ways::{ALL, Ways};

#[test]
fn head_is_answered_with_the_head_of_get() {
    let ways = Ways::new();
    for (path, status, length) in [
        ("/answer/whole/", 200, Some("10")),
        ("/answer/whole/?status=404", 404, Some("10")),
        ("/answer/whole/?line=Content-Length:3", 200, Some("10")),
        ("/answer/sized/", 200, Some("10")),
        ("/answer/stream/?line=Content-Length:10", 200, Some("10")),
        ("/answer/stream/", 200, None),
        ("/answer/trailers/", 200, None),
        ("/answer/fails/", 200, None),
        ("/answer/empty/?line=Content-Length:10", 200, Some("10")),
    ] {
        for way in ALL {
            let answer = ways.head(way, path);
            assert_eq!(
                (answer.whole(), answer.header("content-length")),
                ((status, "", true), length),
                "{way:?} {path}: {answer}"
            );
        }
    }
}

#[test]
fn error_pages_have_no_body_for_head() {
    let ways = Ways::new();
    for (path, status) in [("/answer/missing/", 404), ("/nowhere/", 404), ("/answer/whole/?status=x", 500)] {
        for way in ALL {
            let page = ways.get(way, path).body.len().to_string();
            let head = ways.head(way, path);
            assert_eq!(
                (head.whole(), head.header("content-length")),
                ((status, "", true), Some(&*page)),
                "{way:?} {path}"
            );
        }
    }
}

#[test]
fn head_of_a_stream_does_not_run_it() {
    let ways = Ways::new();
    for way in ALL {
        for headers in [&[][..], &[("accept-encoding", "gzip")]] {
            let answer = ways.ask(way, "HEAD", "/answer/endless/", headers);
            assert_eq!(answer.whole(), (200, "", true), "{way:?}: {answer}");
        }
    }
    assert_eq!(ways.asked.times(), 0);
}

#[test]
fn a_status_without_content_has_none() {
    let ways = Ways::new();
    for status in [204, 205, 304] {
        for kind in ["whole", "empty", "stream", "endless", "sized", "trailers", "fails"] {
            for said in ["", "&line=Content-Length:10", "&line=Transfer-Encoding:chunked"] {
                for method in ["GET", "POST", "HEAD"] {
                    for way in ALL {
                        let answer =
                            ways.ask(way, method, &format!("/answer/{kind}/?status={status}{said}"), &[]);
                        let length = if status == 205 && method != "HEAD" { Some("0") } else { None };
                        let shown = format!("{way:?} {method} {kind} {said}: {answer}");
                        assert_eq!(answer.whole(), (status, "", true), "{shown}");
                        assert!(answer.header("content-length") == length || status == 205, "{shown}");
                        assert_eq!(
                            (answer.header("etag"), answer.header("transfer-encoding")),
                            (None, None),
                            "{shown}"
                        );
                    }
                }
            }
        }
    }
    assert_eq!(ways.asked.times(), 0);
}

#[test]
fn an_interim_status_is_no_answer() {
    let ways = Ways::new();
    for status in [100, 101, 103, 199] {
        for kind in ["whole", "stream", "empty"] {
            for way in ALL {
                let answer = ways.get(way, &format!("/answer/{kind}/?status={status}"));
                assert_eq!(
                    (answer.status, answer.is_broken),
                    (500, false),
                    "{way:?} {status} {kind}: {answer}"
                );
                let answer = ways.head(way, &format!("/answer/{kind}/?status={status}"));
                assert_eq!(answer.whole(), (500, "", true), "{way:?} {status} {kind}: {answer}");
            }
        }
    }
}
