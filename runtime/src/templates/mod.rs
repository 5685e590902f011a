//! Templates: Jinja syntax by minijinja, escaped by default, read from disk in a debug build and
//! embedded in the binary in a release build, so that an application ships as one file.
//!
//! Besides what `render!` was given, a template sees `request` (`request.path`,
//! `request.full_path`, `request.method`), `user`, if a layer or the view has asked who is logged in,
//! `csrf_input` and `csrf_token` behind the CSRF middleware, `messages`, if the application has their
//! middleware, and, where a policy is sent, `csp_nonce`.

mod mentions;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::Path;

use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value, escape_formatter,
};
use serde::Serialize;

use crate::csp;
use crate::csrf;
use crate::error::Error;
use crate::messages;
use crate::request::Request;
use mentions::mentions;

/// Where an application's templates are; `app!` fills it in.
#[derive(Clone, Copy, Debug)]
pub struct TemplateFiles {
    /// The folder, in a debug build.
    pub directory: Option<&'static str>,
    /// Name and text of each, in a release build.
    pub embedded: &'static [(&'static str, &'static str)],
}

/// The variable that holds messages.
const MESSAGES: &str = "messages";

/// The variables a template sees.
#[derive(Clone, Default)]
pub struct Context {
    variables: BTreeMap<String, Value>,
}

impl Context {
    /// Without variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the template a variable, in place of one of that name. A value that cannot be
    /// serialised is an error when the template uses it.
    pub fn insert<T: Serialize + ?Sized>(&mut self, name: impl Into<String>, value: &T) {
        self.insert_value(name, Value::from(Serde(value)));
    }

    pub(crate) fn insert_value(&mut self, name: impl Into<String>, value: Value) {
        self.variables.insert(name.into(), value);
    }

    /// Takes a variable away; whether it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        self.variables.remove(name).is_some()
    }

    /// Whether the template is given a variable of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }

    /// The names of the variables, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str)
    }
}

/// The names; values may be a visitor's secrets.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}

/// Renders an application's templates.
pub(crate) struct Templates {
    directory: Option<&'static str>,
    embedded: Environment<'static>,
    /// The embedded ones that can show messages.
    showing_messages: HashSet<&'static str>,
}

impl Templates {
    pub(crate) fn new(files: TemplateFiles) -> Result<Self, Error> {
        let mut embedded = environment();
        for (name, text) in files.embedded {
            embedded.add_template(name, text).map_err(|error| {
                Error::internal(format!("template `{name}` does not parse")).caused_by(error)
            })?;
        }
        let source =
            |name: &str| embedded.get_template(name).ok().map(|template| template.source().to_owned());
        let names = files.embedded.iter().map(|(name, _)| *name);
        let showing_messages = names.filter(|name| mentions(name, MESSAGES, source)).collect();
        Ok(Self { directory: files.directory, embedded, showing_messages })
    }

    /// Renders with what every page sees besides its own context.
    pub(crate) fn render(&self, name: &str, context: &Context, request: &Request) -> Result<String, Error> {
        let mut all = context.clone();
        if !all.contains("request") {
            all.insert_value("request", page(request));
        }
        if !all.contains("user")
            && let Some(user) = request.known_user()
        {
            let user = BTreeMap::from([
                ("id", Value::from(user.id())),
                ("username", Value::from(user.username())),
                ("is_staff", Value::from(user.is_staff())),
                ("is_superuser", Value::from(user.is_superuser())),
            ]);
            all.insert_value("user", Value::from(user));
        }
        csrf::add_variables(&mut all, request);
        if !all.contains(MESSAGES)
            && let Some(messages) = request.begun_messages()
        {
            all.insert_value(MESSAGES, messages.to_template());
        }
        if !all.contains("csp_nonce")
            && let Some(nonce) = csp::template_value(request)
        {
            all.insert_value("csp_nonce", nonce);
        }
        self.render_alone(name, all)
    }

    /// Renders with this context and nothing else.
    pub(crate) fn render_alone(&self, name: &str, context: Context) -> Result<String, Error> {
        let variables = Value::from_pairs(context.variables);
        let render = |environment: &Environment<'_>| environment.get_template(name)?.render(&variables);
        let result = match self.directory {
            // A new environment for each page: what was edited is there at the next reload.
            Some(directory) => {
                let mut environment = environment();
                environment.set_loader(minijinja::path_loader(directory));
                render(&environment)
            }
            None => render(&self.embedded),
        };
        result.map_err(|error| self.describe(name, error))
    }

    /// Whether a template, or one that it brings in, mentions messages: whether its page can show some.
    pub(crate) fn can_show_messages(&self, name: &str) -> bool {
        match self.directory {
            // It may have been edited since it was last shown.
            Some(directory) => {
                mentions(name, MESSAGES, |name| std::fs::read_to_string(Path::new(directory).join(name)).ok())
            }
            None => self.showing_messages.contains(name),
        }
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        match self.directory {
            Some(directory) => Path::new(directory).join(name).is_file(),
            None => self.embedded.get_template(name).is_ok(),
        }
    }

    /// The file of a template, as far as it has one here.
    pub(crate) fn place_of(&self, name: &str) -> String {
        match self.directory {
            Some(directory) => Path::new(directory).join(name).display().to_string(),
            None => name.to_owned(),
        }
    }

    /// Says which template and line; the cause says what.
    fn describe(&self, name: &str, error: minijinja::Error) -> Error {
        if error.kind() == ErrorKind::TemplateNotFound {
            let place = self.directory.unwrap_or("the binary");
            return Error::internal(format!("template `{name}`, or one it uses, is not in {place}"))
                .caused_by(error);
        }
        let place = error.name().unwrap_or(name);
        let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
        Error::internal(format!("template `{place}{line}` failed")).caused_by(error)
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("directory", &self.directory).finish_non_exhaustive()
    }
}

/// As in Django, a variable that is not there is empty, and so is all that hangs on it.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    // Whatever the template is called: what it makes is sent as HTML.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(format);
    environment.add_global("DEFAULT_MESSAGE_LEVELS", messages::levels());
    environment
}

/// Writes what stands between `{{` and `}}`, escaped where it is not markup of ours.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if let Some(written) = csrf::write_input(out, value) {
        return written;
    }
    match messages::words(value) {
        Some(words) => escape_formatter(out, state, &words),
        None => escape_formatter(out, state, value),
    }
}

fn page(request: &Request) -> Value {
    Value::from(BTreeMap::from([
        ("method", Value::from(request.method().as_str())),
        ("path", Value::from(request.path())),
        ("full_path", Value::from(request.full_path())),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_reaches_the_page() {
        let files =
            TemplateFiles { directory: None, embedded: &[("a.html", "{{ name }} {{ list|join(',') }}")] };
        let templates = Templates::new(files).unwrap();
        let mut context = Context::new();
        context.insert("name", "<i>");
        context.insert("list", &[1, 2]);

        assert_eq!(templates.render_alone("a.html", context).unwrap(), "&lt;i&gt; 1,2");
    }

    #[test]
    fn embedded_templates_are_known_to_show_messages_or_not() {
        let files = TemplateFiles {
            directory: None,
            embedded: &[
                ("plain.html", "plain"),
                ("child.html", "{% extends 'base.html' %}"),
                ("base.html", "{{ messages }}"),
            ],
        };
        let templates = Templates::new(files).unwrap();

        let shows = ["plain.html", "child.html", "base.html", "gone.html"]
            .map(|name| templates.can_show_messages(name));
        assert_eq!(shows, [false, true, true, false]);
    }
}
