//! `FormView`: a form, as templates see it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::Value;

use super::{Element, ErrorList, FieldView, FieldViews};
use crate::web::forms::state::{NON_FIELD, State};
use crate::web::templates::{Written, WrittenAs};

/// A form, as templates see it: `{{ form }}` is all of it, `form.title` a field, a loop over it goes through all of them.
#[derive(Clone, Debug)]
pub(in super::super) struct FormView(pub(in super::super) Arc<State>);

impl FormView {
    fn views(&self, are_hidden: bool) -> Vec<FieldView> {
        self.all().filter(|view| view.is_hidden() == are_hidden).collect()
    }

    fn all(&self) -> impl Iterator<Item = FieldView> {
        (0..self.0.fields.len()).map(|at| FieldView::of(&self.0, at))
    }

    fn non_field_errors(&self) -> ErrorList {
        ErrorList::of_whole(self.0.non_field_errors.clone())
    }

    /// All of it (Django, `forms/div.html`). What is wrong with a field that nobody sees is said at the top.
    pub(in super::super) fn as_div(&self) -> String {
        let hidden = self.views(true);
        let mut top = self.non_field_errors();
        for view in &hidden {
            let name = view.field().info.name;
            let errors = view.field().errors.iter();
            top.errors.extend(errors.map(|error| format!("(Hidden field {name}) {error}")));
        }
        let mut parts = vec![top.html()];
        parts
            .extend(self.views(false).iter().map(|view| format!("<div>\n{}\n</div>", view.as_field_group())));
        parts.extend(hidden.iter().map(FieldView::as_widget));
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }

    /// By field, as `form.errors` is in Django; written as a list of lists.
    fn errors(&self) -> Value {
        Written::value(AllErrors(Arc::clone(&self.0)))
    }
}

impl WrittenAs for FormView {
    fn written(&self) -> Result<Value, fmt::Error> {
        Ok(Value::from_safe_string(self.as_div()))
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        if let Some(at) = self.0.position(name) {
            return Some(Written::value(FieldView::of(&self.0, at)));
        }
        Some(match name {
            "errors" => self.errors(),
            "non_field_errors" => self.non_field_errors().value(),
            "hidden_fields" => FieldViews(self.views(true)).value(),
            "visible_fields" => FieldViews(self.views(false)).value(),
            "is_bound" => self.0.is_bound.into(),
            "is_valid" => (self.0.is_bound && !self.0.has_errors()).into(),
            "is_multipart" => self.all().any(|view| view.field().info.kind.is_file()).into(),
            "prefix" => self.0.prefix.clone().unwrap_or_default().into(),
            "as_div" => Value::from_safe_string(self.as_div()),
            _ => return None,
        })
    }

    fn has_elements(&self) -> bool {
        true
    }

    fn elements(&self) -> Vec<Value> {
        self.all().map(Written::value).collect()
    }
}

/// All errors of a form: false if there are none, a list of names in a loop, and those of a field by its name.
struct AllErrors(Arc<State>);

impl WrittenAs for AllErrors {
    fn written(&self) -> Result<Value, fmt::Error> {
        let items: String = self
            .0
            .errors()
            .map(|(name, errors)| {
                let list = ErrorList { errors: errors.to_vec(), id: None, is_non_field: name == NON_FIELD };
                format!("<li>{name}{}</li>", list.html())
            })
            .collect();
        Ok(match items.is_empty() {
            true => "".into(),
            false => Value::from_safe_string(
                Element::new("ul").attribute("class", "errorlist").around("ul", items),
            ),
        })
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        let errors: BTreeMap<_, _> = self.0.errors().collect();
        Some(errors.get(name).map(|errors| errors.to_vec()).unwrap_or_default().into())
    }

    fn has_elements(&self) -> bool {
        true
    }

    fn elements(&self) -> Vec<Value> {
        self.0.errors().map(|(name, _)| name.into()).collect()
    }
}
