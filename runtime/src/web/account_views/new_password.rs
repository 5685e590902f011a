//! A new password, typed twice.

use super::form::{Field, PageForm};
use crate::base::passwords::MAX_LENGTH;
use crate::web::settings::Settings;

/// Two fields for it, with the rules that it is held to beside the first.
pub(super) fn fields(settings: &Settings, names: [&'static str; 2], label: &'static str) -> [Field; 2] {
    let [first, second] = names;
    [
        Field::password(first, label, "new-password").help(settings.password_help_texts()),
        Field::password(second, "The same again", "new-password"),
    ]
}

/// Says in the form what is wrong with it. `known` is what the password is not to be like: words for it, and what it is.
pub(super) fn check(
    form: &mut PageForm,
    settings: &Settings,
    names: [&'static str; 2],
    known: &[(&str, &str)],
) {
    let [first, second] = names;
    let (password, again) = (form.typed(first).to_owned(), form.typed(second).to_owned());
    if password.is_empty() {
        return;
    }
    if password.len() > MAX_LENGTH {
        form.add_error(first, format!("At most {MAX_LENGTH} bytes are possible."));
    } else if let Err(problems) = settings.validate_password(&password, known) {
        for problem in problems {
            form.add_error(first, problem.to_string());
        }
    }
    if !again.is_empty() && password != again {
        form.add_error(second, "The two passwords differ.");
    }
}
