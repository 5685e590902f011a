//! What every page sees besides the variables that its view gives it: `request`, `user`, `messages`, `csrf_input` …
//! (Django's context processors.)
//!
//! A layer names what it shows in its `#[middleware(…, context(…))]`; an application leaves a line in a table, by
//! `#[context_processor]`. A variable is made for pages whose templates mention it and whose view gives none of that
//! name, and for no other.
//!
//! It is made in two steps, since templates cannot wait: [`fetch`] has at hand what takes waiting, and [`render`] asks
//! for the value of each. A page that is rendered without the first, such as one that a view renders itself, shows what
//! is at hand by then.

mod fetched;
mod querystring;
mod table;
mod text;
mod value;
mod variables;

pub use fetched::FetchedProcessor;
pub use table::{ContextEntry, ContextProcessor, ContextVariable, Fetching, VESTIBULE_CONTEXT_0_1};
pub use text::RendersText;
pub use value::ContextValue;

pub(crate) use variables::{ContextVariables, REQUEST};

use crate::base::error::Error;
use crate::base::panics;
use crate::web::request::Request;
use crate::web::templates::{Context, Escaping, Rendering};

/// Has at hand what the template is going to show and takes waiting.
///
/// # Errors
///
/// That of the first variable which cannot be had.
pub(crate) async fn fetch(request: &mut Request, name: &str, given: &Context) -> Result<(), Error> {
    for variable in shown(request, name, given) {
        fetch_one(request, variable).await?;
    }
    Ok(())
}

/// The same for an error page: what cannot be had is not shown, since the error is what counts. `tell` is told of it.
pub(crate) async fn fetch_what_there_is(
    request: &mut Request,
    name: &str,
    given: &Context,
    tell: impl Fn(&Error),
) {
    for variable in shown(request, name, given) {
        if let Err(error) = fetch_one(request, variable).await {
            tell(&error);
        }
    }
}

/// Renders a template with its own context and with what every page sees; what its own context has wins.
///
/// # Errors
///
/// If the template is missing, does not parse or fails; and that of the first variable which cannot be had.
pub(crate) fn render(
    request: &Request,
    name: &str,
    given: &Context,
    escaping: Escaping,
) -> Result<String, Error> {
    render_with(request, name, given, Rendering::of(escaping), Err)
}

/// The same for an error page: without the variables that cannot be had, of which `tell` is told.
///
/// # Errors
///
/// If the template is missing, does not parse or fails.
pub(crate) fn render_what_there_is(
    request: &Request,
    name: &str,
    given: &Context,
    tell: impl Fn(&Error),
) -> Result<String, Error> {
    let tolerate = |error| {
        tell(&error);
        Ok(())
    };
    render_with(request, name, given, Rendering::LENIENT, tolerate)
}

fn render_with(
    request: &Request,
    name: &str,
    given: &Context,
    mut rendering: Rendering,
    mut failed: impl FnMut(Error) -> Result<(), Error>,
) -> Result<String, Error> {
    if cfg!(debug_assertions) {
        let variables = variables(request);
        request.templates().check_edited(name, given, variables.own(), variables.of_framework())?;
    }
    let mut all = given.clone();
    for variable in shown(request, name, given) {
        // An application's own function may panic in it.
        let value = panics::catch(|| (variable.value)(request)).and_then(|value| value);
        match value.map_err(|error| named(error, variable)) {
            Ok(Some(value)) => all.insert_value(variable.name, value),
            // It is left out on purpose, or not at hand: that is no mistake of the template.
            Ok(None) => rendering.is_strict = false,
            Err(error) => failed(error)?,
        }
    }
    request.templates().render(name, all, rendering)
}

async fn fetch_one(request: &mut Request, variable: &ContextVariable) -> Result<(), Error> {
    let Some(fetch) = variable.fetch else { return Ok(()) };
    panics::later(fetch(request)).await.map_err(|error| named(error, variable))
}

/// A panic says of which variable it was: the place alone may be inside a library.
fn named(error: Error, variable: &ContextVariable) -> Error {
    if error.is_panic() { error.within(format_args!("context processor `{}`", variable.name)) } else { error }
}

/// What the template can show and is not given.
fn shown(request: &Request, name: &str, given: &Context) -> Vec<&'static ContextVariable> {
    let shown = variables(request).shown_by(name, request.templates());
    shown.iter().copied().filter(|variable| !given.contains(variable.name)).collect()
}

fn variables(request: &Request) -> &ContextVariables {
    request.part().unwrap_or(const { &ContextVariables::NONE })
}
