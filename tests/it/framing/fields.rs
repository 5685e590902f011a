//! Fields that are about the connection are the server's.

use super::DIGITS;
use super::ways::{ALL, Way, Ways};

#[test]
fn fields_of_the_connection_are_not_the_applications() {
    let ways = Ways::new();
    for said in [
        "line=Connection:keep-alive",
        "line=Keep-Alive:timeout=5",
        "line=Proxy-Connection:keep-alive",
        "line=Upgrade:h2c",
        "line=Connection:upgrade&line=Upgrade:websocket",
        "line=TE:trailers",
        "line=Connection:x-hop&line=X-Hop:1",
        "line=Transfer-Encoding:chunked",
        "line=Transfer-Encoding:Chunked&line=Content-Length:3",
        "line=Transfer-Encoding:identity",
        "late=Transfer-Encoding:chunked",
        "late=Upgrade:h2c",
    ] {
        for kind in ["whole", "stream"] {
            if kind == "stream" && said.contains("Content-Length") {
                continue;
            }
            for way in ALL {
                let answer = ways.get(way, &format!("/answer/{kind}/?{said}"));
                assert_eq!(answer.whole(), (200, DIGITS, true), "{way:?} {kind} {said}: {answer}");
                for name in ["keep-alive", "proxy-connection", "upgrade", "te", "x-hop"] {
                    assert_eq!(answer.header(name), None, "{way:?} {kind} {said}");
                }
                assert_eq!(answer.header("connection"), None, "{way:?} {kind} {said}");
            }
        }
    }
}

#[test]
fn another_transfer_coding_is_a_mistake() {
    let ways = Ways::new();
    for said in ["gzip", "gzip,%20chunked", "chunked,%20gzip", "x", "%22chunked%22"] {
        for kind in ["whole", "stream", "empty"] {
            for field in ["line", "late"] {
                for way in ALL {
                    let answer = ways.get(way, &format!("/answer/{kind}/?{field}=Transfer-Encoding:{said}"));
                    assert_eq!(
                        (answer.status, answer.is_broken),
                        (500, false),
                        "{way:?} {kind} {said}: {answer}"
                    );
                    assert!(!answer.body.contains("0123"), "{way:?} {kind} {said}: {answer}");
                }
            }
        }
    }
}

#[test]
fn a_view_may_have_the_connection_closed() {
    let ways = Ways::new();
    for said in ["close,%20x-hop", "X-Hop,Close", "close&line=Connection:x-hop"] {
        for way in ALL {
            let answer = ways.get(way, &format!("/answer/whole/?line=Connection:{said}&line=X-Hop:1"));
            assert_eq!(answer.whole(), (200, DIGITS, true), "{way:?}: {answer}");
            let wanted = if way == Way::Http2 { None } else { Some("close") };
            assert_eq!((answer.header("connection"), answer.header("x-hop")), (wanted, None), "{way:?}");
        }
    }
}

#[test]
fn trailers_hold_no_field_of_the_connection() {
    let ways = Ways::new();
    for way in [Way::Http2, Way::Tower] {
        let answer = ways.get(way, "/answer/trailers/?line=Trailer:x-sum");
        let trailers = answer.trailers.clone().unwrap_or_default();
        assert_eq!(answer.whole(), (200, DIGITS, true), "{way:?}: {answer}");
        assert_eq!(trailers.keys().map(|name| name.as_str()).collect::<Vec<_>>(), ["x-sum"], "{way:?}");
    }
    let answer = ways.ask(Way::Http1, "GET", "/answer/trailers/?line=Trailer:x-sum", &[("TE", "trailers")]);
    assert_eq!(answer.whole(), (200, DIGITS, true), "{answer}");
}
