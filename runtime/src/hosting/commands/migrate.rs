//! `migrate`: makes what the database misses, such as the tables of sessions and users.

use crate::base::error::Error;
use crate::base::log;
use crate::hosting::server;
use crate::hosting::site::Site;
use crate::web::application::Application;

use super::print;
use super::progress::Progress;

/// Prints what was made, one line each.
pub(super) fn run<A: Application>(site: Site<A>) -> Result<(), Error> {
    log::to_stderr();
    let tables = site.tables_alone()?;
    let made = server::run(1, async move {
        let mut progress = Progress::new();
        tables.make(|tables| progress.show(&format!("Making the tables of {tables} …"))).await
    })??;
    match &*made {
        [] => print("Nothing to do\n"),
        made => print(&made.iter().map(|thing| format!("Made {thing}\n")).collect::<String>()),
    }
}
