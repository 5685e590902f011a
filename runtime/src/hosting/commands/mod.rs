//! The application's command line, as manage.py is Django's: one file per command.

mod clearsessions;
mod explain;
mod middleware;
mod migrate;
mod routes;
mod serve;
mod table;

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use clap::{Arg, Command, value_parser};

use crate::base::error::Error;
use crate::base::log;
use crate::hosting::app::{Application, Site};

/// `App::main()`: reads the arguments and runs the command they name.
pub(crate) fn main<A: Application>(site: Site<A>) -> ExitCode {
    let matches = command_line(A::PLACE.krate).get_matches();
    exit(match matches.subcommand() {
        Some(("clearsessions", _)) => clearsessions::run(site),
        Some(("migrate", _)) => migrate::run(site),
        Some(("explain", arguments)) => explain::run(site, arguments),
        Some(("middleware", _)) => middleware::run(site),
        Some(("routes", _)) => routes::run::<A>(),
        Some(("serve", arguments)) => serve::run(site, Some(arguments)),
        _ => serve::run(site, Some(&matches)),
    })
}

/// Serves with settings alone.
pub(crate) fn serve<A: Application>(site: Site<A>) -> ExitCode {
    exit(serve::run(site, None))
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
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

fn command_line(name: &'static str) -> Command {
    let bind =
        Arg::new("bind").long("bind").value_name("ADDRESS").help("Address and port, such as 0.0.0.0:8000");
    let threads = Arg::new("threads").long("threads").value_name("N").value_parser(value_parser!(usize));
    let serve = [bind, threads.help("Threads that answer requests; 0 is one per core")];
    let method = Arg::new("method").required(true).value_name("METHOD").help("GET, POST …");
    let path = Arg::new("path").required(true).value_name("PATH").help("As a browser asks for it: /home/");
    Command::new(name)
        .about("Without a command it serves.")
        .args(serve.clone())
        .subcommand(Command::new("serve").about("Answers requests until it is told to stop").args(serve))
        .subcommand(
            Command::new("migrate").about("Makes what the database misses, such as the session table"),
        )
        .subcommand(Command::new("clearsessions").about("Removes sessions that have expired"))
        .subcommand(
            Command::new("routes")
                .about("Lists every view: methods, path, who may enter, its flags, where it stands"),
        )
        .subcommand(
            Command::new("middleware").about("Lists the layers, outermost first: order, place, hooks"),
        )
        .subcommand(
            Command::new("explain").about("Draws what a request would pass through").args([method, path]),
        )
}
