//! `FormsetView`: a formset, as templates see it.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;

use super::super::state::State;
use super::super::view::{Element, ErrorList, FormView};
use crate::web::templates::{Written, WrittenAs};

/// What a page shows of a formset.
pub(super) struct FormsetView {
    pub(super) prefix: String,
    pub(super) forms: Vec<Arc<State>>,
    pub(super) empty_form: Arc<State>,
    pub(super) initial_forms: usize,
    pub(super) min_num: usize,
    pub(super) max_num: usize,
    pub(super) errors: Vec<String>,
    pub(super) is_bound: bool,
    pub(super) is_valid: bool,
}

impl FormsetView {
    /// How many rows there are: what is sent back with them.
    fn management_form(&self) -> String {
        let counts = [
            ("TOTAL_FORMS", self.forms.len()),
            ("INITIAL_FORMS", self.initial_forms),
            ("MIN_NUM_FORMS", self.min_num),
            ("MAX_NUM_FORMS", self.max_num),
        ];
        let input = |(name, count): (&str, usize)| {
            let name = format!("{}-{name}", self.prefix);
            Element::new("input")
                .attribute("type", "hidden")
                .attribute("name", &name)
                .attribute("value", count)
                .attribute("id", format_args!("id_{name}"))
                .end()
        };
        counts.map(input).concat()
    }

    fn error_list(&self) -> ErrorList {
        ErrorList::of_whole(self.errors.clone())
    }

    pub(super) fn as_div(&self) -> String {
        let forms = self.forms.iter().map(|form| FormView(Arc::clone(form)).as_div());
        let parts = [self.management_form(), self.error_list().html()].into_iter().chain(forms);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn forms(&self) -> Vec<Value> {
        self.forms.iter().map(|form| Written::value(FormView(Arc::clone(form)))).collect()
    }
}

impl WrittenAs for FormsetView {
    fn written(&self) -> Result<Value, fmt::Error> {
        Ok(Value::from_safe_string(self.as_div()))
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        Some(match name {
            "management_form" => Value::from_safe_string(self.management_form()),
            "forms" => self.forms().into(),
            "empty_form" => Written::value(FormView(Arc::clone(&self.empty_form))),
            "non_form_errors" => self.error_list().value(),
            "total_form_count" => self.forms.len().into(),
            "is_bound" => self.is_bound.into(),
            "is_valid" => self.is_valid.into(),
            "is_multipart" => self.empty_form.fields.iter().any(|field| field.info.kind.is_file()).into(),
            "prefix" => self.prefix.as_str().into(),
            _ => return None,
        })
    }

    fn has_elements(&self) -> bool {
        true
    }

    fn elements(&self) -> Vec<Value> {
        self.forms()
    }
}
