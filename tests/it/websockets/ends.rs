//! How they end.

use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::Message as WireMessage;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::{PATIENCE, closed, open, start, text};

#[test]
fn what_the_client_closes_with_is_answered_and_known() {
    let (site, notes) = start(|_| {});
    for code in [1000, 4321] {
        let mut socket = open(&site, "/echo/");
        socket.close(Some(CloseFrame { code: code.into(), reason: "enough".into() })).unwrap();

        assert_eq!(closed(&mut socket), Some(code));
        assert_eq!(notes.recv().unwrap(), format!("ended with {code}"));
    }
    let mut socket = open(&site, "/echo/");
    socket.close(None).unwrap();
    assert_eq!(closed(&mut socket), Some(1005));
    assert_eq!(notes.recv().unwrap(), "ended with 1005");
}

#[test]
fn the_function_says_how_it_ends() {
    let (site, _notes) = start(|_| {});
    for (path, code) in [("/ends/fails/", 1011), ("/ends/panics/", 1011), ("/ends/closes/", 4001)] {
        assert_eq!(closed(&mut open(&site, path)), Some(code), "{path}");
    }
    assert!(site.get("/login/", "").starts_with("HTTP/1.1 200"), "it is still there");
}

#[test]
fn a_client_that_is_gone_is_noticed() {
    let (site, notes) = start(|_| {});
    drop(open(&site, "/echo/"));

    assert_eq!(notes.recv_timeout(PATIENCE).unwrap(), "ended with 1006");
}

#[test]
fn a_client_that_gives_no_sign_of_life_is_taken_for_gone() {
    let (site, notes) = start(|_| {});
    // One that answers pings, as it does when it reads, stays.
    let mut alive = open(&site, "/impatient/");
    alive.get_mut().set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let silent = open(&site, "/impatient/");

    let begun = Instant::now();
    while notes.try_recv().is_err() {
        let _ = alive.read();
        assert!(begun.elapsed() < PATIENCE, "it waits for ever");
    }
    assert!(notes.try_recv().is_err(), "the other one as well");
    alive.close(None).unwrap();
    drop(silent);
    assert_eq!(notes.recv_timeout(PATIENCE).unwrap(), "ended with 1005");
}

#[test]
fn the_end_of_the_server_is_told_and_what_was_sent_before_is_received() {
    let (site, notes) = start(|_| {});
    let mut socket = open(&site, "/ends/waits/");
    assert_eq!(text(socket.read().unwrap()), "begun");

    let begun = Instant::now();
    let stopping = std::thread::spawn(move || site.stop());
    let WireMessage::Close(Some(frame)) = ({
        // Said before the client knows of the end.
        socket.get_mut().set_nodelay(true).unwrap();
        socket.send(WireMessage::text("in time")).unwrap();
        socket.read().unwrap()
    }) else {
        panic!("the server ends")
    };
    assert_eq!(u16::from(frame.code), 1001);
    assert_eq!(closed(&mut socket), None);
    stopping.join().unwrap();

    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(notes.iter().take(3).collect::<Vec<_>>(), ["in time", "ended with 1001", "done"]);
}

#[test]
fn a_client_that_does_not_answer_the_end_holds_nobody_up() {
    let (site, _notes) = start(|settings| settings.limits.drain_time = Duration::from_secs(60));
    let socket = open(&site, "/echo/");
    let begun = Instant::now();

    site.stop();

    // Five seconds for its frame, and five for its connection.
    assert!(begun.elapsed() < Duration::from_secs(30));
    drop(socket);
}

#[test]
fn who_sends_more_than_the_client_reads_has_to_wait_and_then_is_cut_off() {
    let (site, notes) = start(|settings| settings.limits.response_stall_time = Duration::from_millis(300));
    let socket = open(&site, "/ends/floods/");

    let noted: Vec<_> = notes.iter().take_while(|note| note != "cut off").collect();

    // What the system holds for a connection, some megabytes, and not more.
    assert!(noted.len() < 5000, "{} messages of 10 kB were sent to nobody", noted.len());
    drop(socket);
}
