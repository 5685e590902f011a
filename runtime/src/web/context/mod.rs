//! What every page sees besides the variables that its view gives it: `request`, `user`, `messages`, `csrf_input` …
//! (Django's context processors.)
//!
//! A layer names what it shows in its `#[middleware(…, context(…))]`; an application leaves a line in a table, by
//! `#[context_processor]`. A variable is made for pages whose templates mention it, and for no other. What takes
//! waiting is fetched before the page is rendered, since templates cannot wait.

mod table;
mod variables;

pub use table::{ContextEntry, ContextProcessor, ContextVariable, Fetching, VESTIBULE_CONTEXT_0_1};

pub(crate) use variables::ContextVariables;

use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::templates::Context;

/// Renders a template with its own context and with what every page sees; what its own context has wins.
///
/// # Errors
///
/// If the template is missing, does not parse or fails.
pub(crate) fn render(request: &Request, name: &str, context: &Context) -> Result<String, Error> {
    let mut all = context.clone();
    for variable in variables(request).shown_by(name, request.templates()).iter() {
        if !all.contains(variable.name)
            && let Some(value) = (variable.value)(request)
        {
            all.insert_value(variable.name, value);
        }
    }
    request.templates().render(name, all)
}

/// Has at hand what the template is going to show and takes waiting.
///
/// # Errors
///
/// That of the first variable which cannot be had.
pub(crate) async fn fetch(request: &mut Request, name: &str) -> Result<(), Error> {
    for fetch in fetched_by(request, name) {
        fetch(request).await?;
    }
    Ok(())
}

/// The same for an error page: what cannot be had is not shown, since the error is what counts. `tell` is told of it.
pub(crate) async fn fetch_what_there_is(request: &mut Request, name: &str, tell: impl Fn(&Error)) {
    for fetch in fetched_by(request, name) {
        if let Err(error) = fetch(request).await {
            tell(&error);
        }
    }
}

fn fetched_by(request: &Request, name: &str) -> Vec<Fetch> {
    let shown = variables(request).shown_by(name, request.templates());
    shown.iter().filter_map(|variable| variable.fetch).collect()
}

type Fetch = for<'r> fn(&'r mut Request) -> Fetching<'r>;

fn variables(request: &Request) -> &ContextVariables {
    request.part().unwrap_or(const { &ContextVariables::NONE })
}
