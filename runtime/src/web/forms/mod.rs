//! Forms: a type that says its fields, the page that shows them, and what is wrong with what was typed (Django's `forms`).
//!
//! ```text
//! the request's fields ─▶ clean: each in Django's rules ─▶ read: the type, all mistakes at once ─▶ rules ─▶ view
//!                                                                                                      ◀─ the page again
//! ```
//!
//! `#[derive(Form)]` says of a type what `field_info` holds; `bound_form` is what views have of it, `view` what templates see,
//! `formset` many of one kind. docs/forms.md is the guide.

mod bound_form;
mod choices;
mod clean;
mod dates;
mod field_info;
mod form_type;
mod formset;
mod initial;
mod kind;
mod known;
mod read;
#[cfg(feature = "validator")]
mod rules;
mod state;
#[cfg(feature = "validator")]
mod valid;
mod view;
mod widget;

pub use bound_form::BoundForm;
pub use choices::Choices;
pub use form_type::FormType;
pub use formset::{BoundFormset, FormsetRow};
pub use kind::{Choice, FieldKind, FormField};
#[cfg(feature = "validator")]
#[cfg_attr(docsrs, doc(cfg(feature = "validator")))]
pub use valid::{HasRules, Valid};
pub use view::{ErrorList, FieldView, FieldViews};
pub use widget::Widget;

// What generated code names.
#[cfg(not(feature = "validator"))]
#[doc(hidden)]
pub use form_type::broken_rules;
#[cfg(feature = "validator")]
#[doc(hidden)]
pub use rules::broken_rules;
#[doc(hidden)]
pub use {
    field_info::{FieldInfo, Limit, Limits},
    form_type::{BrokenRule, FormMember},
    known::{FieldProbe, UnknownField},
    view::members,
};
