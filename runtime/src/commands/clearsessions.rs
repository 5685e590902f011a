//! `clearsessions`: removes sessions that have expired, as Django's command of that name.

use crate::app::{Application, Site};
use crate::error::Error;
use crate::server;

use super::log_to_stderr;

/// Prints how many were removed. An engine whose sessions vanish by themselves has nothing to clear.
pub(super) fn run<A: Application>(site: Site<A>) -> Result<(), Error> {
    log_to_stderr();
    let cleared = match site.sessions_alone()? {
        Some(sessions) => server::run(1, async move { sessions.clear_expired().await })??,
        None => 0,
    };
    match cleared {
        0 => println!("Nothing to clear"),
        1 => println!("Removed 1 expired session"),
        _ => println!("Removed {cleared} expired sessions"),
    }
    Ok(())
}
