//! What the compiler knows of forms in templates: the names of what a field, a list of errors and a form have.

use std::marker::PhantomData;

pub use super::{ErrorList, FieldView, FieldViews};
use crate::base::template_data::{HasElements, HasField, TemplateData, Unknown};
use crate::base::text::fnv1a;
use crate::web::forms::bound_form::BoundForm;
use crate::web::forms::form_type::FormMember;
use crate::web::forms::formset::BoundFormset;

impl TemplateData<Self> for FieldView {}
/// Its widgets, one by one.
impl HasElements<FieldView> for FieldView {}

impl TemplateData<Self> for FieldViews {}
impl HasElements<FieldView> for FieldViews {}

impl TemplateData<Self> for ErrorList {}
impl HasElements<str> for ErrorList {}

impl<T> TemplateData<Self> for BoundForm<T> {}
impl<T> HasElements<FieldView> for BoundForm<T> {}
#[diagnostic::do_not_recommend]
impl<T: FormMember<NAME, Value>, Value: ?Sized, const NAME: u64> HasField<NAME, Value> for BoundForm<T> {}

macro_rules! has {
    ($view:ty: $($name:literal $value:ty),+ $(,)?) => {
        $(impl HasField<{ fnv1a($name) }, $value> for $view {})+

        impl $view {
            /// The names of what templates see of it.
            #[cfg(test)]
            pub(super) const NAMES: &'static [&'static str] = &[$($name),+];
        }
    };
}

has!(FieldView:
    "label" str, "label_tag" str, "legend_tag" str, "errors" ErrorList, "help_text" str, "value" str, "values" Vec<String>,
    "initial" str, "name" str, "html_name" str, "auto_id" str, "id_for_label" str, "required" bool, "is_hidden" bool,
    "widget_type" str, "use_fieldset" bool, "aria_describedby" str, "as_widget" str, "as_hidden" str, "as_field_group" str,
    "choices" FieldChoices, "max_length" usize, "min_length" usize,
);

/// Yes or no, and a text: what a form says of itself.
pub type Flag = bool;
/// A text.
pub type Text = String;

/// All that is wrong with a form: the names of fields in a loop, and by name what is wrong with each.
#[derive(Debug)]
pub struct FormErrors(PhantomData<()>);

impl TemplateData<Self> for FormErrors {}
impl HasElements<str> for FormErrors {}
impl<const NAME: u64> HasField<NAME, Unknown> for FormErrors {}

impl<T> TemplateData<Self> for BoundFormset<T> {}
impl<T> HasElements<BoundForm<T>> for BoundFormset<T> {}

macro_rules! formset_has {
    ($($name:literal $value:ty),+ $(,)?) => {
        $(impl<T> HasField<{ fnv1a($name) }, $value> for BoundFormset<T> {})+
    };
}

formset_has!(
    "management_form" str, "forms" Vec<BoundForm<T>>, "empty_form" BoundForm<T>, "non_form_errors" ErrorList,
    "total_form_count" usize, "is_bound" bool, "is_valid" bool, "is_multipart" bool, "prefix" str,
);

/// What a field is chosen from: for a page that writes its own elements.
#[derive(Debug)]
pub struct FieldChoices(PhantomData<()>);

/// One of them.
#[derive(Debug)]
pub struct FieldChoice(PhantomData<()>);

impl TemplateData<Self> for FieldChoices {}
impl HasElements<FieldChoice> for FieldChoices {}
impl TemplateData<Self> for FieldChoice {}
impl HasField<{ fnv1a("value") }, str> for FieldChoice {}
impl HasField<{ fnv1a("label") }, str> for FieldChoice {}
impl HasField<{ fnv1a("is_selected") }, bool> for FieldChoice {}
