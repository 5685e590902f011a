//! `DataType`: a type, and what templates see of it. If it exists, it is valid.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DataStruct, DeriveInput, Fields, Generics, Type, Variant, parse_quote};

use crate::shared::errors::Errors;
use crate::shared::private::Private;
use crate::shared::rename::Rule;
use crate::shared::serde_args::{Direction, SerdeArgs as Args};

/// Everything the expansion needs to know.
pub(super) struct DataType {
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) shape: Shape,
    pub(super) private: Private,
}

/// What templates see of it, as serde writes it.
pub(super) enum Shape {
    /// These and no others.
    Fields(Vec<Field>),
    /// What they see of this type.
    Transparent(Box<Type>),
    /// Nobody knows.
    Unknown,
}

/// A field that templates see.
pub(super) struct Field {
    /// What they call it.
    pub(super) name: String,
    /// `None` if that depends.
    pub(super) ty: Option<Type>,
    span: Span,
}

impl DataType {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(item: DeriveInput, errors: &mut Errors) -> Option<Self> {
        let args = Args::read(&item.attrs, Direction::Writing);
        let shape = match (&item.data, args.into.clone()) {
            (Data::Union(data), _) => {
                let help = "make it a struct";
                errors.report_with_help(data.union_token.span, "a template cannot see into a union", help);
                return None;
            }
            (_, Some(into)) => Shape::Transparent(Box::new(into)),
            (Data::Struct(data), None) => shape_of_struct(&args, data),
            (Data::Enum(data), None) => shape_of_enum(&args, data),
        };
        let count = errors.count();
        if let (Shape::Fields(fields), Data::Struct(_)) = (&shape, &item.data) {
            check_names(fields, errors);
        }
        let DeriveInput { ident: name, generics, .. } = item;
        (errors.count() == count).then(|| Self { name, generics, shape, private: Private::find(None) })
    }
}

/// Of two fields of one name, a template would see the second, and the page of data both.
fn check_names(fields: &[Field], errors: &mut Errors) {
    for (at, field) in fields.iter().enumerate() {
        if let Some(first) = fields[..at].iter().find(|earlier| earlier.name == field.name) {
            errors.report_twice(first.span, field.span, format_args!("the field `{}`", field.name));
        }
    }
}

fn shape_of_struct(args: &Args, data: &DataStruct) -> Shape {
    match &data.fields {
        Fields::Unit => Shape::Fields(Vec::new()),
        Fields::Named(_) if args.is_transparent => the_only_field(&data.fields),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 || args.is_transparent => {
            the_only_field(&data.fields)
        }
        Fields::Unnamed(_) => Shape::Unknown,
        Fields::Named(_) => {
            named_fields(&data.fields, args.rename_all).map_or(Shape::Unknown, |mut fields| {
                fields.extend(args.tag.as_deref().map(tag));
                Shape::Fields(fields)
            })
        }
    }
}

/// A struct of one field that templates look through.
fn the_only_field(fields: &Fields) -> Shape {
    let mut seen = fields
        .iter()
        .map(|field| (field, Args::read(&field.attrs, Direction::Writing)))
        .filter(|(_, args)| !args.is_skipped);
    match (seen.next(), seen.next()) {
        (Some((field, args)), None) if !args.is_written_by_function => {
            Shape::Transparent(Box::new(field.ty.clone()))
        }
        _ => Shape::Unknown,
    }
}

/// Of an enum, serde writes the name of the variant, a map with that name, or the fields beside a tag.
fn shape_of_enum(args: &Args, data: &DataEnum) -> Shape {
    let variants: Vec<_> = data
        .variants
        .iter()
        .map(|variant| (variant, Args::read(&variant.attrs, Direction::Writing)))
        .filter(|(_, args)| !args.is_skipped)
        .collect();
    let are_units = variants.iter().all(|(variant, _)| matches!(variant.fields, Fields::Unit));
    match &args.tag {
        None if are_units && !args.is_untagged => Shape::Fields(Vec::new()),
        Some(name) if !args.has_content => {
            fields_of_variants(args, &variants).map_or(Shape::Unknown, |mut fields| {
                fields.push(tag(name));
                Shape::Fields(fields)
            })
        }
        _ => Shape::Unknown,
    }
}

/// Those of all variants; of those that are of several types, nobody knows which it is.
fn fields_of_variants(args: &Args, variants: &[(&Variant, Args)]) -> Option<Vec<Field>> {
    let mut all: Vec<Field> = Vec::new();
    for (variant, own) in variants {
        for field in named_fields(&variant.fields, own.rename_all.or(args.rename_all_fields))? {
            match all.iter_mut().find(|earlier| earlier.name == field.name) {
                Some(earlier) if is_same(earlier.ty.as_ref(), field.ty.as_ref()) => {}
                Some(earlier) => earlier.ty = None,
                None => all.push(field),
            }
        }
    }
    Some(all)
}

fn is_same(one: Option<&Type>, other: Option<&Type>) -> bool {
    let text = |ty: Option<&Type>| ty.map(|ty| ty.to_token_stream().to_string());
    text(one) == text(other)
}

/// `None` if another type's fields are among them, which are not known here, or none has a name.
fn named_fields(fields: &Fields, rule: Option<Rule>) -> Option<Vec<Field>> {
    if matches!(fields, Fields::Unnamed(_)) {
        return None;
    }
    let mut named = Vec::new();
    for field in fields {
        let args = Args::read(&field.attrs, Direction::Writing);
        if args.is_flattened && !args.is_skipped {
            return None;
        }
        if let (Some(ident), false) = (&field.ident, args.is_skipped) {
            let written = ident.unraw().to_string();
            named.push(Field {
                name: args
                    .rename
                    .unwrap_or_else(|| rule.map_or_else(|| written.clone(), |rule| rule.apply(&written))),
                ty: (!args.is_written_by_function).then(|| field.ty.clone()),
                span: ident.span(),
            });
        }
    }
    Some(named)
}

/// The field that names the variant, or the struct.
fn tag(name: &str) -> Field {
    Field {
        name: name.to_owned(),
        ty: Some(parse_quote!(&'static ::core::primitive::str)),
        span: Span::call_site(),
    }
}
