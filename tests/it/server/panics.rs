//! One request's misfortune is its own.

use super::site::Site;

#[test]
fn a_panic_is_a_500_and_the_next_request_is_served() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("GET /panic HTTP/1.1\r\nHost: a\r\n\r\n");
    let answer = client.response();
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assert!(answer.starts_with("HTTP/1.1 500") && !answer.contains("as asked"), "{answer}");
    assert!(client.response().ends_with("hello"));
}

#[test]
fn a_panic_leaves_nothing_of_the_body_behind() {
    let site = Site::start();
    let mut client = site.connect();

    client.send(
        "POST /panic HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    );

    assert!(client.response().starts_with("HTTP/1.1 500"));
    assert!(client.response().ends_with("hello"));
}

#[test]
fn an_answer_to_head_has_no_body_even_then() {
    let site = Site::start();
    let answer = site.say(
        "HEAD /panic HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n\
         HEAD / HTTP/1.1\r\nHost: a,b\r\n\r\n",
    );

    let answers: Vec<&str> = answer.split("\r\n\r\n").collect();
    assert_eq!(answers.len(), 4, "{answer}");
    for (answer, status) in answers.iter().zip(["500", "200", "400"]) {
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
    assert_eq!(answers[3], "");
}
