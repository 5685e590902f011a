//! Listening, and taking connections in.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// Connections that the kernel holds until they are accepted.
const BACKLOG: i32 = 4096;

/// How long to wait when no connection can be taken in, for want of file descriptors or memory.
const BACK_OFF: Duration = Duration::from_millis(50);

/// Time between two log lines that say so.
const LOG_EVERY: Duration = Duration::from_secs(1);

/// Listens on all of `addresses` that this machine has, at least one.
pub(super) fn bind(addresses: &[SocketAddr]) -> io::Result<Vec<StdListener>> {
    let mut listeners = Vec::new();
    let mut missing = io::Error::new(ErrorKind::InvalidInput, "no address to listen on");
    for &address in addresses {
        match listen(address) {
            Ok(listener) => listeners.push(listener),
            // `localhost` names an IPv6 address also where there is no IPv6.
            Err(error) if matches!(error.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported) => {
                missing = error
            }
            Err(error) => return Err(error),
        }
    }
    if listeners.is_empty() { Err(missing) } else { Ok(listeners) }
}

fn listen(address: SocketAddr) -> io::Result<StdListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // On Unix this is about connections of an earlier process that linger; on Windows it would let
    // another process take the port.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Takes connections in until it is dropped.
pub(super) async fn accept(listener: Arc<TcpListener>, serve: impl Fn(TcpStream, SocketAddr)) {
    let mut logged: Option<Instant> = None;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => serve(stream, peer),
            // That one is gone already; the next may be there.
            Err(error) if is_about_one_connection(&error) => {}
            Err(error) => {
                if logged.is_none_or(|logged| logged.elapsed() >= LOG_EVERY) {
                    tracing::error!(target: "vestibule::server", %error, "cannot accept connections");
                    logged = Some(Instant::now());
                }
                // Accepting again at once would fail at once, for as long as the table is full.
                tokio::time::sleep(BACK_OFF).await;
            }
        }
    }
}

/// Takes in those that have come before the listener closes, which would reset them.
pub(super) fn accept_rest(listener: &TcpListener, serve: impl Fn(TcpStream, SocketAddr)) {
    let listener = SockRef::from(listener);
    loop {
        match listener.accept().and_then(|(socket, peer)| Ok((into_stream(socket)?, peer.as_socket()))) {
            Ok((stream, Some(peer))) => serve(stream, peer),
            Ok((_, None)) => {}
            Err(error) if is_about_one_connection(&error) || error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                if error.kind() != ErrorKind::WouldBlock {
                    tracing::error!(target: "vestibule::server", %error, "cannot accept connections");
                }
                return;
            }
        }
    }
}

fn into_stream(socket: Socket) -> io::Result<TcpStream> {
    socket.set_nonblocking(true)?;
    TcpStream::from_std(socket.into())
}

fn is_about_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    )
}
