//! What views and context processors ask of their arguments: the request is borrowed, all else is an extractor.

use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Meta, Pat, PatType, Signature, Token, Type, TypeReference};

use super::errors::Errors;

/// All but a `self`.
pub(crate) fn typed_arguments(signature: &Signature) -> impl Iterator<Item = &PatType> {
    signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    })
}

/// Reports a condition: the call of the function would need the same one at the argument, where none can stand. `what`
/// names the function in messages: "a view".
pub(crate) fn has_condition(argument: &PatType, what: &str, errors: &mut Errors) -> bool {
    let condition = argument.attrs.iter().find(|attribute| is_condition(attribute));
    if let Some(condition) = condition {
        errors.report_tokens(
            condition,
            format_args!("an argument of {what} has no condition"),
            "write the function twice, each with its `#[cfg(…)]` above",
        );
    }
    condition.is_some()
}

/// `#[cfg(…)]`, and `#[cfg_attr(…, cfg(…))]`.
fn is_condition(attribute: &Attribute) -> bool {
    if !attribute.path().is_ident("cfg_attr") {
        return attribute.path().is_ident("cfg");
    }
    let parts = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    parts.is_ok_and(|parts| {
        parts.iter().skip(1).any(|part| part.path().is_ident("cfg") || part.path().is_ident("cfg_attr"))
    })
}

/// What stands behind the `&`, as far as its name tells.
pub(crate) enum Borrowed {
    Request,
    /// What paths hold: numbers and text.
    Value,
    /// What functions take from a request by value.
    Extractor,
    Unknown,
}

/// As far as the name tells.
pub(crate) fn borrowed(ty: &Type) -> Borrowed {
    const EXTRACTORS: [&str; 11] = [
        "Session",
        "User",
        "Messages",
        "Form",
        "Query",
        "QueryDict",
        "Json",
        "State",
        "Cookies",
        "HeaderMap",
        "Method",
    ];
    let last = match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Slice(_) => return Borrowed::Value,
        _ => None,
    };
    match last.map(|segment| segment.ident.to_string()) {
        Some(name) if name == "Request" => Borrowed::Request,
        Some(name) if name == "str" => Borrowed::Value,
        Some(name) if EXTRACTORS.contains(&name.as_str()) => Borrowed::Extractor,
        _ if is_plain_value(ty) => Borrowed::Value,
        _ => Borrowed::Unknown,
    }
}

/// Two borrows of one request cannot live side by side.
pub(crate) fn check_one_request(arguments: &[&PatType], errors: &mut Errors) {
    let is_request = |argument: &&&PatType| {
        let reference = reference(&argument.ty);
        reference.is_some_and(|it| matches!(borrowed(&it.elem), Borrowed::Request | Borrowed::Unknown))
    };
    let mut requests = arguments.iter().filter(is_request);
    let Some(first) = requests.next() else { return };
    for second in requests {
        errors.report_twice(first.ty.span(), second.ty.span(), "the request");
    }
}

/// A number or a text, which is never an extractor.
pub(crate) fn is_plain_value(ty: &Type) -> bool {
    const PLAIN: [&str; 16] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
        "bool", "String",
    ];
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|name| PLAIN.iter().any(|plain| name == plain)))
}

/// The type of a borrow.
pub(crate) fn reference(ty: &Type) -> Option<&TypeReference> {
    match ty {
        Type::Reference(reference) => Some(reference),
        Type::Paren(inner) => reference(&inner.elem),
        Type::Group(inner) => reference(&inner.elem),
        _ => None,
    }
}

/// The argument's name as the path would write it: `slug`, `mut slug` and `r#type` have one.
pub(crate) fn name_of(argument: &PatType) -> Option<String> {
    match &*argument.pat {
        Pat::Ident(pattern) => Some(pattern.ident.unraw().to_string()),
        _ => None,
    }
}

/// As it was written, without spaces.
pub(crate) fn text_of(written: &impl quote::ToTokens) -> String {
    written.to_token_stream().to_string().replace(' ', "")
}
