//! `FormStruct`: a struct that is a form. If it exists, it is valid.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Generics};

use super::field::Field;
use super::parse::FormArgs;
use crate::shared::errors::Errors;
use crate::shared::private::Private;
use crate::shared::serde_args::{Direction, SerdeArgs};

/// What every form has in templates, each with its type there.
pub(super) const MEMBERS: [(&str, &str); 10] = [
    ("errors", "FormErrors"),
    ("non_field_errors", "ErrorList"),
    ("hidden_fields", "FieldViews"),
    ("visible_fields", "FieldViews"),
    ("is_bound", "Flag"),
    ("is_valid", "Flag"),
    ("is_multipart", "Flag"),
    ("prefix", "Text"),
    ("as_div", "Text"),
    ("DELETE", "FieldView"),
];

/// Everything the expansion needs to know.
pub(super) struct FormStruct {
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) fields: Vec<Field>,
    /// Whether validator has something to say of it.
    pub(super) has_rules: bool,
    pub(super) private: Private,
}

impl FormStruct {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(item: DeriveInput, errors: &mut Errors) -> Option<Self> {
        let count = errors.count();
        let args = errors.keep(FormArgs::read(&item.attrs)).unwrap_or_default();
        let serde = SerdeArgs::read(&item.attrs, Direction::Reading);
        if let Some(span) = serde.is_read_as_another {
            let help = "derive `Form` for that type, and make this one of it in the view";
            errors.report_with_help(span, "serde reads another type in place of this one", help);
        }
        check_lifetimes(&item, errors);
        let named = named_fields(&item, errors)?;
        let fields: Vec<_> = named
            .iter()
            .filter_map(|field| Field::check(field, serde.rename_all, serde.has_default, errors))
            .collect();
        check_names(&fields, errors);
        let has_rules = has_rules(&item.attrs) || named.iter().any(|field| has_rules(&field.attrs));
        let private = Private::find(args.krate.as_ref().map(|(_, path)| path));
        let DeriveInput { ident: name, generics, .. } = item;
        (errors.count() == count).then_some(Self { name, generics, fields, has_rules, private })
    }
}

fn has_rules(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("validate"))
}

fn named_fields<'a>(item: &'a DeriveInput, errors: &mut Errors) -> Option<&'a Fields> {
    let (what, help, span) = match &item.data {
        Data::Struct(data) => match &data.fields {
            fields @ Fields::Named(_) => return Some(fields),
            Fields::Unnamed(_) => {
                ("fields without names", "give them names: those of the form's fields", item.ident.span())
            }
            Fields::Unit => ("no fields", "give it some in braces", item.ident.span()),
        },
        Data::Enum(data) => {
            let help = "an enum that a field chooses from derives `Choices`";
            ("variants", help, data.enum_token.span)
        }
        Data::Union(data) => ("the fields of a union", "make it a struct", data.union_token.span),
    };
    let name = item.ident.unraw();
    errors.report_with_help(
        span,
        format_args!("a form is a struct with named fields, and `{name}` has {what}"),
        help,
    );
    None
}

/// What was typed goes with the request.
fn check_lifetimes(item: &DeriveInput, errors: &mut Errors) {
    if let Some(lifetime) = item.generics.lifetimes().next() {
        let headline = format!("`{}` borrows, and a form owns what was typed", item.ident.unraw());
        errors.report_with_help(lifetime.lifetime.span(), headline, "hold a `String` in place of a `&str`");
    }
}

fn check_names(fields: &[Field], errors: &mut Errors) {
    for (at, field) in fields.iter().enumerate() {
        let span = field.ident.span();
        if let Some(first) = fields[..at].iter().find(|earlier| earlier.name == field.name) {
            errors.report_twice(first.ident.span(), span, format_args!("the field `{}`", field.name));
        }
        if MEMBERS.iter().any(|(member, _)| *member == field.name) {
            report_member(&field.name, span, errors);
        }
    }
}

fn report_member(name: &str, span: Span, errors: &mut Errors) {
    let help = format!("call it otherwise, or write `#[serde(rename = \"{name}_\")]` above it");
    errors.report_with_help(span, format_args!("`form.{name}` is said of every form in a template"), help);
}
