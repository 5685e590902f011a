//! `#[context_processor]`: makes a variable that pages see from a function of its name.

mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Signature;

use crate::shared::errors::Errors;
use crate::shared::item::{Function, Item, with_article};
use model::ContextProcessor;
use parse::Args;

pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = errors.keep(syn::parse2::<Args>(args));
    let Some(mut split) = errors.keep(syn::parse2::<Item>(item.clone())) else {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    };
    let is_alone = check_is_alone(&mut split, &mut errors);
    let function = function_of(&split, &mut errors);
    let stand_in = function
        .as_ref()
        .filter(|function| is_alone && is_free(&function.signature))
        .map(|function| expand::expand_stand_in(function, args.as_ref()));

    // Checking needs both halves; either alone has already reported its own mistakes.
    let both = args.zip(function);
    let count = errors.count();
    let processor = both.and_then(|(args, function)| ContextProcessor::check(args, function, &mut errors));
    let generated = match processor {
        Some(processor) if count == 0 => Some(expand::expand(&processor)),
        _ => stand_in,
    };
    let errors = errors.into_compile_errors();

    // The item goes out whatever happened, and something that looks like a context processor with it, or a middleware
    // that names it would be an error as well.
    quote!(#split #generated #errors)
}

/// Whether no other attribute makes something of the function; a second one of ours would do all of it again.
fn check_is_alone(item: &mut Item, errors: &mut Errors) -> bool {
    for second in item.take("context_processor") {
        let help = "the variable has the function's name; write another function for another name";
        errors.report_tokens(second.path(), "`#[context_processor]` is given twice", help);
    }
    let others = ["view", "middleware"].map(|name| item.take(name));
    for other in others.iter().flatten() {
        let help = "write a function for each, which may call a third";
        errors.report_tokens(other.path(), "a context processor is nothing else besides", help);
    }
    others.iter().all(Vec::is_empty)
}

fn function_of(item: &Item, errors: &mut Errors) -> Option<Function> {
    match item.keyword() {
        Some(keyword) if keyword != "fn" => {
            errors.report_with_help(
                keyword.span(),
                format_args!(
                    "`#[context_processor]` goes on a function, not {}",
                    with_article(&keyword.to_string())
                ),
                "write `fn` or `async fn` below it",
            );
            None
        }
        _ => errors.keep(syn::parse2(item.rest.clone())),
    }
}

/// Where a method stands, no type can.
fn is_free(signature: &Signature) -> bool {
    signature.receiver().is_none()
}
