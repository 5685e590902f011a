//! A WebSocket from the answer 101 to its line in the log: the application's function and the driver, side by side.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::close::CloseCode;
use super::driver::{Closing, Driver};
use super::function::{Function, Handling};
use super::inbox::inbox;
use super::limits::Limits;
use super::pulse::Pulse;
use super::socket::WebSocket;
use crate::base::panics;
use crate::base::visible::Shown;
use crate::web::response::UpgradedIo;
use crate::web::shutdown::Shutdown;
use crate::web::view::View;

/// How long its function may go on when the connection is over.
const AFTERWARDS: Duration = Duration::from_secs(30);

/// How long, and for how many bytes, a connection that closes waits for its client to stop sending: closed before, it
/// would be reset, and the client might not see why.
const LINGER_TIME: Duration = Duration::from_secs(5);
const LINGER_SIZE: usize = 256 * 1024;

/// What is known of the request behind it.
pub(super) struct Asked {
    /// `GET /chat/`
    pub(super) text: String,
    pub(super) view: Option<View>,
    /// Whether requests that go well have a line in the log.
    pub(super) is_logged: bool,
    pub(super) shutdown: Shutdown,
}

/// Runs until the connection is over and the function has ended.
pub(super) async fn run(
    io: UpgradedIo,
    asked: Asked,
    limits: Limits,
    protocol: Option<String>,
    begin: impl FnOnce(WebSocket) -> Handling,
) {
    let started = Instant::now();
    let stream = WebSocketStream::from_raw_socket(io, Role::Server, Some(limits.config())).await;
    let (sender, outbox) = mpsc::channel(1);
    let (inbox, reader) = inbox();
    let mut driver = Driver { stream, inbox, outbox, pulse: Pulse::new(limits), closing: Closing::Not };
    let mut function = Function::begin(|| begin(WebSocket::new(sender, reader, protocol)));

    let code = connected(&mut driver, &mut function, &asked.shutdown).await;
    let Driver { stream, inbox, outbox, .. } = driver;
    inbox.end(code);
    drop(outbox);
    let is_over = afterwards(stream, &mut function).await;
    asked.log(started, code, &function, is_over);
}

/// Both, until the connection is over; the code that it ended with.
async fn connected(driver: &mut Driver, function: &mut Function, shutdown: &Shutdown) -> CloseCode {
    let mut end = pin!(shutdown.begun());
    let mut is_told = false;
    poll_fn(|cx| {
        if !is_told && end.as_mut().poll(cx).is_ready() {
            is_told = true;
            driver.close(CloseCode::GOING_AWAY, "the server ends");
        }
        if function.poll(cx).is_ready() {
            let is_failed = function.failure().is_some();
            driver.close(if is_failed { CloseCode::INTERNAL } else { CloseCode::NORMAL }, "");
        }
        driver.poll(cx)
    })
    .await
}

/// Closes the connection, and lets the function come to its end; whether it did.
async fn afterwards(stream: WebSocketStream<UpgradedIo>, function: &mut Function) -> bool {
    let mut leaving = pin!(leave(stream.into_inner()));
    let mut has_left = false;
    let both = poll_fn(|cx| {
        has_left = has_left || leaving.as_mut().poll(cx).is_ready();
        match function.poll(cx) {
            Poll::Ready(()) if has_left => Poll::Ready(()),
            _ => Poll::Pending,
        }
    });
    timeout(AFTERWARDS, both).await.is_ok()
}

/// Sends no more, and reads what is on its way until the client closes too, within bounds.
async fn leave(mut io: UpgradedIo) {
    let discard = async {
        io.shutdown().await?;
        let (mut discarded, mut buffer) = (0, [0; 1024]);
        while discarded < LINGER_SIZE {
            match io.read(&mut buffer).await? {
                0 => break,
                bytes => discarded += bytes,
            }
        }
        std::io::Result::Ok(())
    };
    // A client that cannot be told is gone, or as good as.
    let _ = timeout(LINGER_TIME, discard).await;
}

impl Asked {
    fn log(&self, started: Instant, code: CloseCode, function: &Function, is_over: bool) {
        let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (text, code) = (&self.text, code.0);
        let view = self.view.as_ref().map(tracing::field::display);
        if let Some(error) = function.failure() {
            let cause = panics::catch(|| error.chain()).unwrap_or_else(|panic| panic.to_string());
            tracing::error!(
                target: "vestibule::request", error = %Shown(&cause), view, code, micros,
                "{text}: the WebSocket failed"
            );
        } else if !is_over {
            tracing::warn!(
                target: "vestibule::request", view, code, micros,
                "{text}: the WebSocket ended, and its function did not within {AFTERWARDS:?}"
            );
        } else if self.is_logged {
            tracing::info!(target: "vestibule::request", code, micros, "{text}: the WebSocket ended");
        }
    }
}
