//! `ErrorList`: what is wrong with a field or a form.

use std::fmt;

use minijinja::Value;

use super::Element;
use crate::web::templates::{Markup, Written, WrittenAs};

/// What is wrong, as templates see it: a list of sentences, written as `<ul class="errorlist">`, and as nothing if it is empty.
#[derive(Debug)]
pub struct ErrorList {
    pub(super) errors: Vec<String>,
    pub(super) id: Option<String>,
    pub(super) is_non_field: bool,
}

impl ErrorList {
    /// Of a form, or of all rows of one.
    pub(in super::super) fn of_whole(errors: Vec<String>) -> Self {
        Self { errors, id: None, is_non_field: true }
    }

    pub(in super::super) fn html(&self) -> String {
        if self.errors.is_empty() {
            return String::new();
        }
        let class = if self.is_non_field { "errorlist nonfield" } else { "errorlist" };
        let items: String =
            self.errors.iter().map(|error| format!("<li>{}</li>", Markup::escape(error))).collect();
        Element::new("ul").attribute("class", class).maybe("id", self.id.as_deref()).around("ul", items)
    }

    pub(in super::super) fn value(self) -> Value {
        Written::value(self)
    }
}

impl WrittenAs for ErrorList {
    fn written(&self) -> Result<Value, fmt::Error> {
        Ok(Value::from_safe_string(self.html()))
    }

    fn has_elements(&self) -> bool {
        true
    }

    fn elements(&self) -> Vec<Value> {
        self.errors.iter().map(Value::from).collect()
    }
}
