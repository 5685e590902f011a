//! `PageForm`: the fields of a page, with what was typed and what is wrong with it (Django's bound form).

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::base::query::QueryDict;

/// What a required field says that is empty.
const REQUIRED: &str = "This field is required.";

/// A form as its page shows it: `form.username`, `form.fields` (all of them, in order), `form.errors` (by field; empty
/// if all is well) and `form.non_field_errors`.
#[derive(Debug)]
pub(super) struct PageForm {
    fields: Vec<Field>,
    non_field_errors: Vec<String>,
}

/// One field: `form.username.label`, `.errors` …
#[derive(Debug, Default, Serialize)]
pub(super) struct Field {
    name: &'static str,
    /// What its label points to: Django's `id_username`.
    id: String,
    label: &'static str,
    /// The input's `type`.
    #[serde(rename = "type")]
    kind: &'static str,
    autocomplete: &'static str,
    /// The most characters that it takes, if there is a most.
    max_length: Option<usize>,
    /// Sentences that stand beside it.
    help_text: Vec<String>,
    /// What was typed; a password is never sent back.
    value: String,
    errors: Vec<String>,
    #[serde(skip)]
    typed: String,
}

impl Field {
    /// A field that shows again what was typed.
    pub(super) fn text(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        let id = format!("id_{name}");
        Self { name, id, label, kind: "text", autocomplete, ..Self::default() }
    }

    pub(super) fn email(name: &'static str, label: &'static str) -> Self {
        Self { kind: "email", max_length: Some(254), ..Self::text(name, label, "email") }
    }

    pub(super) fn password(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        Self { kind: "password", ..Self::text(name, label, autocomplete) }
    }

    pub(super) fn max_length(self, most: usize) -> Self {
        Self { max_length: Some(most), ..self }
    }

    pub(super) fn help(self, help_text: Vec<String>) -> Self {
        Self { help_text, ..self }
    }
}

impl PageForm {
    /// Without anything typed yet. All fields are required.
    pub(super) fn new(fields: impl IntoIterator<Item = Field>) -> Self {
        Self { fields: fields.into_iter().collect(), non_field_errors: Vec::new() }
    }

    /// With what was sent. Passwords are taken as they are typed, everything else without white space around it.
    pub(super) fn fill(&mut self, data: &QueryDict) {
        for field in &mut self.fields {
            let sent = data.get(field.name).unwrap_or_default();
            let is_password = field.kind == "password";
            field.typed = if is_password { sent } else { sent.trim() }.to_owned();
            if !is_password {
                field.value.clone_from(&field.typed);
            }
            if field.typed.is_empty() {
                field.errors.push(REQUIRED.to_owned());
            }
        }
    }

    /// What was typed into a field; empty if nothing was, or there is none of this name.
    pub(super) fn typed(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.name == name).map_or("", |field| &field.typed)
    }

    /// Something that is wrong with one field.
    pub(super) fn add_error(&mut self, name: &str, error: impl Into<String>) {
        match self.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.errors.push(error.into()),
            None => self.non_field_errors.push(error.into()),
        }
    }

    /// Something that is wrong with the whole.
    pub(super) fn add_non_field_error(&mut self, error: impl Into<String>) {
        self.non_field_errors.push(error.into());
    }

    pub(super) fn is_valid(&self) -> bool {
        self.non_field_errors.is_empty() && self.fields.iter().all(|field| field.errors.is_empty())
    }

    /// By field, as `form.errors` is in Django.
    fn errors(&self) -> BTreeMap<&str, &[String]> {
        let of_fields = self.fields.iter().map(|field| (field.name, &*field.errors));
        let all = of_fields.chain([("__all__", &*self.non_field_errors)]);
        all.filter(|(_, errors)| !errors.is_empty()).collect()
    }
}

impl Serialize for PageForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in &self.fields {
            map.serialize_entry(field.name, field)?;
        }
        map.serialize_entry("fields", &self.fields)?;
        map.serialize_entry("errors", &self.errors())?;
        map.serialize_entry("non_field_errors", &self.non_field_errors)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PageForm {
        PageForm::new([
            Field::text("username", "Username", "username"),
            Field::password("password", "Password", "current-password"),
        ])
    }

    fn shown(form: &PageForm) -> serde_json::Value {
        serde_json::to_value(form).unwrap()
    }

    #[test]
    fn a_password_is_never_sent_back() {
        let mut form = form();
        form.fill(&QueryDict::parse("username=+gary+&password=+123+"));

        assert_eq!((form.typed("username"), form.typed("password")), ("gary", " 123 "));
        assert_eq!(shown(&form)["username"]["value"], "gary");
        assert!(!shown(&form).to_string().contains("123"));
        assert!(form.is_valid());
    }

    #[test]
    fn what_is_missing_is_said_beside_the_field_once_something_was_sent() {
        let mut form = form();
        assert!(form.is_valid());

        form.fill(&QueryDict::parse("username=++"));
        form.add_non_field_error("No.");

        assert!(!form.is_valid());
        assert_eq!(shown(&form)["username"]["errors"][0], REQUIRED);
        assert_eq!(shown(&form)["errors"]["__all__"][0], "No.");
        assert_eq!(shown(&form)["fields"][1]["id"], "id_password");
    }
}
