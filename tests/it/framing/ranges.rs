//! Compression and conditions, beside parts of a representation and what must not be changed.

use super::ways::{ALL, Way, Ways};

const GZIP: (&str, &str) = ("accept-encoding", "gzip");

#[test]
fn a_part_is_sent_as_it_is() {
    let ways = Ways::new();
    for way in [Way::Tower, Way::Http2] {
        let path = "/answer/long/?status=206&line=Content-Range:bytes%200-999/5000";
        let answer = ways.ask(way, "GET", path, &[GZIP]);
        assert_eq!(
            (answer.status, answer.header("content-encoding"), answer.header("etag")),
            (206, None, None)
        );
        assert_eq!((answer.header("content-range"), answer.body.len()), (Some("bytes 0-999/5000"), 1000));
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));

        // The tag of the whole, which the view knows, stays as it is.
        let tagged = ways.ask(way, "GET", &format!("{path}&line=ETag:%22whole%22"), &[GZIP]);
        assert_eq!((tagged.header("etag"), tagged.header("content-encoding")), (Some("\"whole\""), None));

        let parts = "/answer/long/?status=206&line=Content-Type:multipart/byteranges";
        assert_eq!(ways.ask(way, "GET", parts, &[GZIP]).header("content-encoding"), None);
    }
}

#[test]
fn what_is_compressed_has_no_ranges() {
    let ways = Ways::new();
    let path = "/answer/long/?line=Accept-Ranges:bytes";

    assert_eq!(ways.get(Way::Tower, path).header("accept-ranges"), Some("bytes"));
    let zipped = zipped(&ways, path, &[GZIP]);
    assert_eq!((zipped.header("content-encoding"), zipped.header("accept-ranges")), (Some("gzip"), None));
}

#[test]
fn what_must_not_be_transformed_is_not() {
    let ways = Ways::new();
    for said in ["no-transform", "public,%20No-Transform", "max-age=5&line=Cache-Control:no-transform"] {
        for kind in ["long", "stream"] {
            let path = format!("/answer/{kind}/?line=ETag:%22a%22&line=Cache-Control:{said}");
            let answer = ways.ask(Way::Tower, "GET", &path, &[GZIP]);
            let headers = ["content-encoding", "vary", "etag"].map(|name| answer.header(name));
            assert_eq!(headers, [None, None, Some("\"a\"")], "{said}");
        }
    }
}

#[test]
fn a_digest_of_the_bytes_keeps_them_as_they_are() {
    let ways = Ways::new();
    for name in ["Content-Digest", "Repr-Digest", "Digest", "Content-MD5"] {
        let answer = ways.ask(Way::Tower, "GET", &format!("/answer/long/?line={name}:x"), &[GZIP]);
        assert_eq!((answer.header("content-encoding"), answer.body.len()), (None, 1000), "{name}");
    }
}

#[test]
fn a_304_says_what_the_200_would_have_said() {
    let ways = Ways::new();
    for (path, headers) in [
        ("/answer/long/", &[GZIP][..]),
        ("/answer/long/", &[]),
        ("/answer/whole/", &[GZIP]),
        ("/answer/long/?line=ETag:%22mine%22&line=Vary:Cookie", &[GZIP]),
        ("/answer/long/?line=ETag:W/%22mine%22", &[GZIP]),
        ("/answer/stream/?line=ETag:%22mine%22", &[GZIP]),
        ("/answer/long/?line=ETag:%22a%22&line=Cache-Control:no-transform", &[GZIP]),
        ("/answer/long/?line=ETag:%22a%22&line=Content-Encoding:br", &[GZIP]),
    ] {
        let first = zipped(&ways, path, headers);
        let tag = first.header("etag").unwrap();
        for named in [tag, tag.trim_start_matches("W/"), "*"] {
            let headers = [headers, &[("if-none-match", named)]].concat();
            for way in ALL {
                let again = ways.ask(way, "GET", path, &headers);
                assert_eq!((again.status, again.body.as_str()), (304, ""), "{way:?} {path} {named}");
                for name in ["etag", "vary", "cache-control"] {
                    assert_eq!(again.header(name), first.header(name), "{way:?} {path} {named}: {name}");
                }
                assert_eq!((again.header("content-encoding"), again.header("content-length")), (None, None));
            }
        }
    }
}

#[test]
fn a_304_of_a_view_itself_varies_as_its_200_does() {
    let ways = Ways::new();
    let path = "/answer/empty/?status=304&line=ETag:%22mine%22";

    let zipped = ways.ask(Way::Tower, "GET", path, &[GZIP]);
    let plain = ways.get(Way::Tower, path);

    assert_eq!((zipped.header("etag"), zipped.header("vary")), (Some("W/\"mine\""), Some("Accept-Encoding")));
    assert_eq!((plain.header("etag"), plain.header("vary")), (Some("\"mine\""), Some("Accept-Encoding")));
}

/// Only the head: what is compressed is no text.
fn zipped(ways: &Ways, path: &str, headers: &[(&str, &str)]) -> super::ways::Answer {
    ways.ask(Way::Client, "GET", path, headers)
}
