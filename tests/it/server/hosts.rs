//! Every HTTP/1.1 request names one host, whatever the settings say.

use super::site::Site;

#[test]
fn a_request_without_one_host_and_port_is_refused() {
    for fields in [
        "",
        "Host:\r\n",
        "Host: \r\n",
        "Host: a\r\nHost: a\r\n",
        "Host: a\r\nhost: b\r\n",
        "Host: user@a\r\n",
        "Host: a/b\r\n",
        "Host: a,b\r\n",
        "Host: a b\r\n",
        "Host: a:b\r\n",
        "Host: a:65536\r\n",
        "Host: a:80:80\r\n",
        "Host: [::1\r\n",
        "Host: [::1]a\r\n",
        "Host: a?b\r\n",
        "Host: a\\b\r\n",
    ] {
        for target in ["/", "http://example.com/"] {
            let site = Site::start();

            let answer =
                site.say(format!("GET {target} HTTP/1.1\r\n{fields}\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"));

            assert!(answer.starts_with("HTTP/1.1 400"), "{target} {fields:?}: {answer}");
            assert!(answer.contains("connection: close"), "{target} {fields:?}: {answer}");
            assert_eq!(site.calls(), 0, "{target} {fields:?}");
        }
    }
}

#[test]
fn names_and_addresses_with_and_without_port_are_served() {
    let site = Site::start();
    let mut client = site.connect();
    for host in ["example.com", "EXAMPLE.com:8000", "127.0.0.1", "[::1]", "[::1]:8000", "a_b.example."] {
        client.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));

        assert!(client.response().starts_with("HTTP/1.1 200"), "{host}");
    }
}

#[test]
fn only_http_1_0_may_leave_it_out() {
    let site = Site::start();

    let without = site.say("GET / HTTP/1.0\r\n\r\n");
    let broken = site.say("GET / HTTP/1.0\r\nHost: a/b\r\n\r\n");

    assert!(without.starts_with("HTTP/1.0 200"), "{without}");
    assert!(broken.starts_with("HTTP/1.0 400"), "{broken}");
}

#[test]
fn an_absolute_target_names_a_host_of_its_own() {
    for target in [
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "ftp://example.com/",
        "example.com:80",
    ] {
        let site = Site::start();

        let answer = site.say(format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n"));

        assert!(answer.starts_with("HTTP/1.1 400"), "{target}: {answer}");
        assert_eq!(site.calls(), 0, "{target}");
    }
}
