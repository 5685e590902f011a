//! A running server and a client that says exactly what it is told.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use tokio::sync::{Semaphore, SemaphorePermit};
use vestibule::server::{
    ConnectionInfo, Handler, IncomingBody, Limits, Server, Shutdown, is_stalled_body, run,
};

/// Longest that a test waits for anything. No test that passes waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// One piece of `/big`, and how many there are.
pub(super) const PIECE: usize = 64 * 1024;
pub(super) const PIECES: usize = 1024;

/// A server on a port of its own.
pub(super) struct Site {
    pub(super) address: SocketAddr,
    pub(super) lobby: Lobby,
    pub(super) shutdown: Shutdown,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    pub(super) fn start() -> Self {
        Self::with(|_| {})
    }

    pub(super) fn with(set: impl FnOnce(&mut Limits)) -> Self {
        let mut limits = Limits::default();
        set(&mut limits);
        let lobby = Lobby::default();
        let server = Server::bind(&[(Ipv4Addr::LOCALHOST, 0).into()], lobby.clone(), limits).unwrap();
        let address = server.local_addr().unwrap();
        let shutdown = Shutdown::new();
        let until = shutdown.clone();
        let thread = std::thread::spawn(move || run(1, server.serve(until)).unwrap().unwrap());
        Self { address, lobby, shutdown, thread: Some(thread) }
    }

    pub(super) fn connect(&self) -> Client {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Client { stream, read: Vec::new() }
    }

    /// Sends `bytes` on a new connection and reads until the server closes it.
    pub(super) fn say(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut client = self.connect();
        client.send(bytes);
        client.rest()
    }

    /// How many requests have reached the handler.
    pub(super) fn calls(&self) -> usize {
        self.lobby.calls.load(Ordering::SeqCst)
    }

    /// Waits until a `/wait` more has begun.
    pub(super) fn waits(&self) {
        let begun = Instant::now();
        while self.lobby.waiting.try_acquire().map(SemaphorePermit::forget).is_err() {
            assert!(begun.elapsed() < PATIENCE, "nobody waits");
            std::thread::yield_now();
        }
    }

    /// Waits until the server has come to its end.
    pub(super) fn ended(&mut self) {
        let (thread, begun) = (self.thread.take().unwrap(), Instant::now());
        while !thread.is_finished() {
            assert!(begun.elapsed() < PATIENCE, "the server does not end");
            std::thread::yield_now();
        }
        thread.join().unwrap();
    }

    /// Does something while the server's only thread is held, so that it can take nothing in.
    pub(super) fn held<T>(&self, meanwhile: impl FnOnce() -> T) -> T {
        let mut client = self.connect();
        client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
        self.lobby.door.wait();
        let result = meanwhile();
        self.lobby.door.wait();
        result
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shutdown.begin();
        self.shutdown.begin();
    }
}

pub(super) struct Client {
    pub(super) stream: TcpStream,
    read: Vec<u8>,
}

impl Client {
    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// One response with a `content-length`: head and body.
    pub(super) fn response(&mut self) -> String {
        let head = loop {
            match self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                Some(end) => break end + 4,
                None => assert!(self.more() > 0, "closed before a response: {:?}", self.text()),
            }
        };
        let text = String::from_utf8_lossy(&self.read[..head]).to_ascii_lowercase();
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        while self.read.len() < head + length {
            assert!(self.more() > 0, "closed within a response: {:?}", self.text());
        }
        String::from_utf8(self.read.drain(..head + length).collect()).unwrap()
    }

    /// Everything until the server closes.
    pub(super) fn rest(&mut self) -> String {
        while self.more() > 0 {}
        self.text()
    }

    /// Takes exactly that many bytes.
    pub(super) fn take(&mut self, length: usize) -> Vec<u8> {
        while self.read.len() < length {
            assert!(self.more() > 0, "closed early");
        }
        self.read.drain(..length).collect()
    }

    /// Gives the server a moment to read what was sent, as far as a client can: the kernel has handed it over.
    pub(super) fn is_read(&mut self) {
        let until = Instant::now() + Duration::from_millis(2);
        while Instant::now() < until {
            std::thread::yield_now();
        }
    }

    /// Whether the server has closed, in whatever way, without another byte.
    pub(super) fn is_closed(&mut self) -> bool {
        match self.stream.read(&mut [0; 1]) {
            Ok(bytes) => bytes == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }

    /// Waits until the server closes, in whatever way.
    pub(super) fn ends(&mut self) {
        let mut buffer = [0; 1024];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return,
                Err(error) => panic!("the connection stays open: {error}"),
            }
        }
    }

    fn more(&mut self) -> usize {
        let mut buffer = [0; 64 * 1024];
        let length = self.stream.read(&mut buffer).unwrap();
        self.read.extend_from_slice(&buffer[..length]);
        length
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.read).into_owned()
    }
}

/// The handler: a few paths, each for one kind of behaviour.
#[derive(Clone)]
pub(super) struct Lobby {
    calls: Arc<AtomicUsize>,
    /// A permit for each `/wait` that has begun.
    waiting: Arc<Semaphore>,
    /// `/wait` answers once there is a permit.
    pub(super) gate: Arc<Semaphore>,
    /// Where `/hold` meets the test: when it has the thread, and when it may give it back.
    door: Arc<Barrier>,
}

impl Default for Lobby {
    fn default() -> Self {
        let none = || Arc::new(Semaphore::new(0));
        Self { calls: Arc::default(), waiting: none(), gate: none(), door: Arc::new(Barrier::new(2)) }
    }
}

impl Handler for Lobby {
    type Body = Pieces;

    fn handle(
        &self,
        head: Parts,
        body: IncomingBody,
        _: ConnectionInfo,
    ) -> impl Future<Output = Response<Pieces>> + Send + use<> {
        let Self { calls, waiting, gate, door } = self.clone();
        async move {
            calls.fetch_add(1, Ordering::SeqCst);
            match head.uri.path() {
                "/read" => read(body).await,
                "/panic" => panic!("as asked"),
                "/wait" => {
                    waiting.add_permits(1);
                    gate.acquire().await.unwrap().forget();
                    text("waited")
                }
                "/hold" => {
                    door.wait();
                    door.wait();
                    text("held")
                }
                "/big" => Response::new(Pieces { piece: Bytes::from_static(&[b'x'; PIECE]), left: PIECES }),
                _ => text("hello"),
            }
        }
    }
}

async fn read(mut body: IncomingBody) -> Response<Pieces> {
    let mut length = 0;
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        match frame {
            Ok(frame) => length += frame.data_ref().map_or(0, Bytes::len),
            Err(error) => {
                let mut response = text(error.to_string());
                *response.status_mut() = if is_stalled_body(&error) {
                    StatusCode::REQUEST_TIMEOUT
                } else {
                    StatusCode::BAD_REQUEST
                };
                return response;
            }
        }
    }
    text(format!("read {length}"))
}

fn text(text: impl Into<Bytes>) -> Response<Pieces> {
    Response::new(Pieces { piece: text.into(), left: 1 })
}

/// The same bytes a number of times.
pub(super) struct Pieces {
    piece: Bytes,
    left: usize,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(left) = self.left.checked_sub(1) else { return Poll::Ready(None) };
        self.left = left;
        Poll::Ready(Some(Ok(Frame::data(self.piece.clone()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.left * self.piece.len()) as u64)
    }
}
