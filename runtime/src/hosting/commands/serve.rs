//! `serve`: answers requests until it is told to stop.

use std::net::{SocketAddr, ToSocketAddrs};

use crate::base::error::Error;
use crate::base::log;
use crate::hosting::server;
use crate::hosting::site::Site;
use crate::web::application::Application;

/// What goes before the settings.
#[derive(Default)]
pub(super) struct Options {
    /// Address and port.
    pub(super) bind: Option<String>,
    pub(super) threads: Option<usize>,
}

pub(super) fn run<A: Application>(mut site: Site<A>, options: Options) -> Result<(), Error> {
    let mut settings = site.load_settings()?;
    settings.bind = options.bind.unwrap_or(settings.bind);
    settings.threads = options.threads.unwrap_or(settings.threads);
    log::to_stderr();
    let addresses = addresses(&settings.bind)?;
    let (threads, limits) = (settings.threads, settings.limits.clone());
    server::run(threads, async move {
        let service = site.start_with(settings).await?;
        let shutdown = service.shutdown().clone();
        let server = server::Server::bind(&addresses, service, limits).map_err(|error| {
            Error::internal(format!("cannot listen on {}", addresses[0])).caused_by(error)
        })?;
        shutdown.begin_on_signals();
        log::say(&format!("Listening on http://{}/  (stop with Ctrl-C)", server.local_addr()?));
        server.serve(shutdown).await.map_err(Error::from)
    })?
}

fn addresses(bind: &str) -> Result<Vec<SocketAddr>, Error> {
    let wrong = || {
        Error::internal(format!(
            "`{bind}` is no address and port\nhelp: write it as `127.0.0.1:8000` or `[::]:8000`"
        ))
    };
    let addresses: Vec<_> = bind.to_socket_addrs().map_err(|_| wrong())?.collect();
    if addresses.is_empty() { Err(wrong()) } else { Ok(addresses) }
}
