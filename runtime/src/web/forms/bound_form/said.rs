//! What a view says of a form: what is wrong with it, what is chosen from, what stands beside a field.

use std::fmt;

use super::super::state::FieldState;
use super::BoundForm;
use crate::web::templates::Markup;

impl<T> BoundForm<T> {
    /// Says that something is wrong with a field, such as what only the database knows. The form is not valid then.
    pub fn add_error(&mut self, field: &str, error: impl Into<String>) {
        self.change().add_error(field, error.into());
    }

    /// Says that something is wrong with the whole.
    pub fn add_non_field_error(&mut self, error: impl Into<String>) {
        self.change().non_field_errors.push(error.into());
    }

    /// What a field may be chosen from, value and label, where its type does not know: such as rows of a table. A value that was
    /// sent and is none of them is an error of the field.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::QueryDict;
    /// # use vestibule::forms::BoundForm;
    /// #[derive(serde::Deserialize, Form)]
    /// struct Book {
    ///     #[form(widget = select)]
    ///     author: u32,
    /// }
    ///
    /// let mut form = BoundForm::<Book>::bind(&QueryDict::parse("author=3"));
    /// form.set_choices("author", [(1, "Ada"), (2, "Grace")]);
    /// assert_eq!(
    ///     form.field_errors("author"),
    ///     ["Select a valid choice. 3 is not one of the available choices."]
    /// );
    /// ```
    pub fn set_choices<V: fmt::Display, L: fmt::Display>(
        &mut self,
        field: &str,
        choices: impl IntoIterator<Item = (V, L)>,
    ) {
        let state = self.change();
        let Some(at) = state.position(field) else {
            tracing::error!("a form has no field `{field}` to choose for");
            return;
        };
        let choices = choices.into_iter().map(|(value, label)| (value.to_string(), label.to_string()));
        let field = &mut state.fields[at];
        field.choices = Some(choices.collect());
        if field.errors.is_empty() {
            field.errors.extend(field.refused_choice());
        }
    }

    /// Another label of a field.
    pub fn set_label(&mut self, field: &str, label: impl Into<String>) {
        let label = label.into();
        self.change_field(field, |field| field.label = Some(label));
    }

    /// Another text beside a field, which may be HTML.
    pub fn set_help_text(&mut self, field: &str, help_text: Markup) {
        self.change_field(field, |field| field.help_text = Some(help_text));
    }

    fn change_field(&mut self, name: &str, change: impl FnOnce(&mut FieldState)) {
        let state = self.change();
        match state.position(name) {
            Some(at) => change(&mut state.fields[at]),
            None => tracing::error!("a form has no field `{name}`"),
        }
    }
}
