//! What the arguments say: a command and its options.

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::serve::{self, Options};
#[cfg(feature = "sql")]
use super::{changepassword, createsuperuser};
use super::{check, clearsessions, explain, middleware, migrate, routes, sendtestemail, templates};
use crate::base::error::Error;
use crate::hosting::checks::Level;
use crate::hosting::site::Site;
use crate::web::application::Application;

/// Runs the command that the arguments name; without one it serves.
pub(super) fn run<A: Application>(site: Site<A>) -> Result<(), Error> {
    let matches = command_line(A::PLACE.krate).get_matches();
    match matches.subcommand() {
        #[cfg(feature = "sql")]
        Some(("changepassword", arguments)) => {
            changepassword::run(site, arguments.get_one("username").cloned())
        }
        #[cfg(feature = "sql")]
        Some(("createsuperuser", arguments)) => createsuperuser::run(site, superuser(arguments)),
        Some(("check", arguments)) => check::run(site, &checked(arguments)),
        Some(("clearsessions", _)) => clearsessions::run(site),
        Some(("migrate", _)) => migrate::run(site),
        Some(("explain", arguments)) => {
            explain::run(site, text(arguments, "method"), text(arguments, "path"))
        }
        Some(("middleware", _)) => middleware::run(site),
        Some(("routes", _)) => routes::run(&site),
        Some(("sendtestemail", arguments)) => {
            let to = arguments.get_many::<String>("to").into_iter().flatten().cloned().collect();
            sendtestemail::run(site, to, arguments.get_flag("admins"), arguments.get_flag("managers"))
        }
        Some(("templates", _)) => templates::run::<A>(),
        Some(("serve", arguments)) => serve::run(site, options(arguments)),
        _ => serve::run(site, options(&matches)),
    }
}

/// A required argument.
fn text<'a>(arguments: &'a ArgMatches, name: &str) -> &'a str {
    arguments.get_one::<String>(name).map_or("", String::as_str)
}

fn options(arguments: &ArgMatches) -> Options {
    Options { bind: arguments.get_one("bind").cloned(), threads: arguments.get_one("threads").copied() }
}

fn checked(arguments: &ArgMatches) -> check::Options {
    let fail_level = arguments.get_one("fail-level").copied().unwrap_or(Level::Error);
    check::Options { deploy: arguments.get_flag("deploy"), fail_level }
}

#[cfg(feature = "sql")]
fn superuser(arguments: &ArgMatches) -> createsuperuser::Options {
    createsuperuser::Options {
        username: arguments.get_one("username").cloned(),
        email: arguments.get_one("email").cloned(),
        no_input: arguments.get_flag("no-input"),
    }
}

fn command_line(name: &'static str) -> Command {
    let bind =
        Arg::new("bind").long("bind").value_name("ADDRESS").help("Address and port, such as 0.0.0.0:8000");
    let threads = Arg::new("threads").long("threads").value_name("N").value_parser(value_parser!(usize));
    let serve = [bind, threads.help("Threads that answer requests; 0 is one per core")];
    let method = Arg::new("method").required(true).value_name("METHOD").help("GET, POST …");
    let path = Arg::new("path").required(true).value_name("PATH").help("As a browser asks for it: /home/");
    let to = Arg::new("to").num_args(0..).value_name("ADDRESS").help("Such as ada@example.com");
    let flag = |name: &'static str, help| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let admins = flag("admins", "To those that the setting `admins` names");
    let managers = flag("managers", "To those that the setting `managers` names");
    let deploy = flag("deploy", "Also what no site should be put before the world with");
    let fail_level = Arg::new("fail-level")
        .long("fail-level")
        .value_name("LEVEL")
        .value_parser(|word: &str| word.parse::<Level>())
        .help("Fail from this level on: INFO, WARNING or ERROR, which is the default");
    let command = Command::new(name)
        .about("Without a command it serves.")
        .args(serve.clone())
        .subcommand(Command::new("serve").about("Answers requests until it is told to stop").args(serve))
        .subcommand(
            Command::new("migrate").about("Makes what the database misses, such as the session table"),
        )
        .subcommand(
            Command::new("check")
                .about("Says what keeps the application from starting, and what else may be wrong")
                .args([deploy, fail_level]),
        )
        .subcommand(Command::new("clearsessions").about("Removes sessions that have expired"))
        .subcommand(
            Command::new("sendtestemail")
                .about("Sends a mail to try the settings `email_…`")
                .args([to, admins, managers]),
        )
        .subcommand(
            Command::new("routes")
                .about("Lists every view: methods, path, who may enter, its flags, where it stands"),
        )
        .subcommand(
            Command::new("templates")
                .about("Lists every template: what renders it with what, what brings it in"),
        )
        .subcommand(
            Command::new("middleware").about("Lists the layers, outermost first: order, place, hooks"),
        )
        .subcommand(
            Command::new("explain").about("Draws what a request would pass through").args([method, path]),
        );
    #[cfg(feature = "sql")]
    let command = command.subcommands(of_users());
    command
}

/// No option takes a password: what stands on a command line is seen by others, and kept in histories.
#[cfg(feature = "sql")]
fn of_users() -> [Command; 2] {
    let username = Arg::new("username").value_name("NAME");
    let email = Arg::new("email").long("email").value_name("ADDRESS");
    let no_input = Arg::new("no-input").long("no-input").alias("noinput").action(ArgAction::SetTrue);
    let of_superuser = [
        username.clone().long("username").help("The name to log in with [env: VESTIBULE_SUPERUSER_USERNAME]"),
        email.help("The e-mail address; may be empty [env: VESTIBULE_SUPERUSER_EMAIL]"),
        no_input.help("Asks for nothing, though there is a terminal"),
    ];
    [
        Command::new("createsuperuser")
            .about("Makes a user who may do everything [password in env: VESTIBULE_SUPERUSER_PASSWORD]")
            .args(of_superuser),
        Command::new("changepassword")
            .about("Gives a user another password [env: VESTIBULE_PASSWORD]")
            .arg(username.help("Whose; by default the system's name of who runs the command")),
    ]
}
