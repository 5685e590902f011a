//! The clients' ends.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use vestibule::BoxError;

/// Asks for a page of one byte, and reads it.
pub(crate) async fn ask(client: &mut TcpStream, path: &str) -> Result<(), BoxError> {
    client.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n1") {
        if client.read_buf(&mut answer).await? == 0 {
            return Err("no answer".into());
        }
    }
    Ok(())
}

/// One who listens to events.
pub(crate) struct Listener(BufReader<TcpStream>);

impl Listener {
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self, BoxError> {
        let mut client = TcpStream::connect(address).await?;
        client.write_all(b"GET /events/ HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
        let mut client = Self(BufReader::with_capacity(1024, client));
        while !client.line().await?.is_empty() {}
        Ok(client)
    }

    pub(crate) async fn hear(&mut self, round: usize) -> Result<(), BoxError> {
        let mut lines = 0;
        while !self.line().await?.starts_with("data: ") {
            lines += 1;
            if lines > 10 {
                return Err(format!("no event in round {round}").into());
            }
        }
        Ok(())
    }

    /// Told when to come again, and then the last chunk.
    pub(crate) async fn ends_in_order(mut self) -> bool {
        let mut rest = String::new();
        let read = self.0.read_to_string(&mut rest).await;
        read.is_ok() && rest.contains("retry: ") && rest.ends_with("\r\n0\r\n\r\n")
    }

    async fn line(&mut self) -> Result<String, BoxError> {
        let mut line = String::new();
        self.0.read_line(&mut line).await?;
        Ok(line.trim_end().to_owned())
    }
}

/// One who has a WebSocket open.
pub(crate) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self, BoxError> {
        let mut client = TcpStream::connect(address).await?;
        let asks = "GET /echo/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        client.write_all(asks.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(client.read_u8().await?);
        }
        if !head.starts_with(b"HTTP/1.1 101 ") {
            return Err(String::from_utf8_lossy(&head).into());
        }
        let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0);
        Ok(Self(WebSocketStream::from_raw_socket(client, Role::Client, Some(config)).await))
    }

    pub(crate) async fn say(&mut self, words: &str) -> Result<(), BoxError> {
        Ok(self.0.send(Message::text(words)).await?)
    }

    pub(crate) async fn hear(&mut self, words: &str) -> Result<(), BoxError> {
        match self.0.next().await {
            Some(Ok(message)) if message == Message::text(words) => Ok(()),
            other => Err(format!("no echo: {other:?}").into()),
        }
    }

    /// Closed with 1001, and then the connection.
    pub(crate) async fn ends_in_order(mut self) -> bool {
        let frame = match self.0.next().await {
            Some(Ok(Message::Close(Some(frame)))) => frame,
            _ => return false,
        };
        u16::from(frame.code) == 1001 && self.0.next().await.is_none()
    }
}
