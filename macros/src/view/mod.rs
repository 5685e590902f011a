//! `#[view]`: puts an async function on a route.

mod decorators;
mod expand;
mod flags;
mod model;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use crate::shared::item::{Function, Item, with_article};
use model::View;
use parse::Args;

pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = errors.keep(syn::parse2::<Args>(args));
    let split = errors.keep(syn::parse2::<Item>(item.clone()));
    let Some(mut split) = split else {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    };
    // The guard comes off on every path: left there, it would report that it guards no view.
    let guards = split.take("login_auth");
    check_is_alone(&mut split, &mut errors);
    let function = function_of(&split, &mut errors);

    // Checking needs both halves; either alone has already reported its own mistakes.
    let both = args.zip(function);
    let view = both.and_then(|(args, function)| View::check(args, function, &guards, &mut errors));
    let generated = view.map(|view| expand::expand(&view));
    let errors = errors.into_compile_errors();

    // The item goes out whatever happened: a typo in the attribute must not also
    // make the function "not found" in the rest of the user's program.
    quote!(#split #generated #errors)
}

/// A second `#[view]` would find the function without its guard.
fn check_is_alone(item: &mut Item, errors: &mut Errors) {
    for second in item.take("view") {
        errors.report_tokens(
            second.path(),
            "`#[view]` is given twice",
            "a view has one path; write a second function for the other",
        );
    }
    for other in item.take("context_processor") {
        let help = "write a function for each, which may call a third";
        errors.report_tokens(other.path(), "a view is nothing else besides", help);
    }
}

fn function_of(item: &Item, errors: &mut Errors) -> Option<Function> {
    match item.keyword() {
        Some(keyword) if keyword != "fn" => {
            errors.report_with_help(
                keyword.span(),
                format_args!("`#[view]` goes on a function, not {}", with_article(&keyword.to_string())),
                "write `async fn` below it",
            );
            None
        }
        _ => errors.keep(syn::parse2(item.rest.clone())),
    }
}
