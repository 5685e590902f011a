//! An application behind a real socket.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use vestibule::server::{Server, Shutdown, run};
use vestibule::{Application, Site};

/// Longest any test waits for an answer before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A site on a free port, on threads of its own; stopped when dropped.
#[derive(Debug)]
pub struct RunningSite {
    address: SocketAddr,
    shutdown: Shutdown,
    thread: Option<JoinHandle<()>>,
}

impl RunningSite {
    /// Starts it, with two threads.
    ///
    /// # Panics
    ///
    /// If the site does not start.
    pub fn start<A: Application>(site: Site<A>) -> Self {
        let shutdown = Shutdown::new();
        let (sender, receiver) = std::sync::mpsc::channel();
        let stop = shutdown.clone();
        let thread = std::thread::spawn(move || {
            let serve = async {
                let service = site.start().await.expect("the site starts");
                let limits = service.settings().limits.clone();
                let address = SocketAddr::from(([127, 0, 0, 1], 0));
                let server = Server::bind(&[address], service, limits).expect("a free port");
                sender.send(server.local_addr().expect("an address")).expect("a test that waits");
                server.serve(stop).await.expect("it serves");
            };
            run(2, serve).expect("a runtime");
        });
        let address = receiver.recv().expect("the site starts");
        Self { address, shutdown, thread: Some(thread) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Has it finish what it is at and end, and waits for that.
    pub fn stop(mut self) {
        self.shutdown.begin();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    /// Sends the bytes on a new connection and reads until the site closes it.
    ///
    /// # Panics
    ///
    /// If the connection fails before the site has closed it.
    pub fn exchange(&self, bytes: impl AsRef<[u8]>) -> String {
        exchange(self.address, bytes.as_ref()).expect("an exchange")
    }

    /// `GET` on a connection of its own; head and body of the answer.
    ///
    /// # Panics
    ///
    /// As [`RunningSite::exchange`].
    pub fn get(&self, path: &str, headers: &str) -> String {
        self.exchange(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"))
    }
}

impl Drop for RunningSite {
    fn drop(&mut self) {
        self.shutdown.begin();
        self.shutdown.begin();
        if let Some(thread) = self.thread.take() {
            // A panic of the site has been printed by its own thread.
            let _ = thread.join();
        }
    }
}

/// Sends the bytes on a new connection and reads until the other side closes it.
///
/// # Errors
///
/// Those of the socket, and a time-out if it is not closed.
pub fn exchange(address: SocketAddr, bytes: &[u8]) -> io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // The site may have refused and closed before everything was sent.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if answer.is_empty() || error.kind() == io::ErrorKind::WouldBlock => Err(error),
        _ => Ok(String::from_utf8_lossy(&answer).into_owned()),
    }
}
