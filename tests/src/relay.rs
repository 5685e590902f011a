//! `Relay`: a way to a server of this machine that can be cut.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// Passes on what comes to a port of its own, until it is cut.
#[derive(Debug)]
pub struct Relay {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    is_cut: bool,
    streams: Vec<TcpStream>,
}

impl Relay {
    /// A way to this port.
    ///
    /// # Panics
    ///
    /// If there is no port left.
    pub fn to(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let relay = Self { port: address(&listener).port(), state: Arc::default() };
        let state = Arc::clone(&relay.state);
        // It waits for connections as long as the tests run.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                pass(&state, stream, port);
            }
        });
        relay
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Closes every connection, and those that come, at once.
    pub fn cut(&self) {
        let mut state = lock(&self.state);
        state.is_cut = true;
        for stream in state.streams.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Passes on again.
    pub fn mend(&self) {
        lock(&self.state).is_cut = false;
    }
}

fn pass(state: &Mutex<State>, near: TcpStream, port: u16) {
    // Under the lock: what is cut meanwhile is closed.
    let mut state = lock(state);
    if state.is_cut {
        return;
    }
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)) else { return };
    for (from, to) in [(&near, &far), (&far, &near)] {
        let (from, to) = (clone(from), clone(to));
        std::thread::spawn(move || copy(from, to));
    }
    state.streams.extend([near, far]);
}

/// Passes on whatever comes, and then the end.
fn copy(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

fn clone(stream: &TcpStream) -> TcpStream {
    stream.try_clone().expect("a stream")
}

fn address(listener: &TcpListener) -> SocketAddr {
    listener.local_addr().expect("an address")
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    // A test that fails has not made it another.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
