//! The application's command line, as manage.py is Django's: one file per command.

mod clearsessions;
#[cfg(feature = "cli")]
mod command_line;
mod explain;
mod middleware;
mod migrate;
mod routes;
mod serve;
mod table;

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use crate::base::error::Error;
use crate::base::log;
use crate::hosting::app::{Application, Site};
use serve::Options;

/// `App::main()`: reads the arguments and runs the command they name.
#[cfg(feature = "cli")]
pub(crate) fn main<A: Application>(site: Site<A>) -> ExitCode {
    exit(command_line::run(site))
}

/// `App::main()` without a command line: serves, and takes no argument for one that it does not read.
#[cfg(not(feature = "cli"))]
pub(crate) fn main<A: Application>(site: Site<A>) -> ExitCode {
    match std::env::args_os().nth(1) {
        None => serve(site),
        Some(argument) => exit(Err(Error::internal(format!(
            "`{}` is not read: this program only serves\nhelp: its commands come with vestibule's feature `cli`",
            argument.to_string_lossy().escape_debug()
        )))),
    }
}

/// Serves with settings alone.
pub(crate) fn serve<A: Application>(site: Site<A>) -> ExitCode {
    exit(serve::run(site, Options::default()))
}

fn exit(result: Result<(), Error>) -> ExitCode {
    let code = match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::say(&format!("error: {}", error.chain()));
            ExitCode::FAILURE
        }
    };
    log::flush();
    code
}

/// Prints a command's answer, as far as somebody reads it: `routes | head -1` has read enough.
fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
