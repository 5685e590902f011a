//! `createsuperuser`: makes a user who may do everything, as Django's command of that name.
//!
//! What the options do not say stands in the environment, or is asked for:
//!
//! | | option | variable |
//! |---|---|---|
//! | name | `--username` | `VESTIBULE_SUPERUSER_USERNAME` |
//! | e-mail address | `--email` | `VESTIBULE_SUPERUSER_EMAIL` |
//! | password | | `VESTIBULE_SUPERUSER_PASSWORD` |
//!
//! Django's names of the variables, `DJANGO_SUPERUSER_…`, are read where ours are not set.

use super::print;
use super::terminal::Terminal;
use super::users::{self, ask_twice, problems, system_username};
use crate::base::error::Error;
use crate::base::log;
use crate::hosting::server;
use crate::hosting::site::Site;
use crate::web::application::Application;
use crate::web::settings::Settings;
use crate::web::users::database::{NewUser, Users, UsersError};

/// What the arguments say.
pub(super) struct Options {
    pub(super) username: Option<String>,
    pub(super) email: Option<String>,
    /// Whether nobody is to be asked, though there is a terminal.
    pub(super) no_input: bool,
}

/// Prints the name of the user that was made.
pub(super) fn run<A: Application>(site: Site<A>, options: Options) -> Result<(), Error> {
    log::to_stderr();
    let (users, settings) = users::open(site)?;
    let terminal = if options.no_input { None } else { Terminal::open() };
    server::run(1, create(&users, &settings, options, terminal.as_ref()))?
}

/// Asking holds the thread, which has nothing else to do.
async fn create(
    users: &Users,
    settings: &Settings,
    options: Options,
    terminal: Option<&Terminal>,
) -> Result<(), Error> {
    let username = username(users, options.username, terminal).await?;
    let email = email(options.email, terminal)?;
    let password = password(settings, &username, &email, terminal)?;
    let new = NewUser::new(username).email(email).password(password).staff(true).superuser(true);
    let user = users.create(new).await?;
    print(&format!("Made the superuser {}\n", user.username()))
}

async fn username(
    users: &Users,
    option: Option<String>,
    terminal: Option<&Terminal>,
) -> Result<String, Error> {
    let mut given = option.map_or_else(|| variable("USERNAME"), |name| Ok(Some(name)))?;
    loop {
        let username = match (given.take(), terminal) {
            (Some(username), _) => username,
            (None, Some(terminal)) => ask_username(users, terminal).await?,
            (None, None) => return Err(missing("username", "`--username`, or the variable ", "USERNAME")),
        };
        match (users.check_username(&username).await, terminal) {
            (Ok(()), _) => return Ok(username),
            (Err(error @ (UsersError::Username(_) | UsersError::UsernameTaken)), Some(terminal)) => {
                terminal.say(&format!("{}: {error}.", username.escape_debug()))?;
            }
            (Err(error), _) => return Err(error.into()),
        }
    }
}

/// An empty answer is the system's name of who answers, if a new user can have it.
async fn ask_username(users: &Users, terminal: &Terminal) -> Result<String, Error> {
    let Some(default) = system_username() else { return terminal.ask("Username: ") };
    match users.check_username(&default).await {
        Ok(()) => {
            let answer = terminal.ask(&format!("Username [{default}]: "))?;
            Ok(if answer.is_empty() { default } else { answer })
        }
        Err(UsersError::Username(_) | UsersError::UsernameTaken) => terminal.ask("Username: "),
        Err(error) => Err(error.into()),
    }
}

/// May be empty, where somebody says so.
fn email(option: Option<String>, terminal: Option<&Terminal>) -> Result<String, Error> {
    const NO_ADDRESS: &str = "that is no e-mail address: one looks like mary@example.com";
    let mut given = option.map_or_else(|| variable("EMAIL"), |email| Ok(Some(email)))?;
    loop {
        let email = match (given.take(), terminal) {
            (Some(email), _) => email,
            (None, Some(terminal)) => terminal.ask("E-mail address (may be empty): ")?,
            (None, None) => return Err(missing("e-mail address", "`--email`, or the variable ", "EMAIL")),
        };
        match terminal {
            _ if is_email(&email) => return Ok(email),
            Some(terminal) => terminal.say(NO_ADDRESS)?,
            None => return Err(Error::internal(NO_ADDRESS)),
        }
    }
}

/// A bad one is taken from who insists on it, or has written it into a script.
fn password(
    settings: &Settings,
    username: &str,
    email: &str,
    terminal: Option<&Terminal>,
) -> Result<String, Error> {
    let problems =
        |password: &str| problems(settings, password, &[("username", username), ("email address", email)]);
    if let Some(password) = variable("PASSWORD")? {
        if password.trim().is_empty() {
            return Err(Error::internal("the variable that has the password is empty"));
        }
        for problem in problems(&password) {
            log::say(&format!("warning: {problem}"));
        }
        return Ok(password);
    }
    let Some(terminal) = terminal else { return Err(missing("password", "the variable ", "PASSWORD")) };
    loop {
        let Some(password) = ask_twice(terminal)? else { continue };
        let problems = problems(&password);
        for problem in &problems {
            terminal.say(problem)?;
        }
        let takes =
            || terminal.ask("Take it all the same? [y/N] ").map(|answer| answer.eq_ignore_ascii_case("y"));
        if problems.is_empty() || !password.trim().is_empty() && takes()? {
            return Ok(password);
        }
    }
}

/// What the environment says of the superuser.
fn variable(name: &str) -> Result<Option<String>, Error> {
    users::variable(&[&format!("VESTIBULE_SUPERUSER_{name}"), &format!("DJANGO_SUPERUSER_{name}")])
}

fn missing(what: &str, places: &str, variable: &str) -> Error {
    Error::internal(format!(
        "the superuser's {what} is missing\nhelp: it is taken from {places}`VESTIBULE_SUPERUSER_{variable}`"
    ))
}

/// Whether it looks like an address. Empty is none, and allowed.
fn is_email(text: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty() && !part.contains(|char: char| char.is_whitespace() || char.is_control())
    };
    text.is_empty() || text.rsplit_once('@').is_some_and(|(name, domain)| is_plain(name) && is_plain(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_somebody_and_somewhere() {
        for address in ["", "gary@example.com", "gary@localhost", "\"a@b\"@example.com"] {
            assert!(is_email(address), "{address}");
        }
        for address in ["gary", "@example.com", "gary@", "ga ry@example.com", "gary@exam\nple.com"] {
            assert!(!is_email(address), "{address}");
        }
    }
}
