//! `FieldInfo`: what `#[derive(Form)]` knows of a field. A form's are constants.

use super::kind::FieldKind;
use super::widget::Widget;

/// One field of a form, as its type describes it.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// As serde calls it; so it is called in templates and, behind the form's prefix, in what browsers send.
    pub name: &'static str,
    /// As Rust calls it, and with that the rules.
    pub ident: &'static str,
    /// What is typed into it.
    pub kind: FieldKind,
    /// What it is typed into.
    pub widget: Widget,
    /// What stands before it.
    pub label: &'static str,
    /// What is said beside it.
    pub help_text: &'static str,
    /// Whether it must be filled in; `None` if the kind says so.
    pub required: Option<bool>,
    /// Whether its type has a value for when nothing is sent (`#[serde(default)]`).
    pub has_default: bool,
    /// Whether white space around a text is taken off.
    pub strip: bool,
    /// What its rules allow, as far as HTML can say it.
    pub limits: Limits,
    /// The form's own words for what is wrong: `("required", "Give it a title.")`.
    pub error_messages: &'static [(&'static str, &'static str)],
    /// Attributes of the element.
    pub attributes: &'static [(&'static str, &'static str)],
    /// What an empty form shows in it.
    pub initial: Option<&'static str>,
}

/// What HTML can say of rules.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The fewest characters, or values of a list.
    pub min_length: Option<usize>,
    /// The most.
    pub max_length: Option<usize>,
    /// The least number.
    pub min: Option<Limit>,
    /// The greatest.
    pub max: Option<Limit>,
}

/// A number that a rule names.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// As it is written there.
    Written(&'static str),
    /// The value of a constant.
    Value(f64),
}

impl Limits {
    /// No rules.
    pub const NONE: Self = Self { min_length: None, max_length: None, min: None, max: None };
}

impl FieldInfo {
    /// A field of which nothing else is said.
    pub const fn of(name: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            ident: name,
            kind,
            widget: Widget::for_kind(kind),
            label: name,
            help_text: "",
            required: None,
            has_default: false,
            strip: true,
            limits: Limits::NONE,
            error_messages: &[],
            attributes: &[],
            initial: None,
        }
    }

    /// Whether it must be filled in.
    pub(super) fn is_required(&self) -> bool {
        let by_kind =
            !(self.kind.is_optional || self.kind.is_many || self.kind.is_flag() || self.has_default);
        self.required.unwrap_or(by_kind)
    }

    /// Whether what was typed is kept from the page, and white space in it.
    pub(super) fn is_secret(&self) -> bool {
        self.widget == Widget::Password
    }

    /// The form's own words, or else Django's.
    pub(super) fn message(&self, code: &str, default: impl Into<String>) -> String {
        match self.error_messages.iter().find(|(known, _)| *known == code) {
            Some((_, words)) => (*words).to_owned(),
            None => default.into(),
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Written(text) => f.write_str(text),
            Self::Value(number) => number.fmt(f),
        }
    }
}
