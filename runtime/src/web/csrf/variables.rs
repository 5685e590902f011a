//! `csrf_token` and `csrf_input` in templates: made when they are written, so that only a page that has
//! them has its browser sent the cookie.

use std::fmt;
use std::sync::Arc;

use minijinja::value::Value;

use crate::web::csrf_token::{FIELD, Tokens};
use crate::web::request::Request;
use crate::web::templates::{Written, WrittenAs};

/// `{{ csrf_token }}`
pub(crate) fn token_variable(request: &Request) -> Option<Value> {
    Some(Written::value(TokenVariable(Arc::clone(request.csrf.tokens()?))))
}

/// `{{ csrf_input }}`
pub(crate) fn input_variable(request: &Request) -> Option<Value> {
    Some(Written::value(InputVariable(Arc::clone(request.csrf.tokens()?))))
}

struct TokenVariable(Arc<Tokens>);

impl WrittenAs for TokenVariable {
    fn written(&self) -> Result<Value, fmt::Error> {
        Ok(self.0.token().map_err(|_| fmt::Error)?.into())
    }
}

struct InputVariable(Arc<Tokens>);

impl WrittenAs for InputVariable {
    fn written(&self) -> Result<Value, fmt::Error> {
        let token = self.0.token().map_err(|_| fmt::Error)?;
        let field = format!("<input type=\"hidden\" name=\"{FIELD}\" value=\"{token}\">");
        Ok(Value::from_safe_string(field))
    }
}
