//! What pages can call besides minijinja's own: Django's filters (`template/defaultfilters.py`), and functions.
//!
//! The table of them all is in `vestibule-templates`, for whoever reads templates without rendering them; a test here holds
//! it against the environment.

mod address;
mod choice;
mod dates;
mod html;
mod numbers;
mod script;
mod static_files;
mod text;

use minijinja::value::{Rest, StringInput, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use super::Surroundings;

/// Gives pages all of them.
pub(super) fn add(environment: &mut Environment<'static>, surroundings: &Surroundings) {
    address::add(environment);
    choice::add(environment);
    dates::add(environment, &surroundings.clock);
    html::add(environment);
    numbers::add(environment);
    script::add(environment);
    static_files::add(environment, &surroundings.static_url);
    text::add(environment);
}

/// Adds a filter that is called for what is there. Of a variable that is not there a strict page fails, and another one
/// writes nothing.
fn add_filter(environment: &mut Environment<'static>, name: &'static str, filter: Value) {
    let call = move |state: &mut State<'_, '_>, arguments: Rest<ValueOrKwargs>| {
        let arguments = arguments.into_values();
        match arguments.first().filter(|value| value.is_undefined()) {
            // It says where the variable was looked for.
            Some(value) => StringInput::new(state, value).map(|_| Value::UNDEFINED),
            None => filter.call(state, &arguments),
        }
    };
    environment.add_filter(name, call);
}

fn refused(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

#[cfg(test)]
mod tests;
