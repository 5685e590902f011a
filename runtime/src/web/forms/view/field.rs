//! `FieldView`: one field of a form, as templates see it.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;

use super::{Element, ErrorList};
use crate::web::forms::state::{FieldState, State};
use crate::web::forms::widget::Widget;
use crate::web::templates::{Markup, Written, WrittenAs};

/// One field of a form, as templates see it: `{{ form.title }}` is its element.
///
/// | | |
/// |---|---|
/// | `{{ form.title }}`, `.as_widget` | the element, or those of a group; `.as_hidden` as a hidden one |
/// | `.label_tag`, `.legend_tag`, `.label` | its label, for a group in a `fieldset`; the text alone |
/// | `.errors` | what is wrong with it: a list, written as `ul` |
/// | `.help_text` | what is said beside it |
/// | `.as_field_group` | label, help, errors and element |
/// | `.value`, `.values`, `.initial` | what it shows; all of it, where that is several; what it begins with |
/// | `.html_name`, `.name`, `.id_for_label`, `.auto_id` | as the browser and as the type calls it; its element's `id` |
/// | `.required`, `.is_hidden`, `.use_fieldset`, `.widget_type`, `.aria_describedby`, `.max_length`, `.min_length` | for pages that write the element themselves |
/// | `.choices` | what it is chosen from, each with `.value`, `.label`, `.is_selected` |
/// | a loop over it | the elements of a group one by one, each with its `label` |
#[derive(Clone, Debug)]
pub struct FieldView {
    pub(super) state: Arc<State>,
    pub(super) at: usize,
    /// One element of a group.
    pub(super) part: Option<usize>,
}

/// Several fields, as templates see them.
#[derive(Debug)]
pub struct FieldViews(pub(super) Vec<FieldView>);

impl FieldViews {
    pub(super) fn value(self) -> Value {
        self.0.into_iter().map(Written::value).collect::<Vec<_>>().into()
    }
}

impl FieldView {
    pub(super) fn of(state: &Arc<State>, at: usize) -> Self {
        Self { state: Arc::clone(state), at, part: None }
    }

    pub(super) fn field(&self) -> &FieldState {
        &self.state.fields[self.at]
    }

    pub(super) fn widget(&self) -> Widget {
        self.field().info.widget
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.widget() == Widget::Hidden
    }

    pub(super) fn html_name(&self) -> String {
        self.state.html_name(self.at)
    }

    pub(super) fn id(&self) -> String {
        match self.part {
            Some(part) => format!("{}_{part}", self.state.id(self.at)),
            None => self.state.id(self.at),
        }
    }

    pub(super) fn values(&self) -> &[String] {
        self.field().shown(self.state.is_bound)
    }

    pub(super) fn value(&self) -> &str {
        self.values().last().map_or("", String::as_str)
    }

    /// Whether HTML says that it must be filled in.
    pub(super) fn says_required(&self) -> bool {
        self.state.says_required && self.field().info.is_required() && !self.is_hidden()
    }

    pub(super) fn error_list(&self) -> ErrorList {
        let errors = self.field().errors.clone();
        ErrorList { errors, id: Some(format!("{}_error", self.state.id(self.at))), is_non_field: false }
    }

    /// The `id`s of its help and its errors.
    pub(super) fn described_by(&self) -> Option<String> {
        let id = self.state.id(self.at);
        let help = self.field().help_text().map(|_| format!("{id}_helptext"));
        let error = (!self.field().errors.is_empty()).then(|| format!("{id}_error"));
        let ids: Vec<_> = help.into_iter().chain(error).collect();
        (!ids.is_empty() && !self.is_hidden()).then(|| ids.join(" "))
    }

    /// The label with a colon, but behind a mark of its own (Django, `BoundField.label_tag`).
    fn label_with_colon(&self) -> Markup {
        let label = self.label();
        let colon = if label.is_empty() || label.ends_with([':', '?', '.', '!']) { "" } else { ":" };
        Markup::escape(format!("{label}{colon}"))
    }

    fn label(&self) -> String {
        match self
            .part
            .and_then(|part| self.field().choices()?.get(part).map(|(_, label)| (*label).to_owned()))
        {
            Some(label) => label,
            None => self.field().label().to_owned(),
        }
    }

    pub(super) fn label_tag(&self) -> String {
        let id = (self.part.is_some() || !self.widget().is_group()).then(|| self.id());
        Element::new("label").maybe("for", id).around("label", self.label_with_colon())
    }

    fn legend_tag(&self) -> String {
        Element::new("legend").around("legend", self.label_with_colon())
    }

    /// Label, help, errors and element (Django, `forms/field.html`).
    pub(super) fn as_field_group(&self) -> String {
        let help = self.field().help_text().map(|help| {
            let id = format!("{}_helptext", self.state.id(self.at));
            Element::new("div").attribute("class", "helptext").attribute("id", id).around("div", help)
        });
        let (errors, widget) = (self.error_list().html(), self.as_widget());
        let has_label = !self.field().label().is_empty();
        let (group, label) = match self.widget().is_group() {
            true => (true, has_label.then(|| self.legend_tag())),
            false => (false, has_label.then(|| self.label_tag())),
        };
        let parts: Vec<String> =
            label.into_iter().chain(help).chain([errors, widget]).filter(|part| !part.is_empty()).collect();
        let parts = parts.join("\n");
        match group {
            true => Element::new("fieldset")
                .maybe("aria-describedby", self.described_by())
                .around("fieldset", format_args!("\n{parts}\n")),
            false => parts,
        }
    }

    fn choices(&self) -> Value {
        let choices = self.field().choices().unwrap_or_default();
        let each = choices.into_iter().map(|(value, label)| {
            let is_selected = self.values().iter().any(|chosen| chosen == value);
            minijinja::context! { value, label, is_selected }
        });
        each.collect::<Vec<_>>().into()
    }
}

impl WrittenAs for FieldView {
    fn written(&self) -> Result<Value, fmt::Error> {
        Ok(Value::from_safe_string(self.as_widget()))
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        let html = Value::from_safe_string;
        Some(match name {
            "label" => self.label().into(),
            "label_tag" => html(self.label_tag()),
            "legend_tag" => html(self.legend_tag()),
            "errors" => self.error_list().value(),
            "help_text" => html(self.field().help_text().unwrap_or_default().as_str().to_owned()),
            "value" => self.value().into(),
            "values" => self.values().to_vec().into(),
            "initial" if self.field().info.is_secret() => "".into(),
            "initial" => self.field().initial.last().cloned().unwrap_or_default().into(),
            "name" => self.field().info.name.into(),
            "html_name" => self.html_name().into(),
            "auto_id" => self.id().into(),
            "id_for_label" if self.part.is_none() && self.widget().is_group() => "".into(),
            "id_for_label" => self.id().into(),
            "required" => self.field().info.is_required().into(),
            "is_hidden" => self.is_hidden().into(),
            "widget_type" => self.widget().name().into(),
            "use_fieldset" => self.widget().is_group().into(),
            "aria_describedby" => self.described_by().unwrap_or_default().into(),
            "as_widget" => html(self.as_widget()),
            "as_hidden" => html(self.as_hidden()),
            "as_field_group" => html(self.as_field_group()),
            "choices" => self.choices(),
            "max_length" => self.field().info.limits.max_length.into(),
            "min_length" => self.field().info.limits.min_length.into(),
            _ => return None,
        })
    }

    fn has_elements(&self) -> bool {
        true
    }

    fn elements(&self) -> Vec<Value> {
        let parts = if self.widget().is_group() && self.part.is_none() {
            (0..self.field().choices().unwrap_or_default().len()).map(Some).collect()
        } else {
            vec![self.part]
        };
        parts.into_iter().map(|part| Written::value(Self { part, ..self.clone() })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::forms::field_info::FieldInfo;
    use crate::web::forms::kind::FieldKind;

    #[test]
    fn a_field_has_what_the_compiler_knows_of_it() {
        static FIELDS: [FieldInfo; 1] = [FieldInfo::of("title", FieldKind::TEXT)];
        let view = FieldView::of(&Arc::new(State::new(&FIELDS, None)), 0);

        for name in FieldView::NAMES {
            assert!(view.attribute(name).is_some(), "{name}");
        }
        assert!(view.attribute("lable").is_none());
    }
}
