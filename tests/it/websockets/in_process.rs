//! The test client's own way, and what is not seen on a socket.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::websocket::{Message, WebSocketUpgrade};

use super::{App, Notes, PATIENCE};

#[view(GET, "/split/", app = crate::websockets::App)]
async fn split(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |socket| {
        let (sender, mut receiver) = socket.split();
        let others = sender.clone();
        let from_a_task = tokio::spawn(async move { others.send("from a task").await });
        from_a_task.await??;
        // In another task as well, while the function waits for something else.
        let receiving = tokio::spawn(async move {
            let mut received = 0;
            while receiver.receive().await.is_some() {
                received += 1;
            }
            received
        });
        let received: u32 = receiving.await?;
        assert!(sender.send("too late").await.is_err());
        if received == 3 { Ok(()) } else { Err(Error::internal("not all were received")) }
    })
}

#[view(GET, "/link/", app = crate::websockets::App)]
async fn link(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |socket| Ok(socket.send(String::from(link::url())).await?))
}

async fn client() -> (Client, Receiver<String>) {
    let (sender, notes) = channel();
    let site = App::build().state(Notes(Arc::new(Mutex::new(sender))));
    (Client::new(site).await.unwrap(), notes)
}

#[tokio::test]
async fn both_directions_may_be_in_tasks_of_their_own() {
    let (mut client, _notes) = client().await;
    let mut socket = client.websocket("/split/").await.unwrap();
    for number in 0..3 {
        socket.send(Message::json(&number).unwrap()).await;
    }
    assert_eq!(socket.receive().await.unwrap().text(), Some("from a task"));
    socket.close(1000).await;

    assert_eq!(socket.receive().await, None);
    assert_eq!(socket.close_code().unwrap().0, 1000);
}

#[tokio::test]
async fn a_test_opens_one_with_its_cookies_and_sees_the_end() {
    let (mut client, notes) = client().await;
    for visit in ["1", "2"] {
        let mut socket = client.websocket("/visits/").await.unwrap();
        assert_eq!(socket.receive().await.unwrap().text(), Some(visit));
        assert_eq!(socket.receive().await, None);
    }
    assert_eq!(client.websocket("/members/").await.unwrap_err().status(), 302);
    assert_eq!(client.websocket("/login/").await.unwrap_err().status(), 200);

    let mut socket = client.websocket("/ends/waits/").await.unwrap();
    assert_eq!(socket.receive().await.unwrap().text(), Some("begun"));
    client.service().shutdown().begin();
    assert_eq!(socket.receive().await, None);
    assert_eq!(socket.close_code().unwrap().0, 1001);
    tokio::task::spawn_blocking(move || {
        assert_eq!(notes.recv_timeout(PATIENCE).unwrap(), "ended with 1001");
    })
    .await
    .unwrap();
    assert_eq!(client.websocket("/echo/").await.unwrap_err().status(), 503);
}

#[tokio::test]
async fn links_are_made_by_the_application_that_opened_it() {
    let (mut client, _notes) = client().await;
    let mut socket = client.websocket("/link/").await.unwrap();

    assert_eq!(socket.receive().await.unwrap().text(), Some("/link/"));
}
