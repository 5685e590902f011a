//! What every function attribute asks of a `syn::Signature`.
//!
//! A view and a middleware function stand in a table as plain function pointers, so nothing about
//! them may be open: no type left to choose, no `self`, no foreign calling convention.

use std::fmt::Display;

use syn::{FnArg, GenericParam, ReturnType, Safety, Signature, Type};

use super::errors::Errors;

/// Reports everything that keeps `signature` from being that of a free async function.
/// `what` names the function in messages: "a view".
pub(crate) fn check_async_function(signature: &Signature, what: &str, errors: &mut Errors) {
    check_async(signature, what, errors);
    check_free_function(signature, what, errors);
}

/// The same of a function that may be async or not.
pub(crate) fn check_free_function(signature: &Signature, what: &str, errors: &mut Errors) {
    check_no_receiver(signature, what, errors);
    check_no_generics(signature, what, errors);
    check_plain(signature, what, errors);
}

fn check_async(signature: &Signature, what: &str, errors: &mut Errors) {
    if signature.asyncness.is_none() {
        let headline = format_args!("`{}` is not async, and {what} is", signature.ident).to_string();
        errors.report_with_help(
            signature.fn_token.span,
            headline,
            format_args!("write `async fn {}`", signature.ident),
        );
    }
}

fn check_no_receiver(signature: &Signature, what: &str, errors: &mut Errors) {
    if let Some(receiver) = signature.receiver() {
        errors.report_with_help(
            receiver.self_token.span,
            format_args!("{what} has no `self`"),
            "make it a function outside of any `impl` block",
        );
    }
}

/// Types and constants would have to be chosen by a caller, and the table is none. Lifetimes are fine.
pub(crate) fn check_no_generics(signature: &Signature, what: &str, errors: &mut Errors) {
    for parameter in &signature.generics.params {
        match parameter {
            GenericParam::Type(given) => report_generic(&given.ident, what, errors),
            GenericParam::Const(given) => report_generic(&given.ident, what, errors),
            GenericParam::Lifetime(_) => {}
        }
    }
    for input in &signature.inputs {
        if let FnArg::Typed(argument) = input
            && let Type::ImplTrait(opaque) = &*argument.ty
        {
            report_generic(opaque, what, errors);
        }
    }
}

fn report_generic(parameter: impl quote::ToTokens, what: &str, errors: &mut Errors) {
    errors.report_tokens(
        parameter,
        format_args!("{what} has no generic types"),
        "name the type it works with",
    );
}

pub(crate) fn check_plain(signature: &Signature, what: &str, errors: &mut Errors) {
    if let Some(word) = &signature.constness {
        errors.report(word.span, format_args!("{what} is not `const`"));
    }
    if let Safety::Unsafe(word) = &signature.safety {
        errors.report(word.span, format_args!("{what} is not `unsafe`: nothing vouches for its callers"));
    }
    if let Some(abi) = &signature.abi {
        errors.report(abi.extern_token.span, format_args!("{what} is not `extern`"));
    }
}

/// The type the function returns, or a report that there is none.
pub(crate) fn check_output<'s>(
    signature: &'s Signature,
    headline: impl Display,
    help: impl Display,
    errors: &mut Errors,
) -> Option<&'s Type> {
    match &signature.output {
        ReturnType::Type(_, output) => Some(output),
        ReturnType::Default => {
            errors.report_with_help(signature.ident.span(), headline, help);
            None
        }
    }
}
