//! A new password, typed twice.

use crate::base::passwords::MAX_LENGTH;
use crate::web::forms::BoundForm;
use crate::web::settings::Settings;
use crate::web::templates::Markup;

/// Says beside the first of its fields which rules it is held to.
pub(super) fn say_rules<T>(form: &mut BoundForm<T>, settings: &Settings, field: &str) {
    let rules: String = settings
        .password_help_texts()
        .into_iter()
        .map(|rule| format!("<li>{}</li>", Markup::escape(rule)))
        .collect();
    form.set_help_text(field, Markup::new(format!("<ul>{rules}</ul>")));
}

/// Says in the form what is wrong with it. `known` is what the password is not to be like: words for it, and what it is.
pub(super) fn check<T>(
    form: &mut BoundForm<T>,
    settings: &Settings,
    names: [&str; 2],
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
