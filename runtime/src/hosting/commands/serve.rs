//! `serve`: answers requests until it is told to stop.

use std::net::{SocketAddr, ToSocketAddrs};

use clap::ArgMatches;

use crate::base::error::Error;
use crate::base::log;
use crate::hosting::server;
use crate::hosting::site::Site;
use crate::web::application::Application;

pub(super) fn run<A: Application>(mut site: Site<A>, arguments: Option<&ArgMatches>) -> Result<(), Error> {
    let mut settings = site.load_settings()?;
    if let Some(bind) = arguments.and_then(|arguments| arguments.get_one::<String>("bind")) {
        settings.bind.clone_from(bind);
    }
    if let Some(threads) = arguments.and_then(|arguments| arguments.get_one::<usize>("threads")) {
        settings.threads = *threads;
    }
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
