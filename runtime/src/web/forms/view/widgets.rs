//! The elements of fields, as Django writes them (`forms/templates/django/forms/widgets`).

use super::{Element, FieldView};
use crate::web::forms::kind::ValueKind;
use crate::web::forms::state::is_ticked;
use crate::web::forms::widget::Widget;
use crate::web::templates::Markup;

/// What Django shows where nothing is chosen yet (`db/models/fields`, `BLANK_CHOICE_DASH`).
const NOTHING: &str = "---------";

impl FieldView {
    /// The element, or those of a group.
    pub(super) fn as_widget(&self) -> String {
        match (self.widget(), self.part) {
            (Widget::Textarea, _) => self.textarea(),
            (Widget::Select, _) => self.select(),
            (Widget::Radio | Widget::Checkboxes, None) => self.group(),
            (Widget::Radio | Widget::Checkboxes, Some(part)) => self.part(part),
            (_, _) if self.field().info.kind.is_many && !self.field().info.kind.is_file() => self.inputs(),
            _ => self.input(self.values().last().map(String::as_str), Some(self.id())),
        }
    }

    /// Its values in hidden elements.
    pub(super) fn as_hidden(&self) -> String {
        let hidden = |value: &String| {
            Element::new("input")
                .attribute("type", "hidden")
                .attribute("name", self.html_name())
                .attribute("value", value)
                .end()
        };
        self.values().iter().map(hidden).collect()
    }

    fn input(&self, value: Option<&str>, id: Option<String>) -> String {
        let widget = self.widget();
        let element = Element::new("input")
            .attribute("type", widget.input_type().unwrap_or("text"))
            .attribute("name", self.html_name());
        if widget == Widget::Checkbox {
            return self.attributes(element, id).flag("checked", is_ticked(self.values())).end();
        }
        let multiple = widget == Widget::File && self.field().info.kind.is_many;
        self.attributes(element.maybe("value", value.filter(|value| !value.is_empty())), id)
            .flag("multiple", multiple)
            .end()
    }

    /// One for each value of a list, and one at least.
    fn inputs(&self) -> String {
        let inputs: Vec<String> = match self.values() {
            [] => vec![self.input(None, Some(self.id()))],
            values => {
                let id = |at: usize| if at == 0 { self.id() } else { format!("{}_{at}", self.id()) };
                let each = values.iter().enumerate();
                each.map(|(at, value)| self.input(Some(value), Some(id(at)))).collect()
            }
        };
        inputs.join("\n")
    }

    fn textarea(&self) -> String {
        let element = Element::new("textarea").attribute("name", self.html_name());
        let has = |wanted: &str| self.field().info.attributes.iter().any(|(name, _)| *name == wanted);
        let element =
            element.maybe("cols", (!has("cols")).then_some(40)).maybe("rows", (!has("rows")).then_some(10));
        // The first line break is not part of the text (HTML, 13.1.2.5).
        let text = format!("\n{}", Markup::escape(self.value()));
        self.attributes(element, Some(self.id())).around("textarea", text)
    }

    fn select(&self) -> String {
        let is_many = self.field().info.kind.is_many;
        let values = self.values();
        let choices = self.field().choices().unwrap_or_default();
        let is_chosen = |value: &str| values.iter().any(|chosen| chosen == value);
        let option = |value: &str, label: &str| {
            let element = Element::new("option").attribute("value", value).flag("selected", is_chosen(value));
            format!("\n{}", element.around("option", Markup::escape(label)))
        };
        let has_empty = choices.iter().any(|(value, _)| value.is_empty());
        // So that nobody sends what happens to stand first.
        let wants_empty = !is_many
            && !has_empty
            && (!self.says_required() || !choices.iter().any(|(value, _)| is_chosen(value)));
        let empty = if self.field().info.kind.is_flag() { "Unknown" } else { NOTHING };
        let mut options = if wants_empty { option("", empty) } else { String::new() };
        options.extend(choices.iter().map(|(value, label)| option(value, label)));
        let element = Element::new("select").attribute("name", self.html_name());
        self.attributes(element, Some(self.id()))
            .flag("multiple", is_many)
            .around("select", format_args!("{options}\n"))
    }

    fn group(&self) -> String {
        let count = self.field().choices().unwrap_or_default().len();
        let parts: String = (0..count)
            .map(|part| format!("\n<div>{}</div>", Self { part: Some(part), ..self.clone() }.as_widget()))
            .collect();
        Element::new("div").attribute("id", self.state.id(self.at)).around("div", format_args!("{parts}\n"))
    }

    /// One of a group, in its label.
    fn part(&self, part: usize) -> String {
        let choices = self.field().choices().unwrap_or_default();
        let Some((value, label)) = choices.get(part) else { return String::new() };
        let kind = if self.widget() == Widget::Radio { "radio" } else { "checkbox" };
        let is_chosen = self.values().iter().any(|chosen| chosen == value);
        let input = Element::new("input")
            .attribute("type", kind)
            .attribute("name", self.html_name())
            .attribute("value", value)
            // Of boxes, each would be required by itself.
            .flag("required", self.widget() == Widget::Radio && self.says_required())
            .maybe("aria-invalid", self.is_wrong())
            .attribute("id", self.id())
            .flag("checked", is_chosen)
            .end();
        let text = Markup::escape(label);
        Element::new("label").attribute("for", self.id()).around("label", format_args!("{input} {text}"))
    }

    /// What every element says of its field.
    fn attributes(&self, element: Element, id: Option<String>) -> Element {
        let info = self.field().info;
        let has = |wanted: &str| info.attributes.iter().any(|(name, _)| *name == wanted);
        let mut element = element;
        for (name, value) in info.attributes {
            element =
                if value.is_empty() { element.flag(name, true) } else { element.attribute(name, value) };
        }
        for (name, value) in self.limits() {
            element = element.maybe(name, value.filter(|_| !has(name)));
        }
        element
            .flag("required", self.says_required())
            .maybe("aria-invalid", self.is_wrong())
            .maybe("aria-describedby", self.described_by())
            .maybe("id", id)
    }

    /// What the rules allow, as far as HTML can say it.
    fn limits(&self) -> Vec<(&'static str, Option<String>)> {
        let info = self.field().info;
        let limits = &info.limits;
        match self.widget() {
            Widget::Number => {
                let least = match info.kind.value {
                    ValueKind::Whole(least @ 0..=1, _) => Some(least.to_string()),
                    _ => None,
                };
                let step = matches!(info.kind.value, ValueKind::Number).then(|| "any".to_owned());
                let (min, max) =
                    (limits.min.map(|min| min.to_string()), limits.max.map(|max| max.to_string()));
                vec![("min", min.or(least)), ("max", max), ("step", step)]
            }
            Widget::Text
            | Widget::Email
            | Widget::Url
            | Widget::Tel
            | Widget::Search
            | Widget::Password
            | Widget::Textarea
                if !info.kind.is_many =>
            {
                let text = |length: Option<usize>| length.map(|length| length.to_string());
                vec![("maxlength", text(limits.max_length)), ("minlength", text(limits.min_length))]
            }
            _ => Vec::new(),
        }
    }

    fn is_wrong(&self) -> Option<bool> {
        (!self.field().errors.is_empty() && !self.is_hidden()).then_some(true)
    }
}
