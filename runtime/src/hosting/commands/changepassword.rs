//! `changepassword`: gives a user another password, as Django's command of that name. All sessions of the user end.
//!
//! The variable `VESTIBULE_PASSWORD` has the new one; without it the terminal is asked.

use super::print;
use super::terminal::Terminal;
use super::users::{self, ask_twice, problems, system_username, variable};
use crate::base::error::Error;
use crate::base::log;
use crate::hosting::server;
use crate::hosting::site::Site;
use crate::web::application::Application;
use crate::web::settings::Settings;
use crate::web::users::User;
use crate::web::users::database::Users;

const VARIABLE: &str = "VESTIBULE_PASSWORD";
/// How often it asks, as Django.
const TRIES: usize = 3;

/// Without a name it is the user who is called as the system calls who runs the command.
pub(super) fn run<A: Application>(site: Site<A>, username: Option<String>) -> Result<(), Error> {
    log::to_stderr();
    let (users, settings) = users::open(site)?;
    server::run(1, change(&users, &settings, username))?
}

async fn change(users: &Users, settings: &Settings, username: Option<String>) -> Result<(), Error> {
    let Some(username) = username.or_else(system_username) else {
        return Err(Error::internal("it is not said whose password\nhelp: `changepassword NAME`"));
    };
    let Some(user) = users.by_username(&username).await? else {
        return Err(Error::internal(format!("there is no user `{}`", username.escape_debug())));
    };
    let password = match (variable(&[VARIABLE])?, Terminal::open()) {
        (Some(password), _) => judged(settings, &user, password)?,
        (None, Some(terminal)) => ask(settings, &user, &terminal)?,
        (None, None) => {
            return Err(Error::internal(format!(
                "the new password is missing\nhelp: without a terminal it is taken from the variable `{VARIABLE}`"
            )));
        }
    };
    let user = users.set_password(&user, &password).await?;
    print(&format!("Changed the password of {}\n", user.username()))
}

/// # Errors
///
/// What is wrong with it.
fn judged(settings: &Settings, user: &User, password: String) -> Result<String, Error> {
    let problems = problems_of(settings, user, &password);
    if problems.is_empty() { Ok(password) } else { Err(Error::internal(problems.join(" "))) }
}

fn ask(settings: &Settings, user: &User, terminal: &Terminal) -> Result<String, Error> {
    terminal.say(&format!("A new password for {}.", user.username()))?;
    for _ in 0..TRIES {
        let Some(password) = ask_twice(terminal)? else { continue };
        let problems = problems_of(settings, user, &password);
        if problems.is_empty() {
            return Ok(password);
        }
        terminal.say(&problems.join("\n"))?;
    }
    Err(Error::internal(format!("{TRIES} times no password was found; the old one stays")))
}

fn problems_of(settings: &Settings, user: &User, password: &str) -> Vec<String> {
    let known = [
        ("username", user.username()),
        ("first name", user.first_name()),
        ("last name", user.last_name()),
        ("email address", user.email()),
    ];
    problems(settings, password, &known)
}
