//! The application's command line, as manage.py is Django's: one file per command.

#[cfg(all(feature = "cli", feature = "sql"))]
mod changepassword;
mod check;
mod clearsessions;
#[cfg(feature = "cli")]
mod command_line;
#[cfg(all(feature = "cli", feature = "sql"))]
mod createsuperuser;
mod explain;
mod middleware;
mod migrate;
mod progress;
mod routes;
mod sendtestemail;
mod serve;
mod table;
mod templates;
#[cfg(all(feature = "cli", feature = "sql"))]
mod terminal;
#[cfg(all(feature = "cli", feature = "sql"))]
mod users;

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use crate::base::error::Error;
use crate::base::log;
use crate::hosting::site::Site;
use crate::web::application::Application;
use crate::web::reverse;
use serve::Options;

impl<A: Application> Site<A> {
    /// The application's command line: `serve` unless an argument says otherwise.
    ///
    /// Without the feature `cli` there is none: it serves, and refuses any argument rather than ignore it.
    pub fn main(self) -> ExitCode {
        reverse::is_main::<A>();
        main(self)
    }

    /// Serves with settings alone, for a program whose command line is its own.
    pub fn serve(self) -> ExitCode {
        reverse::is_main::<A>();
        exit(serve::run(self, Options::default()))
    }
}

#[cfg(feature = "cli")]
fn main<A: Application>(site: Site<A>) -> ExitCode {
    exit(command_line::run(site))
}

#[cfg(not(feature = "cli"))]
fn main<A: Application>(site: Site<A>) -> ExitCode {
    match std::env::args_os().nth(1) {
        None => site.serve(),
        Some(argument) => exit(Err(Error::internal(format!(
            "`{}` is not read: this program only serves\nhelp: its commands come with vestibule's feature `cli`",
            argument.to_string_lossy().escape_debug()
        )))),
    }
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
