//! What goes through, and what does not.

use std::io::Write;

use tokio_tungstenite::tungstenite::Message as WireMessage;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket as Wire};

use super::{UPGRADE, ask, closed, open, start, text};

/// A frame as a client sends it, masked with zeros, which change nothing.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..126 => frame.push(0x80 | length as u8),
        length => {
            frame.push(0x80 | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

#[test]
fn messages_come_back_as_they_were() {
    let (site, _notes) = start(|_| {});
    let mut socket = open(&site, "/echo/");
    let large = "é".repeat(30_000);
    for message in [
        WireMessage::text("hello"),
        WireMessage::text(""),
        WireMessage::binary(vec![0, 255, 10]),
        WireMessage::text(large),
    ] {
        socket.send(message.clone()).unwrap();
        assert_eq!(socket.read().unwrap(), message);
    }

    socket.send(WireMessage::Ping("sign".into())).unwrap();
    assert_eq!(socket.read().unwrap(), WireMessage::Pong("sign".into()));
}

#[test]
fn what_was_sent_along_with_the_request_is_not_lost() {
    let (site, _notes) = start(|_| {});
    let (_, stream) = ask(&site, "/echo/", UPGRADE, &[frame(0x81, b"early"), frame(0x81, b"bird")].concat());
    let mut socket = Wire::from_raw_socket(stream, Role::Client, None);

    assert_eq!(text(socket.read().unwrap()), "early");
    assert_eq!(text(socket.read().unwrap()), "bird");
}

#[test]
fn a_message_in_pieces_is_one() {
    let (site, _notes) = start(|_| {});
    let (_, mut stream) = ask(&site, "/echo/", UPGRADE, b"");
    // With a ping in between, and a character that is cut in two.
    let pieces =
        [frame(0x01, b"caf\xc3"), frame(0x89, b"p"), frame(0x00, b"\xa9"), frame(0x80, b"!")].concat();
    for byte in pieces {
        stream.write_all(&[byte]).unwrap();
    }
    let mut socket = Wire::from_raw_socket(stream, Role::Client, None);

    assert_eq!(socket.read().unwrap(), WireMessage::Pong("p".into()));
    assert_eq!(text(socket.read().unwrap()), "café!");
}

#[test]
fn what_breaks_the_rules_or_the_limits_ends_it_and_is_told_why() {
    let (site, notes) = start(|_| {});
    let half = vec![b'x'; 60_000];
    for (bytes, code) in [
        (frame(0x82, &[0; 70_001]), 1009),
        ([frame(0x01, &half), frame(0x80, &half)].concat(), 1009),
        // Of 2^62 bytes, which nobody waits for.
        ([&[0x82, 0xff, 0x40][..], &[0; 7], &[0; 4]].concat(), 1009),
        (frame(0x81, b"\xff"), 1007),
        (b"\x81\x01x".to_vec(), 1002),
        (frame(0xc1, b"x"), 1002),
        (frame(0x83, b"x"), 1002),
        (frame(0x80, b"x"), 1002),
        ([frame(0x01, b"x"), frame(0x81, b"y")].concat(), 1002),
        (frame(0x09, b"x"), 1002),
        (frame(0x89, &[0; 126]), 1002),
    ] {
        let (_, mut stream) = ask(&site, "/echo/", UPGRADE, b"");
        // It may be closed before all of it is sent.
        let _ = stream.write_all(&bytes);
        let mut socket = Wire::from_raw_socket(stream, Role::Client, None);

        let shown = &bytes[..bytes.len().min(12)];
        assert_eq!(closed(&mut socket), Some(code), "{shown:02x?}");
        drop(socket);
        assert_eq!(notes.recv().unwrap(), format!("ended with {code}"), "{shown:02x?}");
    }
}
