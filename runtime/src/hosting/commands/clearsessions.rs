//! `clearsessions`: removes sessions that have expired, as Django's command of that name.

use crate::base::error::Error;
use crate::base::log;
use crate::hosting::server;
use crate::hosting::site::Site;
use crate::web::application::Application;

use super::print;
use super::progress::Progress;

/// Prints how many were removed. An engine whose sessions vanish by themselves has nothing to clear.
pub(super) fn run<A: Application>(site: Site<A>) -> Result<(), Error> {
    log::to_stderr();
    let cleared = match site.sessions_alone()? {
        Some(sessions) => server::run(1, async move {
            let mut progress = Progress::new();
            progress.show("Removing expired sessions …");
            let tell = |cleared| progress.show(&format!("Removing expired sessions … {cleared}"));
            sessions.clear_expired_telling(tell).await
        })??,
        None => 0,
    };
    match cleared {
        0 => print("Nothing to clear\n"),
        1 => print("Removed 1 expired session\n"),
        _ => print(&format!("Removed {cleared} expired sessions\n")),
    }
}
