//! `Widget`: what a field is typed into.

use super::kind::{FieldKind, ValueKind};

/// What a field is typed into: an element of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Widget {
    /// `<input type="text">`
    Text,
    /// `<input type="email">`
    Email,
    /// `<input type="url">`
    Url,
    /// `<input type="tel">`
    Tel,
    /// `<input type="search">`
    Search,
    /// `<input type="color">`
    Color,
    /// `<input type="password">`; what was typed is never sent back.
    Password,
    /// `<input type="hidden">`
    Hidden,
    /// `<input type="number">`
    Number,
    /// `<input type="date">`
    Date,
    /// `<input type="time">`
    Time,
    /// `<input type="datetime-local">`
    DateTime,
    /// `<input type="checkbox">`
    Checkbox,
    /// `<textarea>`
    Textarea,
    /// `<select>`, or `<select multiple>` of a list.
    Select,
    /// An `<input type="radio">` for each choice.
    Radio,
    /// An `<input type="checkbox">` for each choice, of a list.
    Checkboxes,
    /// `<input type="file">`
    File,
}

impl Widget {
    /// What is used where nobody says another.
    pub const fn for_kind(kind: FieldKind) -> Self {
        match kind.value {
            ValueKind::Choice(_) => Self::Select,
            ValueKind::File => Self::File,
            ValueKind::Flag if kind.is_optional => Self::Select,
            _ if kind.is_many => Self::Text,
            ValueKind::Flag => Self::Checkbox,
            ValueKind::Whole(..) | ValueKind::Number => Self::Number,
            ValueKind::Date => Self::Date,
            ValueKind::Time => Self::Time,
            ValueKind::DateTime(_) => Self::DateTime,
            ValueKind::Text | ValueKind::Any => Self::Text,
        }
    }

    /// Whether what this sends can be read as one of the kind.
    pub const fn fits(self, kind: FieldKind) -> bool {
        let is_single = !kind.is_many;
        match (self, kind.value) {
            (Self::File, ValueKind::File | ValueKind::Any) => true,
            (Self::File, _) | (_, ValueKind::File) => false,
            (Self::Checkboxes, _) => kind.is_many,
            (Self::Checkbox, ValueKind::Flag | ValueKind::Any) => is_single,
            (Self::Checkbox, _) => false,
            (Self::Select, ValueKind::Flag) => kind.is_optional,
            (Self::Select, _) => true,
            (Self::Radio, ValueKind::Flag) => kind.is_optional,
            (Self::Date, ValueKind::Date | ValueKind::Text | ValueKind::Any)
            | (Self::Time, ValueKind::Time | ValueKind::Text | ValueKind::Any)
            | (Self::DateTime, ValueKind::DateTime(_) | ValueKind::Text | ValueKind::Any)
            | (Self::Number, ValueKind::Whole(..) | ValueKind::Number | ValueKind::Text | ValueKind::Any) => {
                is_single
            }
            (Self::Date | Self::Time | Self::DateTime | Self::Number, _) => false,
            (Self::Hidden, _) => is_single,
            (Self::Textarea | Self::Password, ValueKind::Text | ValueKind::Any) => is_single,
            (Self::Textarea | Self::Password, _) => false,
            (_, ValueKind::Flag) => false,
            _ => true,
        }
    }

    /// What a type says that does not say it itself, where the widget is of dates and the like.
    pub(super) const fn kind(self) -> FieldKind {
        match self {
            Self::Date => FieldKind::DATE,
            Self::Time => FieldKind::TIME,
            Self::DateTime => FieldKind::DATE_TIME,
            Self::Checkbox => FieldKind::FLAG,
            Self::File => FieldKind::FILE,
            Self::Number => FieldKind::NUMBER,
            Self::Checkboxes => FieldKind::ANY.many(),
            _ => FieldKind::ANY,
        }
    }

    /// An input's `type`; none of what is no input.
    pub(super) const fn input_type(self) -> Option<&'static str> {
        Some(match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Url => "url",
            Self::Tel => "tel",
            Self::Search => "search",
            Self::Color => "color",
            Self::Password => "password",
            Self::Hidden => "hidden",
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "datetime-local",
            Self::Checkbox => "checkbox",
            Self::File => "file",
            Self::Textarea | Self::Select | Self::Radio | Self::Checkboxes => return None,
        })
    }

    /// Django's name of it, for templates (`field.widget_type`).
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::DateTime => "datetime",
            Self::Textarea => "textarea",
            Self::Select => "select",
            Self::Radio => "radioselect",
            Self::Checkboxes => "checkboxselectmultiple",
            other => match other.input_type() {
                Some(name) => name,
                None => "text",
            },
        }
    }

    /// Several elements, which belong into a `fieldset`.
    pub(super) const fn is_group(self) -> bool {
        matches!(self, Self::Radio | Self::Checkboxes)
    }
}

impl Widget {
    /// What a type says, or else what this widget says of it.
    pub const fn kind_of(self, known: Option<FieldKind>, is_optional: bool, is_many: bool) -> FieldKind {
        match known {
            Some(kind) => kind,
            None => {
                let kind = self.kind();
                FieldKind { is_optional, is_many, ..kind }
            }
        }
    }
}
