//! What templates see of a form, under Django's names (`forms/forms.py`, `forms/boundfield.py`), and the HTML it is written as
//! (`forms/templates/django/forms`).

mod element;
mod errors;
mod field;
mod form;
pub mod members;
mod widgets;

pub use errors::ErrorList;
pub use field::{FieldView, FieldViews};

pub(super) use element::Element;
pub(super) use form::FormView;
