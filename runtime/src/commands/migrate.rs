//! `migrate`: makes what the database misses, such as the session table.

use crate::app::{Application, Site};
use crate::error::Error;
use crate::server;

use super::log_to_stderr;

/// Prints what was made, one line each.
pub(super) fn run<A: Application>(site: Site<A>) -> Result<(), Error> {
    log_to_stderr();
    let made = match site.sessions_alone()? {
        Some(sessions) => server::run(1, async move { sessions.migrate().await })??,
        None => Vec::new(),
    };
    for thing in &made {
        println!("Made {thing}");
    }
    if made.is_empty() {
        println!("Nothing to do");
    }
    Ok(())
}
