//! `#[on]`: has an async function told of events.

mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use crate::shared::item::{Function, Item, with_article};
use model::Subscriber;
use parse::Args;

pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = errors.keep(syn::parse2::<Args>(args));
    let Some(mut split) = errors.keep(syn::parse2::<Item>(item.clone())) else {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    };
    check_is_alone(&mut split, &mut errors);
    let function = function_of(&split, &mut errors);

    // Checking needs both halves; either alone has already reported its own mistakes.
    let both = args.zip(function);
    let subscriber = both.and_then(|(args, function)| Subscriber::check(args, function, &mut errors));
    let generated = subscriber.map(|subscriber| expand::expand(&subscriber));
    let errors = errors.into_compile_errors();

    // The item goes out whatever happened, so that nobody else misses the function.
    quote!(#split #generated #errors)
}

/// Whether no other attribute makes something of the function; a second one of ours would do all of it again.
fn check_is_alone(item: &mut Item, errors: &mut Errors) {
    for second in item.take("on") {
        let help = "write a function for each event, which may call a third";
        errors.report_tokens(second.path(), "`#[on]` is given twice", help);
    }
    for other in ["view", "middleware", "context_processor"].map(|name| item.take(name)).iter().flatten() {
        let help = "write a function for each, which may call a third";
        errors.report_tokens(other.path(), "a subscriber is nothing else besides", help);
    }
}

fn function_of(item: &Item, errors: &mut Errors) -> Option<Function> {
    match item.keyword() {
        Some(keyword) if keyword != "fn" => {
            errors.report_with_help(
                keyword.span(),
                format_args!("`#[on]` goes on a function, not {}", with_article(&keyword.to_string())),
                "write `async fn` below it",
            );
            None
        }
        _ => errors.keep(syn::parse2(item.rest.clone())),
    }
}
