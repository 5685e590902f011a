//! A stream that breaks off is seen to, also where only the end of the connection ends it.

use std::io::{ErrorKind, Read, Write};

use super::ways::{ALL, Ways, connect};

#[test]
fn a_stream_that_breaks_is_no_whole_answer() {
    let ways = Ways::new();
    for kind in ["fails", "panics"] {
        for headers in [&[][..], &[("accept-encoding", "gzip")]] {
            for way in ALL {
                assert!(
                    ways.ask(way, "GET", &format!("/answer/{kind}/"), headers).is_broken,
                    "{way:?} {kind}"
                );
            }
        }
    }
}

#[test]
fn a_client_that_is_to_read_until_the_end_sees_a_reset() {
    let ways = Ways::new();
    for path in ["fails/", "panics/", "fails/?line=Connection:close"] {
        for more in ["", "Connection: keep-alive\r\n", "Accept-Encoding: gzip\r\n"] {
            let mut stream = connect(ways.address());
            let request = format!("GET /answer/{path} HTTP/1.0\r\nHost: localhost\r\n{more}\r\n");
            stream.write_all(request.as_bytes()).unwrap();

            let mut bytes = Vec::new();
            let ended = stream.read_to_end(&mut bytes);

            let kind = ended.map_err(|error| error.kind());
            assert_eq!(
                kind,
                Err(ErrorKind::ConnectionReset),
                "{path} {more}: {}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}

#[test]
fn one_that_comes_to_its_end_ends_cleanly() {
    let ways = Ways::new();
    for kind in ["stream", "slow"] {
        let mut stream = connect(ways.address());
        stream
            .write_all(format!("GET /answer/{kind}/ HTTP/1.0\r\nHost: localhost\r\n\r\n").as_bytes())
            .unwrap();

        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();

        assert!(answer.ends_with("\r\n\r\n0123456789"), "{answer}");
    }
}
