//! `csrf_token` and `csrf_input` in templates: made when they are written, so that only a page that has
//! them has its browser sent the cookie.

use std::fmt;
use std::sync::Arc;

use minijinja::Output;
use minijinja::value::{Object, ObjectRepr, Value};

use super::FIELD;
use super::slot::Tokens;
use crate::web::request::Request;
use crate::web::templates::Context;

/// `{{ csrf_token }}`
#[derive(Debug)]
struct TokenVariable(Arc<Tokens>);

/// `{{ csrf_input }}`
#[derive(Debug)]
struct InputVariable(Arc<Tokens>);

/// Gives a page both, unless the view has given it others of these names.
pub(crate) fn add_variables(context: &mut Context, request: &Request) {
    let Some(tokens) = request.csrf.tokens() else { return };
    if !context.contains("csrf_token") {
        context.insert_value("csrf_token", Value::from_object(TokenVariable(Arc::clone(tokens))));
    }
    if !context.contains("csrf_input") {
        context.insert_value("csrf_input", Value::from_object(InputVariable(Arc::clone(tokens))));
    }
}

/// Writes the field as the markup it is; `None` if the value is something else.
pub(crate) fn write_input(out: &mut Output<'_>, value: &Value) -> Option<Result<(), minijinja::Error>> {
    let input = value.downcast_object_ref::<InputVariable>()?;
    Some(write!(out, "{input}").map_err(minijinja::Error::from))
}

impl Object for TokenVariable {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.token().map_err(|_| fmt::Error)?)
    }
}

impl Object for InputVariable {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl fmt::Display for InputVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = self.0.token().map_err(|_| fmt::Error)?;
        write!(f, "<input type=\"hidden\" name=\"{FIELD}\" value=\"{token}\">")
    }
}
