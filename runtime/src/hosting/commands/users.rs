//! What the commands about users have in common.

use std::env::{self, VarError};

use super::terminal::Terminal;
use crate::base::error::Error;
use crate::hosting::site::Site;
use crate::web::application::Application;
use crate::web::settings::Settings;
use crate::web::users::database::Users;

/// The users in the application's database.
///
/// # Errors
///
/// They are not there, or what is there ends with the command.
pub(super) fn open<A: Application>(site: Site<A>) -> Result<(Users, Settings), Error> {
    let Some((users, settings)) = site.users_alone()? else {
        return Err(Error::internal(
            "this application keeps no users in its database\n\
             help: `App::build().database_users()` has it ask for them there",
        ));
    };
    if settings.database_url.contains(":memory:") {
        return Err(Error::internal(
            "the database is in this program's memory and would end with this command\n\
             help: name one that stays: `database_url = \"sqlite://db.sqlite3\"`",
        ));
    }
    Ok((users, settings))
}

/// A variable of the environment, under the first of the names that is there.
pub(super) fn variable(names: &[&str]) -> Result<Option<String>, Error> {
    for name in names {
        match env::var(name) {
            Ok(value) => return Ok(Some(value)),
            Err(VarError::NotPresent) => {}
            // Without the value, which may be a password.
            Err(VarError::NotUnicode(_)) => return Err(Error::internal(format!("`{name}` is no UTF-8"))),
        }
    }
    Ok(None)
}

/// The name by which the system knows who runs the command, if the environment says it.
pub(super) fn system_username() -> Option<String> {
    let name = |variable: &&str| env::var(variable).ok().filter(|name| !name.is_empty());
    ["LOGNAME", "USER", "LNAME", "USERNAME"].iter().find_map(name)
}

/// What is wrong with a new password, for people.
pub(super) fn problems(settings: &Settings, password: &str, attributes: &[(&str, &str)]) -> Vec<String> {
    if password.trim().is_empty() {
        return vec!["The password is empty.".to_owned()];
    }
    match settings.validate_password(password, attributes) {
        Ok(()) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

/// Asks for a new password, twice; `None`, and a word about it, if the two differ.
pub(super) fn ask_twice(terminal: &Terminal) -> Result<Option<String>, Error> {
    let password = terminal.ask_hidden("Password: ")?;
    if terminal.ask_hidden("Password, once more: ")? == password {
        return Ok(Some(password));
    }
    terminal.say("These are two different passwords.")?;
    Ok(None)
}
