//! A connection that is no longer HTTP's: handed to whoever takes it over behind a 101.
//!
//! ```text
//! handler's answer, 101 ─▶ exchange: keeps its `Upgrade` ─▶ hyper sends it and lets go ─▶ serve: the connection's own task
//! ```
//!
//! hyper gives the socket back with what it has read beyond the request. The task, and what the reaper sees of the
//! connection, stay: it is busy until it ends, cut off where its client takes nothing, and the server waits for it.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::rt::Write as _;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::connection::{Control, Controls, End};
use super::exchange::ConnectionContext;
use super::socket::Socket;
use super::state::ConnectionState;
use crate::web::response::Upgrade;

/// Until it has ended, or the connection has to.
pub(super) async fn serve<H>(
    mut socket: Socket,
    read: Bytes,
    upgrade: Upgrade,
    context: &Arc<ConnectionContext<H>>,
) -> End {
    let _busy = context.state.enter();
    socket.hand_over(&read);
    let state = Arc::clone(&context.state);
    let Some(mut work) = upgrade.take_over(Box::new(Upgraded { socket, state })) else {
        return End::Done(Ok(()));
    };
    let mut controls = Controls::new(context);
    poll_fn(|cx| {
        match controls.next(cx) {
            Some(Control::End(End::Stopped)) => return Poll::Ready(End::Stopped),
            // A client that takes nothing has lost its connection, and who has taken that over comes to an end.
            Some(Control::End(_)) => context.state.set_cut_short(),
            // That the server ends is known there.
            Some(Control::Drain | Control::Leave) | None => {}
        }
        work.as_mut().poll(cx).map(|()| End::Done(Ok(())))
    })
    .await
}

/// The socket, as tokio's traits have it.
struct Upgraded {
    socket: Socket,
    state: Arc<ConnectionState>,
}

impl Upgraded {
    /// The socket, unless the connection is lost.
    fn socket(&mut self) -> io::Result<Pin<&mut Socket>> {
        if self.state.is_cut_short() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(Pin::new(&mut self.socket))
    }
}

impl AsyncRead for Upgraded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.socket()?.poll_read_plain(cx, buffer)
    }
}

impl AsyncWrite for Upgraded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.socket()?.poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket()?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket()?.poll_shutdown(cx)
    }
}
