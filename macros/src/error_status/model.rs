//! `ErrorType`: a type whose errors say what they mean. If it exists, it is valid.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, LitInt, Member, Type, Variant};

use super::parse::{Args, Written};
use crate::shared::errors::Errors;
use crate::shared::private::Private;

/// Everything the expansion needs to know.
pub(super) struct ErrorType {
    pub(super) name: Ident,
    /// Those variants that say a status of their own.
    pub(super) variants: Vec<(Ident, Status)>,
    /// What all others mean, or all errors of a struct; `None` where there are none left.
    pub(super) rest: Option<Status>,
    pub(super) private: Private,
}

/// What an error means.
pub(super) enum Status {
    Number(u16),
    Suspicious,
    /// What the error in this field means.
    Transparent {
        field: Member,
        ty: Box<Type>,
    },
}

/// What is meant where nothing is said.
const SERVER_ERROR: Status = Status::Number(500);

impl ErrorType {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(item: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let count = errors.count();
        let args = errors.keep(Args::read(&item.attrs));
        let private = Private::find(args.as_ref().and_then(|args| args.krate.as_ref()).map(|(_, path)| path));
        let written = args.and_then(|args| args.status);
        check_generics(&item.ident, &item.generics, errors);

        let (variants, rest) = match &item.data {
            Data::Struct(data) => {
                check_fields(&data.fields, errors);
                (Vec::new(), written.and_then(|written| Status::check(written, &data.fields, errors)))
            }
            Data::Enum(data) => {
                let whole = written.and_then(|written| check_whole(written, errors));
                let variants: Vec<_> =
                    data.variants.iter().filter_map(|variant| check_variant(variant, errors)).collect();
                let is_complete = !variants.is_empty() && variants.len() == data.variants.len();
                let says_nothing = variants.is_empty() && whole.is_none();
                let rest = if says_nothing || is_complete { None } else { whole.or(Some(SERVER_ERROR)) };
                (variants, rest)
            }
            Data::Union(data) => {
                let help = "make it a struct or an enum";
                errors.report_with_help(data.union_token.span, "a union is no error", help);
                return None;
            }
        };
        if errors.count() == count && variants.is_empty() && rest.is_none() {
            report_no_status(item, errors);
        }
        (errors.count() == count).then(|| Self { name: item.ident.clone(), variants, rest, private })
    }
}

fn report_no_status(item: &DeriveInput, errors: &mut Errors) {
    let help = match item.data {
        Data::Enum(_) => "write `#[status(404)]` above a variant, or above the enum for all of them",
        _ => "write `#[status(404)]` above it",
    };
    errors.report_with_help(item.ident.span(), format_args!("`{}` says no status", item.ident.unraw()), help);
}

/// A table has lines for types, and a generic one is none before its parameters are known.
fn check_generics(name: &Ident, generics: &Generics, errors: &mut Errors) {
    if let Some(lifetime) = generics.lifetimes().next() {
        errors.report_with_help(
            lifetime.lifetime.span(),
            format_args!("`{}` borrows, and an error owns what it holds", name.unraw()),
            "hold a `String` in place of a `&str`",
        );
    } else if !generics.params.is_empty() {
        errors.report_tokens(
            &generics.params,
            format_args!("`{}` has parameters, and only a type without any has a status", name.unraw()),
            "wrap those types that are used: `enum ShopError { #[status(409)] Order(OrderError<Book>) }`",
        );
    }
}

/// One for all variants; each has fields of its own.
fn check_whole((span, written): (Span, Written), errors: &mut Errors) -> Option<Status> {
    if matches!(written, Written::Transparent) {
        errors.report_with_help(
            span,
            "an enum is not transparent, its variants may be",
            "write `#[status(transparent)]` above the variant that holds another error",
        );
        return None;
    }
    Status::check((span, written), &Fields::Unit, errors)
}

fn check_variant(variant: &Variant, errors: &mut Errors) -> Option<(Ident, Status)> {
    check_fields(&variant.fields, errors);
    let args = errors.keep(Args::read(&variant.attrs))?;
    if let Some((span, _)) = args.krate {
        errors.report_with_help(span, "`crate` is said of the whole type", "write it above the enum");
    }
    Some((variant.ident.clone(), Status::check(args.status?, &variant.fields, errors)?))
}

/// The compiler lets `#[status]` stand there, since it is a derive's.
fn check_fields(fields: &Fields, errors: &mut Errors) {
    let is_ours = |attribute: &&Attribute| attribute.path().is_ident("status");
    for attribute in fields.iter().flat_map(|field| &field.attrs).filter(is_ours) {
        let help = "write it above the variant, or above the struct";
        errors.report_tokens(attribute.path(), "a field has no status", help);
    }
}

impl Status {
    fn check((span, written): (Span, Written), fields: &Fields, errors: &mut Errors) -> Option<Self> {
        match written {
            Written::Number(number) => check_number(&number, errors).map(Self::Number),
            Written::Suspicious => Some(Self::Suspicious),
            Written::Transparent => check_transparent(span, fields, errors),
        }
    }
}

fn check_number(number: &LitInt, errors: &mut Errors) -> Option<u16> {
    let status = number.base10_parse().ok().filter(|status| (400..=599).contains(status));
    if status.is_none() {
        errors.report_with_help(
            number.span(),
            format_args!("`{}` is not the status of an error", number.to_token_stream()),
            "write one from 400 to 599; what is no error is a `Response`",
        );
    }
    status
}

fn check_transparent(span: Span, fields: &Fields, errors: &mut Errors) -> Option<Status> {
    let mut members = fields.members().zip(fields);
    match (members.next(), members.next()) {
        (Some((field, inner)), None) => Some(Status::Transparent { field, ty: Box::new(inner.ty.clone()) }),
        _ => {
            let headline = "`transparent` means what the error inside means, and here is not one field";
            errors.report_with_help(span, headline, "write a number, as in `#[status(404)]`");
            None
        }
    }
}
