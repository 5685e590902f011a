//! `State`: a form as its page shows it. What is typed, what is wrong, and what the view has said of single fields.

use super::field_info::FieldInfo;
use super::kind::Choice;
use crate::base::text::strip;
use crate::web::templates::Markup;
use crate::web::uploads::{FormData, UploadedFile};

/// Django's name for what is wrong with the whole.
pub(super) const NON_FIELD: &str = "__all__";

/// A form, whatever its type.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) fields: Vec<FieldState>,
    pub(super) prefix: Option<String>,
    /// Whether something was sent.
    pub(super) is_bound: bool,
    pub(super) non_field_errors: Vec<String>,
    /// Whether HTML says which fields must be filled in; not in rows that may stay empty.
    pub(super) says_required: bool,
}

/// One field.
#[derive(Clone)]
pub(super) struct FieldState {
    pub(super) info: &'static FieldInfo,
    /// All values that were sent, as they were.
    pub(super) typed: Vec<String>,
    pub(super) files: Vec<UploadedFile>,
    /// What is shown before anything was sent.
    pub(super) initial: Vec<String>,
    pub(super) errors: Vec<String>,
    pub(super) label: Option<String>,
    pub(super) help_text: Option<Markup>,
    /// Value and label of each.
    pub(super) choices: Option<Vec<(String, String)>>,
}

/// Without what was typed, which may be a password.
impl std::fmt::Debug for FieldState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.info.name)
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

impl State {
    pub(super) fn new(infos: &'static [FieldInfo], prefix: Option<String>) -> Self {
        Self {
            fields: infos.iter().map(FieldState::new).collect(),
            prefix,
            is_bound: false,
            non_field_errors: Vec::new(),
            says_required: true,
        }
    }

    /// Takes over what was sent under the fields' names.
    pub(super) fn bind(&mut self, data: &FormData) {
        self.is_bound = true;
        for at in 0..self.fields.len() {
            let name = self.html_name(at);
            self.fields[at].typed = data.get_list(&name).map(str::to_owned).collect();
            self.fields[at].files = data.file_list(&name).cloned().collect();
        }
    }

    /// What the browser calls a field.
    pub(super) fn html_name(&self, at: usize) -> String {
        let name = self.fields[at].info.name;
        match &self.prefix {
            Some(prefix) => format!("{prefix}-{name}"),
            None => name.to_owned(),
        }
    }

    /// What its label points to.
    pub(super) fn id(&self, at: usize) -> String {
        format!("id_{}", self.html_name(at))
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.info.name == name)
    }

    pub(super) fn has_errors(&self) -> bool {
        !self.non_field_errors.is_empty() || self.fields.iter().any(|field| !field.errors.is_empty())
    }

    /// Of a field; of the whole, if there is none of this name.
    pub(super) fn add_error(&mut self, name: &str, error: String) {
        match self.position(name) {
            Some(at) => self.fields[at].errors.push(error),
            None => {
                if name != NON_FIELD {
                    tracing::error!("a form has no field `{name}` to show an error beside");
                }
                self.non_field_errors.push(error);
            }
        }
    }

    /// By field, with those of the whole at the end.
    pub(super) fn errors(&self) -> impl Iterator<Item = (&str, &[String])> {
        let of_fields = self.fields.iter().map(|field| (field.info.name, &*field.errors));
        let all = of_fields.chain([(NON_FIELD, &*self.non_field_errors)]);
        all.filter(|(_, errors)| !errors.is_empty())
    }

    /// Whether something else was sent than what was shown.
    pub(super) fn has_changed(&self) -> bool {
        self.is_bound && self.fields.iter().any(FieldState::has_changed)
    }
}

impl FieldState {
    pub(super) fn new(info: &'static FieldInfo) -> Self {
        Self {
            info,
            typed: Vec::new(),
            files: Vec::new(),
            initial: info.initial.map(str::to_owned).into_iter().collect(),
            errors: Vec::new(),
            label: None,
            help_text: None,
            choices: None,
        }
    }

    /// What the element shows: what was typed, or else what it begins with. A password shows nothing.
    pub(super) fn shown(&self, is_bound: bool) -> &[String] {
        match is_bound {
            _ if self.info.is_secret() || self.info.kind.is_file() => &[],
            true => &self.typed,
            false => &self.initial,
        }
    }

    pub(super) fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(self.info.label)
    }

    pub(super) fn help_text(&self) -> Option<Markup> {
        match (&self.help_text, self.info.help_text) {
            (Some(help), _) => Some(help.clone()),
            (None, "") => None,
            (None, help) => Some(Markup::escape(help)),
        }
    }

    /// What it may be chosen from: what the view says, or else its type.
    pub(super) fn choices(&self) -> Option<Vec<(&str, &str)>> {
        match &self.choices {
            Some(choices) => Some(choices.iter().map(|(value, label)| (&**value, &**label)).collect()),
            None => {
                let own = self.info.kind.own_choices()?;
                Some(own.iter().map(|Choice { value, label }| (*value, *label)).collect())
            }
        }
    }

    /// Of a field that has choices, whether this is none of them.
    pub(super) fn is_no_choice(&self, value: &str) -> bool {
        !self.info.kind.is_flag()
            && self.choices().is_some_and(|choices| choices.iter().all(|(known, _)| *known != value))
    }

    /// What is said of a value that was sent and is no choice.
    pub(super) fn refused_choice(&self) -> Option<String> {
        let refused = self
            .typed
            .iter()
            .map(|value| strip(value))
            .find(|value| !value.is_empty() && self.is_no_choice(value))?;
        Some(self.no_choice(refused))
    }

    pub(super) fn no_choice(&self, value: &str) -> String {
        let words = format!("Select a valid choice. {value} is not one of the available choices.");
        self.info.message("invalid_choice", words)
    }

    fn has_changed(&self) -> bool {
        let stripped = |values: &[String]| -> Vec<String> {
            values.iter().map(|value| strip(value).to_owned()).filter(|value| !value.is_empty()).collect()
        };
        if self.info.kind.is_file() {
            return !self.files.is_empty();
        }
        if self.info.kind.is_flag() && !self.info.kind.is_optional {
            return is_ticked(&self.typed) != is_ticked(&self.initial);
        }
        stripped(&self.typed) != stripped(&self.initial)
    }
}

/// What a browser sends for a box that is ticked: anything but a word for "no" (Django, `CheckboxInput`).
pub(super) fn is_ticked(values: &[String]) -> bool {
    !matches!(values.last().map(|value| strip(value)), None | Some("" | "false" | "False" | "off" | "0"))
}
