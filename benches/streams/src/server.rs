//! The server: the application, and the process that it runs in.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};

use vestibule::prelude::*;
use vestibule::sse::{Channel, Event, EventStream};
use vestibule::websocket::WebSocketUpgrade;
use vestibule::{BoxError, server};

vestibule::app! { middleware: [] }

#[view(GET, "/one/", app = crate::server::App)]
async fn one() -> &'static str {
    "1"
}

#[view(GET, "/tell/", app = crate::server::App)]
async fn tell(State(events): State<Channel<u64>>) -> &'static str {
    events.send(1);
    "1"
}

#[view(GET, "/events/", app = crate::server::App)]
async fn listen(State(events): State<Channel<u64>>) -> EventStream {
    events.events(None, |number| Event::data(number.to_string()))
}

#[view(GET, "/echo/", app = crate::server::App)]
async fn echo(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |mut socket| {
        while let Some(message) = socket.receive().await {
            socket.send(message).await?;
        }
        Ok(())
    })
}

/// Serves until SIGTERM, and says where on its standard output.
pub(crate) fn main() -> ExitCode {
    let serve = async {
        let site = App::build().state(Channel::<u64>::new(64)).settings(|settings| {
            settings.secret_key = "only for the bench, 32 bytes or more".into();
            settings.access_log = false;
        });
        let service = site.start().await?;
        let limits = service.settings().limits.clone();
        let server = server::Server::bind(&[SocketAddr::from(([127, 0, 0, 1], 0))], service, limits)?;
        println!("{}", server.local_addr()?);
        server.serve(server::signals()).await?;
        Ok::<_, Error>(())
    };
    match server::run(1, serve) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => crate::failed(&error),
        Err(error) => crate::failed(&error),
    }
}

/// It, seen from outside.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    pub(crate) fn start() -> Result<Self, BoxError> {
        let this = std::env::current_exe()?;
        let mut child = Command::new(this).arg("serve").stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        if let Some(said) = child.stdout.take() {
            BufReader::new(said).read_line(&mut line)?;
        }
        Ok(Self { address: line.trim().parse()?, child })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// KiB of it in memory.
    pub(crate) fn memory(&self) -> Result<u64, BoxError> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    pub(crate) fn ended(mut self) -> Result<ExitStatus, BoxError> {
        Ok(self.child.wait()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
